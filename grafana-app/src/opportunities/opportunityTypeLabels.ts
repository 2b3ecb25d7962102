import type { OpportunityView } from '@greenops/core/api';

/** How a kind of opportunity is called in filters and badges. */
export const opportunityTypeLabels: Readonly<Record<OpportunityView['type'], string>> = {
  'cpu-over-requested': 'CPU over-requested',
  'cpu-under-requested': 'CPU under-requested',
  'memory-over-requested': 'Memory over-requested',
  'memory-under-requested': 'Memory under-requested',
  'missing-requests': 'Missing requests',
  'idle-workload': 'Idle workload',
};
