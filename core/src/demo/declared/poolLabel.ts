import type { ClusterIdentity } from '../../model/index.ts';

/** Label by which a provider's nodes tell their pool. */
export const poolLabel = ({ provider }: ClusterIdentity): string =>
  provider === 'gcp' ? 'cloud.google.com/gke-nodepool' : 'eks.amazonaws.com/nodegroup';
