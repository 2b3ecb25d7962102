import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { NOT_KNOWN } from '@greenops/core/api';

/** A written quantity that stays on one line and lines up with those above it; `null` is not known. */
export function Amount({ children }: { children: string | null }) {
  const styles = useStyles2(getStyles);
  return <span className={styles.amount}>{children ?? NOT_KNOWN}</span>;
}

const getStyles = () => ({ amount: css({ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }) });
