import type { V1Node } from '@kubernetes/client-node';
import type { ClusterNode } from '../../model/index.ts';
import { gpuModel } from './gpuModel.ts';
import { momentOf } from './momentOf.ts';
import { nodePlacement } from './nodePlacement.ts';
import { resourceAmounts } from './resourceAmounts.ts';

/** @param note - told of each quantity that cannot be read */
export function toClusterNode(node: V1Node, note: (message: string) => void): ClusterNode {
  const name = node.metadata?.name ?? '';
  const labels = node.metadata?.labels ?? {};
  const reject = (what: string) => (resource: string, quantity: string) =>
    note(`node ${name} has ${what} ${resource} "${quantity}", which is no amount`);
  return {
    name,
    ...nodePlacement(labels),
    capacity: resourceAmounts(node.status?.capacity, reject('capacity')),
    allocatable: resourceAmounts(node.status?.allocatable, reject('allocatable')),
    maxPods: maxPods(node),
    taints: (node.spec?.taints ?? []).map(({ key, value, effect }) => ({ key, value: value ?? '', effect })),
    labels,
    unschedulable: node.spec?.unschedulable === true,
    createdAt: momentOf(node.metadata?.creationTimestamp),
    gpuModel: gpuModel(labels),
  };
}

/** How many pods the kubelet takes, whatever their size. */
function maxPods({ status }: V1Node): number | null {
  const pods = Number(status?.allocatable?.['pods'] ?? status?.capacity?.['pods']);
  return Number.isFinite(pods) ? pods : null;
}
