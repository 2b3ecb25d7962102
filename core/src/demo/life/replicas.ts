import type { WorkloadSpec } from '../cast/workloadSpec.ts';
import { clockAt, type Grid, STEPS_PER_DAY } from '../grid.ts';

/** Steps for which an autoscaler keeps the highest number it wanted: stabilizationWindowSeconds 3600, the longest there is. */
const SCALE_DOWN_STEPS = 12;
/** Steps over which it sees the use: its metrics are means, and it reacts to no single scrape. */
const SMOOTHING_STEPS = 4;

/**
 * How many pods a workload wants at each step: its replicas, cut by the stretches without any, or what
 * its autoscaler makes of the demand.
 *
 * @param demand - shape of the first container's work, typical = 1
 */
export function replicasOverTime(spec: WorkloadSpec, demand: Float64Array, grid: Grid): Int16Array {
  const wanted = spec.autoscaler
    ? autoscaled(spec, spec.autoscaler, demand)
    : new Int16Array(grid.steps).fill(spec.replicas);
  return wanted.map((count, position) => (isOn(spec, grid, position) ? count : 0));
}

function isOn({ presence }: WorkloadSpec, grid: Grid, position: number): boolean {
  if (presence === 'always') return true;
  if (presence === 'office-hours') {
    const { hour, weekend } = clockAt(grid, position);
    return !weekend && hour >= 7 && hour < 19;
  }
  const daysToEnd = (grid.steps - position) / STEPS_PER_DAY;
  return 'sinceDays' in presence ? daysToEnd <= presence.sinceDays : daysToEnd > presence.gonePastDays;
}

/** replicas = ⌈total use ÷ (request × target)⌉, as the horizontal pod autoscaler reckons it. */
function autoscaled(
  spec: WorkloadSpec,
  { min, max, cpuPercent }: NonNullable<WorkloadSpec['autoscaler']>,
  demand: Float64Array,
): Int16Array {
  const request = spec.containers
    .filter(({ role }) => role !== 'init')
    .reduce((sum, { requests }) => sum + (requests.cpu ?? 0), 0);
  const typical = spec.containers.reduce((sum, { typicalCpu }) => sum + typicalCpu, 0) * spec.replicas;
  const wanted = Int16Array.from(demand, (_, position) => {
    const recent = demand.subarray(Math.max(0, position - SMOOTHING_STEPS + 1), position + 1);
    const use = (typical * recent.reduce((sum, amount) => sum + amount, 0)) / recent.length;
    return Math.min(max, Math.max(min, Math.ceil(use / ((request * cpuPercent) / 100))));
  });
  return wanted.map((_, position) =>
    Math.max(...wanted.subarray(Math.max(0, position - SCALE_DOWN_STEPS), position + 1)),
  );
}
