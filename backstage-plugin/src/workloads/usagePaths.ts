import type { HourlyUsageView } from '@greenops/core/api';

interface Point {
  readonly time: number;
  readonly mean: number;
  readonly max: number;
}

const HOUR_MS = 3_600_000;

/**
 * Runs of consecutive hours: a hole in the data is a gap in the drawing, never a line across it.
 */
export function unbrokenRuns(hourly: readonly HourlyUsageView[]): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { hour, mean, max } of hourly) {
    const time = Date.parse(hour);
    if (time - last > 1.5 * HOUR_MS) runs.push([]);
    runs.at(-1)?.push({ time, mean, max });
    last = time;
  }
  return runs;
}
