/**
 * GreenOps Advisor for Backstage backends: `backend.add(import('@greenops/backstage-plugin-greenops-backend'))`.
 *
 * @packageDocumentation
 */
import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { greenopsPlugin } from './plugin.ts';

export { greenopsOpportunityReadPermission, greenopsPermissions } from './permissions.ts';
export { greenopsPlugin } from './plugin.ts';
export { type ClusterNews, GREENOPS_CHANNEL } from './scan/newsSignal.ts';

/** Installs everything of GreenOps that runs in the backend. */
export default createBackendFeatureLoader({
  *loader() {
    yield greenopsPlugin;
  },
});
