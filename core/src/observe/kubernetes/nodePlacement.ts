import type { ClusterNode } from '../../model/index.ts';

type NodeLabels = Readonly<Record<string, string>>;

/** Labels that name the pool of a node, by provider or autoscaler. */
const POOL = [
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'karpenter.sh/nodepool',
  'karpenter.sh/provisioner-name',
];

/** Labels that mark a node whose provider may take it back at any time. */
const SPOT: readonly (readonly [label: string, value: string])[] = [
  ['eks.amazonaws.com/capacityType', 'SPOT'],
  ['karpenter.sh/capacity-type', 'spot'],
  ['kubernetes.azure.com/scalesetpriority', 'spot'],
  ['cloud.google.com/gke-spot', 'true'],
  ['cloud.google.com/gke-preemptible', 'true'],
  ['node.kubernetes.io/lifecycle', 'spot'],
];

/** What the well-known labels of a node say about where and what it is. */
export function nodePlacement(
  labels: NodeLabels,
): Pick<ClusterNode, 'instanceType' | 'region' | 'zone' | 'pool' | 'architecture' | 'spot'> {
  // The second name of each is of Kubernetes before 1.17, still set by some providers alone.
  const first = (...names: string[]): string | null =>
    names.map(name => labels[name]).find(value => value !== undefined && value !== '') ?? null;
  return {
    instanceType: first('node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type'),
    region: first('topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'),
    zone: first('topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'),
    architecture: first('kubernetes.io/arch', 'beta.kubernetes.io/arch'),
    pool: first(...POOL),
    spot: SPOT.some(([label, value]) => labels[label]?.toLowerCase() === value.toLowerCase()),
  };
}
