import { Flex, Text } from '@backstage/ui';
import { NODE_OUTLOOK_LABELS, type NodeOutlook, type NodeOutlookView, nodesByPool } from '@greenops/core/api';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { NodeDetails } from './NodeDetails';
import { NodeMark } from './NodeMark';

const OUTLOOKS = Object.keys(NODE_OUTLOOK_LABELS) as NodeOutlook[];

/** One square for each node; pointing at it, or the arrow keys, tell why it goes or stays. */
export function NodeGrid({ nodes }: { nodes: readonly NodeOutlookView[] }) {
  const id = useId();
  const pools = useMemo(() => nodesByPool(nodes), [nodes]);
  const inOrder = useMemo(() => pools.flatMap(([, members]) => members), [pools]);
  const [chosen, setChosen] = useState<string>();
  const shown = inOrder.find(({ name }) => name === chosen) ?? nodes[0];
  const optionId = (name: string) => `${id}${name}`;

  const move = (event: KeyboardEvent) => {
    const at = shown === undefined ? -1 : inOrder.indexOf(shown);
    const to = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: inOrder.length - 1,
    }[event.key];
    const next = to === undefined ? undefined : inOrder[to];
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next.name);
  };

  return (
    <Flex direction="column" gap="3">
      <Legend nodes={nodes} />
      <div
        role="listbox"
        aria-label="Nodes"
        aria-activedescendant={shown && optionId(shown.name)}
        tabIndex={0}
        onKeyDown={move}
        style={{ display: 'flex', flexWrap: 'wrap', gap: '12px 28px' }}
      >
        {pools.map(([pool, members]) => (
          <div key={pool} role="group" aria-label={`Pool ${pool}`}>
            <Text variant="body-small" color="secondary">
              {pool}
            </Text>
            <div style={{ display: 'flex', flexWrap: 'wrap', gap: 4, marginTop: 4 }}>
              {members.map(node => (
                <div
                  key={node.name}
                  id={optionId(node.name)}
                  role="option"
                  aria-selected={node === shown}
                  aria-label={`${node.name} ${NODE_OUTLOOK_LABELS[node.outlook]}`}
                  title={node.name}
                  onPointerEnter={() => setChosen(node.name)}
                  onClick={() => setChosen(node.name)}
                  style={{
                    padding: 2,
                    borderRadius: 5,
                    cursor: 'pointer',
                    outline: node === shown ? '2px solid var(--bui-fg-primary)' : 'none',
                  }}
                >
                  <NodeMark outlook={node.outlook} />
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
      {shown && (
        <div aria-live="polite" style={{ minHeight: 96 }}>
          <NodeDetails node={shown} />
        </div>
      )}
    </Flex>
  );
}

const Legend = ({ nodes }: { nodes: readonly NodeOutlookView[] }) => (
  <Flex gap="4" style={{ flexWrap: 'wrap' }}>
    {OUTLOOKS.map(outlook => [outlook, nodes.filter(node => node.outlook === outlook).length] as const)
      .filter(([, count]) => count > 0)
      .map(([outlook, count]) => (
        <span key={outlook} style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
          <NodeMark outlook={outlook} size={14} />
          <Text variant="body-small" color="secondary">
            {NODE_OUTLOOK_LABELS[outlook]}: {count}
          </Text>
        </span>
      ))}
  </Flex>
);
