import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { NOT_KNOWN } from '@greenops/core/api';

interface TotalProps {
  readonly label: string;
  /** As written by core's formatters; `null` where it is not known. */
  readonly value: string | null;
  readonly remark: string | null;
  readonly emphasised?: boolean;
}

export function Total({ label, value, remark, emphasised = false }: TotalProps) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.box}>
      <dt className={styles.label}>{label}</dt>
      <dd className={emphasised ? styles.emphasised : styles.value}>{value ?? NOT_KNOWN}</dd>
      {remark !== null && <dd className={styles.label}>{remark}</dd>}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const value = {
    fontSize: theme.typography.h2.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    lineHeight: 1.3,
    fontVariantNumeric: 'tabular-nums',
  };
  return {
    box: css({
      margin: 0,
      height: '100%',
      padding: theme.spacing(1.5, 2),
      background: theme.colors.background.secondary,
      borderRadius: theme.shape.radius.default,
    }),
    label: css({
      margin: 0,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    }),
    value: css({ ...value, margin: 0 }),
    emphasised: css({ ...value, margin: 0, color: theme.colors.success.text }),
  };
};
