import { createPermission } from '@backstage/plugin-permission-common';

/** Lets a person or service see clusters, workloads, findings and metrics. */
export const greenopsOpportunityReadPermission = createPermission({
  name: 'greenops.opportunity.read',
  attributes: { action: 'read' },
});

/** Lets a person or service add, change, test and remove clusters of the registry, and see how they are reached. */
export const greenopsClusterManagePermission = createPermission({
  name: 'greenops.cluster.manage',
  attributes: { action: 'update' },
});

/** Everything that a permission policy can decide about GreenOps. */
export const greenopsPermissions = [greenopsOpportunityReadPermission, greenopsClusterManagePermission];
