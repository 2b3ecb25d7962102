import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import { NODE_OUTLOOK_LABELS, type NodeOutlookView, nodeReasons, placeText } from '@greenops/core/api';
import { TextList } from '../elements/TextList';
import { opportunityRouteRef } from '../routes';

/** Why one node goes or stays, and which findings have to be mended for it. */
export function NodeDetails({ node }: { node: NodeOutlookView }) {
  const linkTo = useRouteRef(opportunityRouteRef);
  const about = [node.instanceType, node.pool].filter(Boolean).join(', ');
  return (
    <>
      <Text as="p" weight="bold" style={{ overflowWrap: 'anywhere' }}>
        {node.name} {NODE_OUTLOOK_LABELS[node.outlook]}
      </Text>
      {about !== '' && (
        <Text as="p" variant="body-small" color="secondary">
          {about}
        </Text>
      )}
      <TextList items={nodeReasons(node)} none="Nobody says why." />
      {node.after.length > 0 && (
        <>
          <Text as="p" style={{ marginTop: 8 }}>
            It depends on:
          </Text>
          <ul style={{ margin: 0, paddingLeft: '1.4em' }}>
            {node.after.map(cause => (
              <li key={cause.id}>
                <Link href={linkTo?.({ id: cause.id }) ?? ''}>{cause.title}</Link>{' '}
                <Text variant="body-small" color="secondary">
                  {placeText(cause)}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
