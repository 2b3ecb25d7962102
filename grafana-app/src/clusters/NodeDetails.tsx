import { css } from '@emotion/css';
import { TextLink, useStyles2 } from '@grafana/ui';
import { NODE_OUTLOOK_LABELS, type NodeOutlookView, nodeReasons, placeText } from '@greenops/core/api';
import { Secondary } from '../elements/Secondary.tsx';
import { TextList } from '../opportunities/TextList.tsx';
import { pagePaths } from '../pluginId.ts';

/** Why one node goes or stays, and which findings have to be mended for it. */
export function NodeDetails({ node }: { node: NodeOutlookView }) {
  const styles = useStyles2(getStyles);
  const about = [node.instanceType, node.pool].filter(Boolean).join(', ');
  return (
    <>
      <strong className={styles.name}>
        {node.name} {NODE_OUTLOOK_LABELS[node.outlook]}
      </strong>
      {about !== '' && <Secondary>{about}</Secondary>}
      <TextList items={nodeReasons(node)} none="Nobody says why." />
      {node.after.length > 0 && (
        <>
          <p className={styles.lead}>It depends on:</p>
          <ul className={styles.list}>
            {node.after.map(cause => (
              <li key={cause.id}>
                <TextLink href={pagePaths.opportunity(cause.id)}>{cause.title}</TextLink>
                <Secondary>{placeText(cause)}</Secondary>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const getStyles = () => ({
  name: css({ overflowWrap: 'anywhere' }),
  lead: css({ margin: 0 }),
  list: css({ paddingLeft: '1.4em' }),
});
