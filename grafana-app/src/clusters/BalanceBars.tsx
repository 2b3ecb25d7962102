import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Stack, useStyles2 } from '@grafana/ui';
import {
  type BalanceLine,
  balanceLines,
  type BalanceView,
  NOT_KNOWN,
  unallocatedText,
} from '@greenops/core/api';
import { Secondary } from '../elements/Secondary.tsx';

/** What the nodes take per month, split into what workloads hold and what nobody does. */
export function BalanceBars({ balance }: { balance: BalanceView }) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="column" gap={2}>
      <div className={styles.legend}>
        <span>
          <i aria-hidden="true" className={styles.workloads} />
          held by workloads
        </span>
        <span>
          <i aria-hidden="true" className={styles.unallocated} />
          not allocated to any workload
        </span>
      </div>
      {balanceLines(balance).map(line => (
        <BalanceBar key={line.key} line={line} />
      ))}
      {balance.missing.map(text => (
        <Secondary key={text}>{text}</Secondary>
      ))}
    </Stack>
  );
}

function BalanceBar({ line }: { line: BalanceLine }) {
  const styles = useStyles2(getStyles);
  const { label, nodes, workloads, unallocatedShare } = line;
  const idle = unallocatedText(line);
  return (
    <div data-balance={line.key}>
      <div className={styles.texts}>
        <strong>
          {label}: {nodes === null ? NOT_KNOWN : `${nodes} per month`}
        </strong>
        {idle !== null && (
          <span className={styles.quiet}>
            {workloads} held, {idle} not allocated
          </span>
        )}
      </div>
      {unallocatedShare !== null && (
        <div
          role="img"
          aria-label={`${label}: ${workloads ?? NOT_KNOWN} held by workloads, ${idle ?? NOT_KNOWN} not allocated`}
          className={styles.bar}
        >
          <div className={styles.workloads} style={{ width: `${(1 - unallocatedShare) * 100}%` }} />
          <div className={styles.unallocated} style={{ width: `${unallocatedShare * 100}%` }} />
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    i: { display: 'inline-block', width: 12, height: 12, marginRight: 6, borderRadius: 2 },
  }),
  texts: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0, 2),
    marginBottom: theme.spacing(0.5),
  }),
  quiet: css({ color: theme.colors.text.secondary }),
  bar: css({
    display: 'flex',
    gap: 2,
    height: 18,
    overflow: 'hidden',
    borderRadius: theme.shape.radius.default,
  }),
  workloads: css({ background: theme.colors.primary.main }),
  unallocated: css({ background: theme.colors.warning.main }),
});
