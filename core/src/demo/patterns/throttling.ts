import type { Cores } from '../../model/index.ts';
import { DEMO_STEP } from '../grid.ts';

/** CFS periods in a step: one every 100 ms while anything is runnable. */
const PERIODS_PER_STEP = DEMO_STEP * 10;

/**
 * What the kernel makes of a demand for CPU under a limit: usage ends at the limit, and the periods in
 * which the quota ran out are counted. Load is uneven within a step, so that throttling begins well
 * below the limit.
 *
 * @param demand - cores the container would use without a limit; becomes what it did use
 */
export function throttle(
  demand: Float64Array,
  limit: Cores,
): { usage: Float64Array; periods: Float64Array; throttled: Float64Array } {
  const periods = new Float64Array(demand.length);
  const throttled = new Float64Array(demand.length);
  const usage = demand.map((wanted, position) => {
    const pressure = wanted / limit;
    const active = Math.round(PERIODS_PER_STEP * Math.min(1, 0.05 + 1.5 * pressure));
    periods[position] = active;
    throttled[position] = Math.round(active * throttledShare(pressure));
    // At the limit the measured rate still moves by about a per cent, as the pinned real traces do.
    return Math.min(wanted, limit * (0.985 + 0.01 * Math.min(1, pressure - 1 > 0 ? pressure - 1 : 0)));
  });
  return { usage, periods, throttled };
}

function throttledShare(pressure: number): number {
  if (pressure <= 0.5) return 0;
  if (pressure < 1) return 0.35 * ((pressure - 0.5) / 0.5) ** 2;
  return Math.min(0.98, 0.35 + 1.2 * (pressure - 1));
}
