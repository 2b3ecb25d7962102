import { Badge } from '@backstage/ui';
import type { OpportunityView } from '@greenops/core/api';

type Level = OpportunityView['risk']['level'];

const COLOUR: Readonly<Record<Level, string>> = {
  low: 'var(--bui-fg-success)',
  medium: 'var(--bui-fg-warning)',
  high: 'var(--bui-fg-danger)',
};

/** The colour only underlines what the word says. */
export const RiskBadge = ({ level }: { level: Level }) => (
  <Badge
    size="small"
    icon={
      <svg width="8" height="8" aria-hidden="true" style={{ display: 'block', alignSelf: 'center' }}>
        <circle cx="4" cy="4" r="4" style={{ fill: COLOUR[level] }} />
      </svg>
    }
  >
    {level} risk
  </Badge>
);
