import type { UnixSeconds } from '../../model/index.ts';
import type { MeteredPod } from '../fold/MeteredPower.ts';
import type { PodIndex } from '../fold/PodIndex.ts';

/** What a workload's pods on one node weigh in one hour: watts where metered, cores where not; `null` is for pods of no known workload. */
export interface HourWeight {
  readonly workloadId: string | null;
  readonly value: number;
}

/** Weights by node and hour. */
export type WeightsOfNodes = ReadonlyMap<string, ReadonlyMap<UnixSeconds, readonly HourWeight[]>>;

/** Sorts what pods showed by node and hour. A pod whose node neither the meter nor the inventory knows cannot share any node's power and is left out. */
export function hourlyWeights(metered: readonly MeteredPod[], pods: PodIndex): WeightsOfNodes {
  const nodes = new Map<string, Map<UnixSeconds, HourWeight[]>>();
  for (const { namespace, pod, node: told, hourly } of metered) {
    const found = pods.find(namespace, pod);
    const node = told ?? found?.pod.node;
    if (node === undefined || node === null) continue;
    const hours = nodes.get(node) ?? new Map<UnixSeconds, HourWeight[]>();
    nodes.set(node, hours);
    for (const { hour, value } of hourly) {
      const weight = { workloadId: found?.workload.id ?? null, value };
      const others = hours.get(hour);
      if (others) others.push(weight);
      else hours.set(hour, [weight]);
    }
  }
  return nodes;
}
