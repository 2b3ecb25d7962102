import { bytes, type Policy, ratio, type Ratio } from '../../model/index.ts';
import type { ContainerSubject, WorkloadSubject } from '../rule.ts';
import { cpuTarget } from '../sizing/cpuTarget.ts';
import { memoryTarget } from '../sizing/memoryTarget.ts';
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
  /** With more, and with less, room for bursts. */
  readonly cautious: RequestsAndTarget;
  readonly tight: RequestsAndTarget;
}

/** How much of the use a size covers: what the size rules bound their savings by. */
const COVER = { cautious: ratio(0.99), tight: ratio(0.9) } as const;

/** What a container's use asks for of one resource, by how much is covered; or why that is not known. */
function wantedBy(
  { usage }: ContainerSubject,
  resource: 'cpu' | 'memory',
  policy: Policy,
): ((cover: Ratio | null) => number) | Unknown {
  if (resource === 'cpu') {
    const cpu = sufficientUsage('CPU', usage, usage?.cpu, demandsOf(policy));
    if ('reason' in cpu) return cpu;
    if ((throttledShare(usage) ?? 0) > truncatingShare(policy)) {
      return { reason: 'It is throttled at its CPU limit, so its samples understate what it wants' };
    }
    return cover => cpuTarget(cpu.statistics.sketch, policy, cover ?? policy.cpuQuantile);
  }
  const memory = sufficientUsage('memory', usage, usage?.memory, demandsOf(policy));
  if ('reason' in memory) return memory;
  if ((oomKills(usage) ?? 0) > 0)
    return { reason: 'It was OOM-killed, so its memory request is not lowered' };
  const { max, sketch } = memory.statistics;
  return cover =>
    memoryTarget(
      { highest: cover === COVER.tight ? bytes(sketch.quantile(0.99)) : max, killedAt: null },
      policy,
      cover === COVER.cautious ? ratio(2 * policy.memoryHeadroom) : policy.memoryHeadroom,
    );
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
  const pairFor = (cover: Ratio | null) =>
    pairAtScalePoint(
      now,
      wanted.map((one, index) => {
        // A container that needs more than today gets it, up to its limit: a request may not be above.
        const limit = containers[index]?.container.limits[aim.resource] ?? Number.POSITIVE_INFINITY;
        return 'reason' in one ? Number.NaN : Math.min(limit, one(cover));
      }),
      aim.resource === 'cpu' ? asCpuManifest : asMemoryManifest,
    );
  const likely = pairFor(null);
  return (
    likely && { now, likely, cautious: pairFor(COVER.cautious) ?? now, tight: pairFor(COVER.tight) ?? likely }
  );
}
