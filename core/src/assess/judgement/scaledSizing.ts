import { HEADROOM, MAX_SAVINGS, type Policy } from '../../model/index.ts';
import type { ContainerSubject, WorkloadSubject } from '../rule.ts';
import { cpuSize, demandOf, memorySize, NO_FLOOR } from '../sizing/recommendedSize.ts';
import { asCpuManifest, asMemoryManifest } from '../sizing/sizing.ts';
import type { UtilizationTarget } from './autoscaling.ts';
import { oomKills } from './oomKills.ts';
import type { Unknown } from './quietness.ts';
import { pairAtScalePoint, type RequestsAndTarget } from './scalePoint.ts';
import { demandsOf, sufficientUsage } from './sufficiency.ts';
import { throttledShare, truncatingShare } from './throttling.ts';

/** The pair of today and those that the use asks for. */
export interface ScaledSizing {
  readonly now: RequestsAndTarget;
  readonly likely: RequestsAndTarget;
  /** With more, and with less, room for bursts: what the policies Headroom and Maximum savings ask for. */
  readonly cautious: RequestsAndTarget;
  readonly tight: RequestsAndTarget;
}

/** What a container's use asks for of one resource under a policy, or why that is not known. */
function wantedBy(
  { usage }: ContainerSubject,
  resource: 'cpu' | 'memory',
  policy: Policy,
): ((policy: Policy) => number) | Unknown {
  const name = resource === 'cpu' ? 'CPU' : 'memory';
  const sufficiency = sufficientUsage<number>(name, usage, usage?.[resource], demandsOf(policy));
  if ('reason' in sufficiency) return sufficiency;
  if (!usage) return { reason: 'Its use is unknown, which is not zero' };
  if (resource === 'cpu') {
    if ((throttledShare(usage) ?? 0) > truncatingShare(policy)) {
      return { reason: 'It is throttled at its CPU limit, so its samples understate what it wants' };
    }
    return under => cpuSize(demandOf(usage, 'cpu', under), under);
  }
  if ((oomKills(usage) ?? 0) > 0)
    return { reason: 'It was OOM-killed, so its memory request is not lowered' };
  return under => memorySize(demandOf(usage, 'memory', under), under, NO_FLOOR);
}

/**
 * Sizes the containers of an autoscaled workload together with the autoscaler's target.
 *
 * @returns the sentence that says what is not known; `null` where nothing can be lowered
 */
export function scaledSizing(
  { containers, context }: WorkloadSubject,
  aim: UtilizationTarget,
): ScaledSizing | Unknown | null {
  const requests = containers.map(({ container }) => container.requests[aim.resource]);
  if (requests.length === 0 || requests.some(request => request === null)) return null;
  const wanted = containers.map(one => wantedBy(one, aim.resource, context.policy));
  const unknown = wanted.find(one => 'reason' in one);
  if (unknown && 'reason' in unknown) return unknown;
  const now = { requests: requests.map(request => request ?? 0), targetPercent: aim.percent };
  const pairFor = (policy: Policy) =>
    pairAtScalePoint(
      now,
      wanted.map((one, index) => {
        // A container that needs more than today gets it, up to its limit: a request may not be above.
        const limit = containers[index]?.container.limits[aim.resource] ?? Number.POSITIVE_INFINITY;
        return 'reason' in one ? Number.NaN : Math.min(limit, one(policy));
      }),
      aim.resource === 'cpu' ? asCpuManifest : asMemoryManifest,
    );
  const likely = pairFor(context.policy);
  return likely && { now, likely, cautious: pairFor(HEADROOM) ?? now, tight: pairFor(MAX_SAVINGS) ?? likely };
}
