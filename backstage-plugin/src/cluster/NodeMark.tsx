import type { NodeOutlook } from '@greenops/core/api';
import type { ReactNode } from 'react';

const GOES = 'var(--bui-fg-success)';
const BACK = 'var(--bui-fg-warning)';
const STAYS = 'var(--bui-fg-disabled)';

/** Differs in shape as well as in colour: full, half, dotted, hollow. */
const SHAPE: Readonly<Record<NodeOutlook, ReactNode>> = {
  'goes-now': <rect x="1" y="1" width="16" height="16" rx="3" style={{ fill: GOES, stroke: GOES }} />,
  'goes-after-fixes': (
    <>
      <rect
        x="1"
        y="1"
        width="16"
        height="16"
        rx="3"
        fill="none"
        strokeWidth="1.5"
        style={{ stroke: GOES }}
      />
      <path d="M2 16V3L15 16Z" style={{ fill: GOES }} />
    </>
  ),
  'needed-again': (
    <>
      <rect
        x="1"
        y="1"
        width="16"
        height="16"
        rx="3"
        fill="none"
        strokeWidth="1.5"
        style={{ stroke: BACK }}
      />
      <circle cx="9" cy="9" r="4" style={{ fill: BACK }} />
    </>
  ),
  stays: (
    <rect x="1" y="1" width="16" height="16" rx="3" fill="none" strokeWidth="1.5" style={{ stroke: STAYS }} />
  ),
};

/** A node's square. */
export const NodeMark = ({ outlook, size = 18 }: { outlook: NodeOutlook; size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" style={{ display: 'block' }}>
    {SHAPE[outlook]}
  </svg>
);
