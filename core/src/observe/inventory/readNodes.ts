import type { ClusterNode, Taint } from '../../model/index.ts';
import { gpuModel } from '../kubernetes/gpuModel.ts';
import { nodePlacement } from '../kubernetes/nodePlacement.ts';
import type { Labels } from '../prometheus/parseResult.ts';
import type { KubeStateQueries, StateRow } from './KubeStateQueries.ts';
import { mergedLabels } from './decodeLabels.ts';
import { grouped, momentAt, valuesBy } from './grouped.ts';
import { amountsOf } from './stateAmounts.ts';

/** Nodes that are there now. */
export async function readNodes(state: KubeStateQueries): Promise<ClusterNode[]> {
  const [infos, capacity, allocatable, labels, taints, cordons, created, priced] = await Promise.all([
    state.present('kube_node_info', ['node']),
    state.present('kube_node_status_capacity', ['node', 'resource']),
    state.present('kube_node_status_allocatable', ['node', 'resource']),
    state.withAllLabels('kube_node_labels'),
    state.present('kube_node_spec_taint', ['node', 'key', 'value', 'effect']),
    state.present('kube_node_spec_unschedulable', ['node']),
    state.present('kube_node_created', ['node']),
    // OpenCost knows type and region of a node even where kube-state-metrics shows no labels.
    state.present('node_total_hourly_cost', ['node', 'instance_type', 'region', 'arch']),
  ]);
  const capacityOf = grouped(capacity, 'node');
  const allocatableOf = grouped(allocatable, 'node');
  const labelsOf = grouped(labels, 'node');
  const taintsOf = grouped(taints, 'node');
  const cordonOf = valuesBy(cordons, 'node');
  const createdOf = valuesBy(created, 'node');
  const pricedOf = grouped(priced, 'node');
  return infos.map(info => {
    const name = info.labels['node'] ?? '';
    const rows = capacityOf.get(name) ?? [];
    return {
      name,
      ...describedBy(mergedLabels(labelsOf.get(name), 'label_'), pricedOf.get(name)?.[0]?.labels ?? {}),
      capacity: amountsOf(rows),
      allocatable: amountsOf(allocatableOf.get(name) ?? []),
      maxPods: rows.find(row => row.labels['resource'] === 'pods')?.value ?? null,
      taints: (taintsOf.get(name) ?? []).map(taintOf),
      unschedulable: cordonOf.get(name) === 1,
      createdAt: momentAt(createdOf.get(name)),
    };
  });
}

type NodeLabels = Readonly<Record<string, string>>;

/** What the labels of a node say, completed by those of OpenCost's price of it. */
function describedBy(
  labels: NodeLabels,
  priced: Labels,
): ReturnType<typeof nodePlacement> & Pick<ClusterNode, 'labels' | 'gpuModel'> {
  const placed = nodePlacement(labels);
  return {
    ...placed,
    instanceType: placed.instanceType ?? (priced['instance_type'] || null),
    region: placed.region ?? (priced['region'] || null),
    architecture: placed.architecture ?? (priced['arch'] || null),
    labels,
    gpuModel: gpuModel(labels),
  };
}

const taintOf = ({ labels }: StateRow): Taint => ({
  key: labels['key'] ?? '',
  value: labels['value'] ?? '',
  effect: labels['effect'] ?? '',
});
