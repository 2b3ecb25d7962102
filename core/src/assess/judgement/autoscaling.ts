import type { Workload } from '../../model/index.ts';

/**
 * An autoscaler that aims at a share of the request: with a lower request it starts more replicas,
 * and the saving is gone. Request and target have to change together, which is a finding of its own.
 *
 * @returns the sentence that says so, or `null` when the resource may be changed alone
 */
export function scaledByUtilization(workload: Workload, resource: 'cpu' | 'memory'): string | null {
  const { autoscaler } = workload;
  const target = autoscaler?.targets.find(
    ({ metric, utilizationPercent }) => metric === resource && utilizationPercent !== null,
  );
  return autoscaler && target
    ? `${autoscaler.kind} ${autoscaler.name} keeps ${resource} at ${target.utilizationPercent} % of the request, so the request cannot be changed alone: the number of replicas would follow it`
    : null;
}
