import { Badge, type BadgeColor } from '@grafana/ui';
import type { OpportunityView } from '@greenops/core/api';

type Level = OpportunityView['risk']['level'];

const colours: Readonly<Record<Level, BadgeColor>> = { low: 'green', medium: 'orange', high: 'red' };

export const RiskBadge = ({ level }: { level: Level }) => (
  <Badge color={colours[level]} text={`${level} risk`} />
);
