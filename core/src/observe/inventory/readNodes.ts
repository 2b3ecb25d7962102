import type { ClusterNode, Taint } from '../../model/index.ts';
import { decodeLabels } from './decodeLabels.ts';
import { grouped } from './grouped.ts';
import type { KubeStateQueries, StateRow } from './KubeStateQueries.ts';
import { amountsOf } from './stateAmounts.ts';

/** Nodes that are there now. */
export async function readNodes(state: KubeStateQueries): Promise<ClusterNode[]> {
  const [infos, capacity, allocatable, labels, taints, priced] = await Promise.all([
    state.present('kube_node_info', ['node']),
    state.present('kube_node_status_capacity', ['node', 'resource']),
    state.present('kube_node_status_allocatable', ['node', 'resource']),
    state.withAllLabels('kube_node_labels'),
    state.present('kube_node_spec_taint', ['node', 'key', 'value', 'effect']),
    // OpenCost knows type and region of a node even where kube-state-metrics shows no labels.
    state.present('node_total_hourly_cost', ['node', 'instance_type', 'region', 'arch']),
  ]);
  const capacityOf = grouped(capacity, 'node');
  const allocatableOf = grouped(allocatable, 'node');
  const labelsOf = grouped(labels, 'node');
  const taintsOf = grouped(taints, 'node');
  const pricedOf = grouped(priced, 'node');
  return infos.map(info => {
    const name = info.labels['node'] ?? '';
    const decoded = Object.assign(
      {},
      ...(labelsOf.get(name) ?? []).map(row => decodeLabels(row.labels, 'label_')),
    ) as Record<string, string>;
    const open = pricedOf.get(name)?.[0]?.labels ?? {};
    const rows = capacityOf.get(name) ?? [];
    return {
      name,
      ...placeOf(decoded),
      instanceType: instanceTypeOf(decoded) ?? (open['instance_type'] || null),
      region: regionOf(decoded) ?? (open['region'] || null),
      architecture: decoded['kubernetes.io/arch'] ?? (open['arch'] || null),
      capacity: amountsOf(rows),
      allocatable: amountsOf(allocatableOf.get(name) ?? []),
      maxPods: rows.find(row => row.labels['resource'] === 'pods')?.value ?? null,
      taints: (taintsOf.get(name) ?? []).map(taintOf),
      labels: decoded,
    };
  });
}

type NodeLabels = Readonly<Record<string, string>>;

const instanceTypeOf = (labels: NodeLabels): string | null =>
  labels['node.kubernetes.io/instance-type'] ?? labels['beta.kubernetes.io/instance-type'] ?? null;

const regionOf = (labels: NodeLabels): string | null =>
  labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? null;

const POOL_LABELS = [
  'eks.amazonaws.com/nodegroup',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'karpenter.sh/nodepool',
];

function placeOf(labels: NodeLabels): Pick<ClusterNode, 'zone' | 'pool' | 'spot'> {
  const spotMarks = [
    labels['eks.amazonaws.com/capacityType'] === 'SPOT',
    labels['karpenter.sh/capacity-type'] === 'spot',
    labels['kubernetes.azure.com/scalesetpriority'] === 'spot',
    labels['cloud.google.com/gke-spot'] === 'true',
    labels['cloud.google.com/gke-preemptible'] === 'true',
  ];
  return {
    zone:
      labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? null,
    pool: POOL_LABELS.map(label => labels[label]).find(pool => pool !== undefined) ?? null,
    spot: spotMarks.includes(true),
  };
}

const taintOf = ({ labels }: StateRow): Taint => ({
  key: labels['key'] ?? '',
  value: labels['value'] ?? '',
  effect: labels['effect'] ?? '',
});
