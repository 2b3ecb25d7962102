import { type ContainerUsage, type Policy, type Ratio, ratio } from '../../model/index.ts';

/** Throttled share of the CFS periods from which on a container is slowed down. (opportunities R3; PerfectScale "CPUThrottling".) */
export const THROTTLED_SHARE = 0.1;

/** Share of its CFS periods in which the container was stopped at its limit; `null` where it has none. */
export function throttledShare(usage: ContainerUsage | null): Ratio | null {
  const throttling = usage?.throttling;
  if (!throttling || !(throttling.periods > 0)) return null;
  return ratio(throttling.throttledPeriods / throttling.periods);
}

/**
 * Above this the quantile that a request is sized by lies among the samples that were cut off at
 * the limit, so it says what the container got and not what it wanted.
 */
export const truncatingShare = (policy: Policy): Ratio =>
  ratio(Math.min(THROTTLED_SHARE, (1 - policy.cpuQuantile) / 4));
