import { createPermission } from '@backstage/plugin-permission-common';

/** Lets a person or service see clusters, workloads, findings and metrics. */
export const greenopsOpportunityReadPermission = createPermission({
  name: 'greenops.opportunity.read',
  attributes: { action: 'read' },
});

/** Everything that a permission policy can decide about GreenOps. */
export const greenopsPermissions = [greenopsOpportunityReadPermission];
