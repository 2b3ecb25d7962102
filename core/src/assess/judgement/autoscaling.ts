import type { Autoscaler, Workload } from '../../model/index.ts';

/** What an autoscaler aims at for one resource. */
export interface UtilizationTarget {
  readonly resource: 'cpu' | 'memory';
  readonly percent: number;
}

const isResource = (metric: string): metric is 'cpu' | 'memory' => metric === 'cpu' || metric === 'memory';

/** The only thing the autoscaler scales on, where that is a share of a request; else `null`: the largest of several wins, and which that was is not recorded. */
export function soleUtilizationTarget({ targets }: Autoscaler): UtilizationTarget | null {
  const [target, ...others] = targets;
  if (!target || others.length > 0 || !isResource(target.metric)) return null;
  return target.utilizationPercent !== null && target.utilizationPercent > 0
    ? { resource: target.metric, percent: target.utilizationPercent }
    : null;
}

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
