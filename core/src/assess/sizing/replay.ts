import type { ContainerUsage, Policy, QuantileSketch, UnixSeconds } from '../../model/index.ts';
import { RecentDemand } from './RecentDemand.ts';
import { cpuSize, memorySize, NO_FLOOR } from './recommendedSize.ts';

const DAY = 86_400;

/** Days of history before the first advice is replayed. */
const WARM_UP_DAYS = 3;
/** A day on which more than this share of its samples lay above the advice went badly: throttled or starved in one minute of twenty. */
export const BAD_DAY_SHARE = 0.05;

/** What had become of a container if it had been sized by the policy, day by day, from the past alone. */
export interface Replay {
  readonly days: number;
  readonly samples: number;
  /** Samples above the advice of their day. */
  readonly samplesAbove: number;
  /** Days on which more than {@link BAD_DAY_SHARE} of them were. For memory: on which any was. */
  readonly badDays: number;
  /** How often the advice changed by enough to be applied. */
  readonly changes: number;
}

/** One day of one resource. */
export interface ReplayDay {
  readonly day: UnixSeconds;
  readonly sketch: QuantileSketch;
}

const sizeOf = (resource: 'cpu' | 'memory', demand: RecentDemand, policy: Policy): number =>
  resource === 'cpu' ? cpuSize(demand, policy) : memorySize(demand, policy, NO_FLOOR);

/**
 * Replays the policy on the days: each day is scored against the advice made from the days before it.
 * A new advice is applied only when it differs by the policy's smallest change. `null` where
 * the history is too short to hold anything out.
 */
export function replayDays(
  days: readonly ReplayDay[],
  resource: 'cpu' | 'memory',
  policy: Policy,
  warmUpDays = WARM_UP_DAYS,
): Replay | null {
  const demand = new RecentDemand(policy.halfLife);
  let applied: number | null = null;
  let [scored, samples, samplesAbove, badDays, changes] = [0, 0, 0, 0, 0];
  let last: number | null = null;
  for (const [index, { day, sketch }] of days.entries()) {
    if (index >= warmUpDays && !demand.isEmpty) {
      const advice = sizeOf(resource, demand, policy);
      if (applied === null) applied = advice;
      else if (Math.abs(advice - applied) / applied >= policy.minimumChange) {
        applied = advice;
        changes += 1;
      }
      const above = sketch.countAbove(applied);
      scored += 1;
      samples += sketch.count;
      samplesAbove += above;
      if (resource === 'cpu' ? above > BAD_DAY_SHARE * sketch.count : above > 0) badDays += 1;
    }
    demand.add(sketch, last === null ? 0 : (day - last) / DAY);
    last = day;
  }
  return scored === 0 ? null : { days: scored, samples, samplesAbove, badDays, changes };
}

/** The same for a container's own history; start-up left out for CPU, as in its sizing. */
export const replayOf = (
  { days }: ContainerUsage,
  resource: 'cpu' | 'memory',
  policy: Policy,
): Replay | null =>
  replayDays(
    days.flatMap(one => {
      const ofDay = one[resource];
      return ofDay && ofDay.steady.count > 0 ? [{ day: one.day, sketch: ofDay.steady }] : [];
    }),
    resource,
    policy,
  );
