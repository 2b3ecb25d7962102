import { BYTES_PER_GIB, type Workload } from '../../model/index.ts';
import type { Told } from './toldPrices.ts';

/** What a pod sent over a window, and how far. */
export interface EgressBytes {
  readonly namespace: string;
  readonly pod: string;
  /** `none` stays within the zone, which nobody charges. */
  readonly reach: 'none' | 'zone' | 'region' | 'internet';
  readonly bytes: number;
}

/** Metered bytes × price, for each workload an hour; traffic of pods that no workload has is nobody's. */
export function egressCosts(
  sent: readonly EgressBytes[],
  prices: NonNullable<Told['egress']>,
  hours: number,
  workloads: readonly Workload[],
): ReadonlyMap<string, number> {
  const workloadOf = new Map(
    workloads.flatMap(({ id, reference, pods }) =>
      pods.map(({ name }) => [`${reference.namespace}/${name}`, id]),
    ),
  );
  const costs = new Map<string, number>();
  for (const { namespace, pod, reach, bytes } of sent) {
    const workload = workloadOf.get(`${namespace}/${pod}`);
    const perGiB = reach === 'none' ? 0 : prices[reach];
    // A counter does not fall, and without a price there is no cost: neither is a zero.
    if (workload === undefined || perGiB === null || !(bytes >= 0)) continue;
    costs.set(workload, (costs.get(workload) ?? 0) + ((bytes / BYTES_PER_GIB) * perGiB) / hours);
  }
  return costs;
}
