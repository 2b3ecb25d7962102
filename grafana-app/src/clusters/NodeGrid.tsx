import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Stack, useStyles2 } from '@grafana/ui';
import { NODE_OUTLOOK_LABELS, type NodeOutlook, type NodeOutlookView, nodesByPool } from '@greenops/core/api';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { Secondary } from '../elements/Secondary.tsx';
import { NodeDetails } from './NodeDetails.tsx';
import { NodeMark } from './NodeMark.tsx';

const OUTLOOKS = Object.keys(NODE_OUTLOOK_LABELS) as NodeOutlook[];

/** One square for each node; pointing at it, or the arrow keys, tell why it goes or stays. */
export function NodeGrid({ nodes }: { nodes: readonly NodeOutlookView[] }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const pools = useMemo(() => nodesByPool(nodes), [nodes]);
  const inOrder = useMemo(() => pools.flatMap(([, members]) => members), [pools]);
  const [chosen, setChosen] = useState<string>();
  const shown = inOrder.find(({ name }) => name === chosen) ?? nodes[0];
  const optionId = (name: string) => `${id}${name}`;

  const move = (event: KeyboardEvent) => {
    const at = shown === undefined ? -1 : inOrder.indexOf(shown);
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: inOrder.length - 1,
    };
    const to = places[event.key];
    const next = to === undefined ? undefined : inOrder[to];
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next.name);
  };

  return (
    <Stack direction="column" gap={2}>
      <Legend nodes={nodes} />
      <div
        role="listbox"
        aria-label="Nodes"
        aria-activedescendant={shown && optionId(shown.name)}
        tabIndex={0}
        onKeyDown={move}
        className={styles.pools}
      >
        {pools.map(([pool, members]) => (
          <div key={pool} role="group" aria-label={`Pool ${pool}`}>
            <Secondary>{pool}</Secondary>
            <div className={styles.nodes}>
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
                  className={node === shown ? styles.chosen : styles.node}
                >
                  <NodeMark outlook={node.outlook} />
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
      {shown && (
        <div aria-live="polite" className={styles.details}>
          <NodeDetails node={shown} />
        </div>
      )}
    </Stack>
  );
}

function Legend({ nodes }: { nodes: readonly NodeOutlookView[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.legend}>
      {OUTLOOKS.map(outlook => [outlook, nodes.filter(node => node.outlook === outlook).length] as const)
        .filter(([, count]) => count > 0)
        .map(([outlook, count]) => (
          <span key={outlook}>
            <NodeMark outlook={outlook} size={14} />
            {NODE_OUTLOOK_LABELS[outlook]}: {count}
          </span>
        ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const node = { padding: 2, borderRadius: 5, cursor: 'pointer' };
  return {
    legend: css({
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 2),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      span: { display: 'inline-flex', gap: 6, alignItems: 'center' },
    }),
    pools: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1.5, 3.5) }),
    nodes: css({ display: 'flex', flexWrap: 'wrap', gap: 4 }),
    node: css(node),
    chosen: css({ ...node, outline: `2px solid ${theme.colors.text.primary}` }),
    details: css({ minHeight: 96 }),
  };
};
