import type { UnixSeconds } from '../../model/index.ts';
import type { MeteredPod } from '../fold/MeteredPower.ts';
import type { PodIndex } from '../fold/PodIndex.ts';

/** What a pod weighs in one hour: watts where metered, cores where not; without a workload where nobody knows whose pod it is. */
export interface HourWeight {
  readonly workloadId: string | null;
  readonly value: number;
}

/** Pods by the node they are on. A pod whose node neither the meter nor the inventory knows cannot share any node's power and is left out. */
export function podsByNode(metered: readonly MeteredPod[], pods: PodIndex): Map<string, MeteredPod[]> {
  const nodes = new Map<string, MeteredPod[]>();
  for (const pod of metered) {
    const node = pod.node ?? pods.find(pod.namespace, pod.pod)?.pod.node;
    if (node === undefined || node === null) continue;
    const others = nodes.get(node);
    if (others) others.push(pod);
    else nodes.set(node, [pod]);
  }
  return nodes;
}

/** Weights of one node's pods, by hour. */
export function hourlyWeights(
  onNode: readonly MeteredPod[],
  pods: PodIndex,
): ReadonlyMap<UnixSeconds, readonly HourWeight[]> {
  const hours = new Map<UnixSeconds, HourWeight[]>();
  for (const { namespace, pod, hourly } of onNode) {
    const workloadId = pods.find(namespace, pod)?.workload.id ?? null;
    for (const { hour, value } of hourly) {
      const weight = { workloadId, value };
      const others = hours.get(hour);
      if (others) others.push(weight);
      else hours.set(hour, [weight]);
    }
  }
  return hours;
}
