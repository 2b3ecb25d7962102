import { Flex, Text } from '@backstage/ui';
import {
  type BalanceLine,
  balanceLines,
  type BalanceView,
  NOT_KNOWN,
  unallocatedText,
} from '@greenops/core/api';
import type { CSSProperties } from 'react';

const HEIGHT = 18;

const COLOUR = { workloads: 'var(--bui-fg-info)', unallocated: 'var(--bui-fg-warning)' } as const;

const swatch = (colour: string): CSSProperties => ({
  display: 'inline-block',
  width: 12,
  height: 12,
  borderRadius: 2,
  marginRight: 6,
  background: colour,
});

/** What the nodes take per month, split into what workloads hold and what nobody does. */
export function BalanceBars({ balance }: { balance: BalanceView }) {
  return (
    <Flex direction="column" gap="4">
      <Flex gap="4" style={{ flexWrap: 'wrap' }}>
        <Text variant="body-small" color="secondary">
          <span aria-hidden="true" style={swatch(COLOUR.workloads)} />
          held by workloads
        </Text>
        <Text variant="body-small" color="secondary">
          <span aria-hidden="true" style={swatch(COLOUR.unallocated)} />
          not allocated to any workload
        </Text>
      </Flex>
      {balanceLines(balance).map(line => (
        <BalanceBar key={line.key} line={line} />
      ))}
      {balance.missing.map(text => (
        <Text key={text} variant="body-small" color="secondary">
          {text}
        </Text>
      ))}
    </Flex>
  );
}

function BalanceBar({ line }: { line: BalanceLine }) {
  const { label, nodes, workloads, unallocatedShare } = line;
  const idle = unallocatedText(line);
  return (
    <div data-balance={line.key}>
      <Flex justify="between" gap="3" style={{ flexWrap: 'wrap', marginBottom: 4 }}>
        <Text weight="bold">
          {label}: {nodes === null ? NOT_KNOWN : `${nodes} per month`}
        </Text>
        {idle !== null && (
          <Text color="secondary">
            {workloads} held, {idle} not allocated
          </Text>
        )}
      </Flex>
      {unallocatedShare !== null && (
        <div
          role="img"
          aria-label={`${label}: ${workloads ?? NOT_KNOWN} held by workloads, ${idle ?? NOT_KNOWN} not allocated`}
          style={{ display: 'flex', gap: 2, height: HEIGHT, borderRadius: 4, overflow: 'hidden' }}
        >
          <div style={{ width: `${(1 - unallocatedShare) * 100}%`, background: COLOUR.workloads }} />
          <div style={{ width: `${unallocatedShare * 100}%`, background: COLOUR.unallocated }} />
        </div>
      )}
    </div>
  );
}
