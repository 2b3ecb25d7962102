import { gramsCO2ePerKilowattHour, type HourlyIntensity, unixSeconds } from '../../model/index.ts';

const HOUR = 3_600;

/** One reading of a grid: what a kWh emits from this moment on, in gCO₂e. */
export interface IntensityPoint {
  /** Unix seconds. */
  readonly time: number;
  readonly grams: number;
}

/** A reading that can be one: a grid may emit nothing, but not less, and no fuel emits ten kilograms a kWh. */
export const isIntensity = (grams: number): boolean => Number.isFinite(grams) && grams >= 0 && grams < 10_000;

/** Readings as means of the hours they fall into, oldest first. An hour without a reading stays absent. */
export function hourlyMeans(points: Iterable<IntensityPoint>): HourlyIntensity[] {
  const hours = new Map<number, { sum: number; count: number }>();
  for (const { time, grams } of points) {
    if (!Number.isFinite(time) || !isIntensity(grams)) continue;
    const hour = Math.floor(time / HOUR) * HOUR;
    const before = hours.get(hour) ?? { sum: 0, count: 0 };
    hours.set(hour, { sum: before.sum + grams, count: before.count + 1 });
  }
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hour, { sum, count }]) => ({
      hour: unixSeconds(hour),
      intensity: gramsCO2ePerKilowattHour(sum / count),
    }));
}
