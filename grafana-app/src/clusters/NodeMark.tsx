import type { GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import type { NodeOutlook } from '@greenops/core/api';

/** Differs in shape as well as in colour: full, half, dotted, hollow. */
function shapeOf(outlook: NodeOutlook, { colors }: GrafanaTheme2) {
  switch (outlook) {
    case 'goes-now':
      return <Square fill={colors.success.main} stroke={colors.success.main} />;
    case 'goes-after-fixes':
      return (
        <>
          <Square fill="none" stroke={colors.success.main} />
          <path d="M2 16V3L15 16Z" fill={colors.success.main} />
        </>
      );
    case 'needed-again':
      return (
        <>
          <Square fill="none" stroke={colors.warning.main} />
          <circle cx="9" cy="9" r="4" fill={colors.warning.main} />
        </>
      );
    case 'stays':
      return <Square fill="none" stroke={colors.text.secondary} />;
    default: {
      const never: never = outlook;
      return never;
    }
  }
}

const Square = ({ fill, stroke }: { fill: string; stroke: string }) => (
  <rect x="1" y="1" width="16" height="16" rx="3" strokeWidth="1.5" fill={fill} stroke={stroke} />
);

/** A node's square. */
export function NodeMark({ outlook, size = 18 }: { outlook: NodeOutlook; size?: number }) {
  const theme = useTheme2();
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" style={{ display: 'block' }}>
      {shapeOf(outlook, theme)}
    </svg>
  );
}
