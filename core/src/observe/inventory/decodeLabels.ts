import type { Labels } from '../prometheus/parseResult.ts';

/**
 * Keys people rely on, by what kube-state-metrics makes of them: it writes `_` for every character that
 * Prometheus does not allow, which cannot be undone for keys that nobody knows.
 */
const WELL_KNOWN: ReadonlyMap<string, string> = new Map(
  [
    'app.kubernetes.io/name',
    'app.kubernetes.io/instance',
    'app.kubernetes.io/version',
    'app.kubernetes.io/component',
    'app.kubernetes.io/part-of',
    'app.kubernetes.io/managed-by',
    'helm.sh/chart',
    'backstage.io/kubernetes-id',
    'argocd.argoproj.io/instance',
    'kubernetes.io/arch',
    'kubernetes.io/os',
    'kubernetes.io/hostname',
    'node.kubernetes.io/instance-type',
    'topology.kubernetes.io/region',
    'topology.kubernetes.io/zone',
    'beta.kubernetes.io/instance-type',
    'failure-domain.beta.kubernetes.io/region',
    'failure-domain.beta.kubernetes.io/zone',
    'eks.amazonaws.com/nodegroup',
    'eks.amazonaws.com/capacityType',
    'cloud.google.com/gke-nodepool',
    'cloud.google.com/gke-spot',
    'cloud.google.com/gke-preemptible',
    'kubernetes.azure.com/agentpool',
    'kubernetes.azure.com/scalesetpriority',
    'agentpool',
    'nvidia.com/gpu.product',
    'karpenter.sh/nodepool',
    'karpenter.sh/capacity-type',
  ].map(key => [key.replaceAll(/[^A-Za-z0-9_]/g, '_').toLowerCase(), key]),
);

/** The labels of an object from a `kube_*_labels` series (`prefix` = `label_`) or `kube_*_annotations`. */
export function decodeLabels(series: Labels, prefix: 'label_' | 'annotation_'): Record<string, string> {
  const decoded: Record<string, string> = {};
  for (const [name, value] of Object.entries(series)) {
    if (!name.startsWith(prefix)) continue;
    const key = name.slice(prefix.length);
    // KSM writes camelCase as snake_case (capacityType → capacity_type); both spellings are looked up.
    const known = WELL_KNOWN.get(key.toLowerCase()) ?? WELL_KNOWN.get(key.replaceAll('_type', 'type'));
    decoded[known ?? key] = value;
  }
  return decoded;
}

/** The same from all series of one object: OpenCost may show it too, and together they say more than either. */
export const mergedLabels = (
  rows: readonly { readonly labels: Labels }[] | undefined,
  prefix: 'label_' | 'annotation_',
): Record<string, string> =>
  Object.fromEntries((rows ?? []).flatMap(({ labels }) => Object.entries(decodeLabels(labels, prefix))));
