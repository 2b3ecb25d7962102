import { BYTES_PER_GIB, type Policy } from '../../model/index.ts';
import type { RecentDemand } from './RecentDemand.ts';

/** What a policy wants of one resource; amounts in cores or bytes. */
export interface Appetite {
  readonly guaranteed: number;
  /** `null` covers every sample. */
  readonly worth: number | null;
  readonly headroom: number;
  readonly unseenPeak: number;
  /** Size at which `worth` and `unseenPeak` are told: one core, one GiB. */
  readonly unit: number;
}

export const cpuAppetite = (policy: Policy): Appetite => ({
  guaranteed: policy.cpuQuantile,
  worth: policy.cpuWorth,
  headroom: policy.cpuHeadroom,
  unseenPeak: policy.cpuUnseenPeak,
  unit: 1,
});

/** Half of the samples are covered in any case, then what is worth it; with no price, all. */
export const memoryAppetite = (policy: Policy): Appetite => ({
  guaranteed: 0.5,
  worth: policy.memoryWorth,
  headroom: policy.memoryHeadroom,
  unseenPeak: policy.memoryUnseenPeak,
  unit: BYTES_PER_GIB,
});

/** Quantile that says how large a container is: its busy hours, without its rarest bursts. */
const SIZE_QUANTILE = 0.95;

/**
 * The size that a demand and an appetite for safety ask for, before floors and rounding:
 *
 *     s     = √(P95 ÷ unit)
 *     cover = max { v : v ≤ P(guaranteed) + worth · s · (share at or below v − guaranteed) }
 *     size  = cover · (1 + headroom) + min(unseenPeak · s, cover)
 *
 * Every term grows with every sample, so more use never gives a smaller size. The square root is the
 * square-root staffing rule (Halfin & Whitt, "Heavy-traffic limits for queues with many exponential
 * servers", 1981): spare capacity for bursts grows with the root of the load.
 */
export function sizeFor(demand: RecentDemand, appetite: Appetite): number {
  const { guaranteed, worth, headroom, unseenPeak, unit } = appetite;
  const size = Math.sqrt(demand.quantile(SIZE_QUANTILE) / unit);
  const cover = worth === null ? demand.peak : demand.worthCovering(guaranteed, worth * size);
  return cover * (1 + headroom) + Math.min(unseenPeak * size, cover);
}
