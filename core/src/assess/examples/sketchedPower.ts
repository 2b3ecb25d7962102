import { type NodeEnergy, watts, type WorkloadEnergy } from '../../model/index.ts';
import { origin, type WorkloadSketch } from './clusterSketch.ts';
import { byClock, hourlyOf } from './sketchedUsage.ts';

/** What the nodes and workloads of a sketch draw. */

export const nodeEnergy = (index: number, active: number): NodeEnergy => ({
  node: `node-${index}`,
  active: watts(active),
  idle: watts(20),
  hourly: [],
  provenance: origin('measured', 'kepler'),
});

/** Watts hour by hour, where a sketch says so. A little of it comes and goes, as in real life. */
function hourlyWattsOf(
  { wattsByClock, activeWatts, released }: WorkloadSketch,
  days: number,
): readonly number[] {
  if (wattsByClock) return byClock(wattsByClock, days);
  if (!released) return [];
  const since = (days - released.daysAgo) * 24;
  return Array.from(
    { length: days * 24 },
    (_, hour) =>
      (activeWatts ?? 2) * (hour < since ? 1 : released.drawsTimes) * (1 + 0.05 * Math.sin(hour * 12.9898)),
  );
}

export function meanWattsOf(sketch: WorkloadSketch, days: number): number | null {
  const hourly = hourlyWattsOf(sketch, days);
  if (hourly.length > 0) return hourly.reduce((total, one) => total + one, 0) / hourly.length;
  return sketch.activeWatts === null ? null : (sketch.activeWatts ?? 2);
}

export const workloadEnergyOf = (sketch: WorkloadSketch, id: string, days: number): WorkloadEnergy => ({
  workloadId: id,
  active: watts(meanWattsOf(sketch, days) ?? 0),
  hourly: hourlyOf(hourlyWattsOf(sketch, days), days, watts).map(({ hour, value }) => ({
    hour,
    active: value,
  })),
  provenance: origin('measured', 'kepler'),
});
