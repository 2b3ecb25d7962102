import { type CapacityDate, FORECAST_DAYS, type UnixSeconds } from '../../model/index.ts';
import { HOURS_PER_DAY, hourAt, type HourlySeries } from './hourlySeries.ts';
import { hourAhead, type LearnedSeries, learnSeries } from './learnSeries.ts';

const bounds = ['low', 'likely', 'high'] as const;

function firstHoursAt(learned: LearnedSeries, capacity: number) {
  const first: Partial<Record<(typeof bounds)[number], UnixSeconds>> = {};
  const end = learned.series.values.length;
  for (let lead = 0; lead < FORECAST_DAYS * HOURS_PER_DAY; lead += 1) {
    const expected = hourAhead(learned, lead);
    for (const bound of bounds) {
      if (first[bound] === undefined && expected[bound] >= capacity)
        first[bound] = hourAt(learned.series, end + lead);
    }
    if (first.low !== undefined) break;
  }
  return first;
}

/** When a series reaches a capacity: the first hour at which the forecast and its bounds do. */
export function capacityDate(series: HourlySeries, capacity: number): CapacityDate {
  const now = series.values.findLast(value => !Number.isNaN(value));
  if (now !== undefined && now >= capacity) return { kind: 'full-now' };
  const outcome = learnSeries(series);
  if (outcome.kind === 'not-enough-history') return outcome;
  const { low, likely, high } = firstHoursAt(outcome.learned, capacity);
  return high === undefined || likely === undefined
    ? { kind: 'never', withinDays: FORECAST_DAYS, earliest: high ?? null }
    : { kind: 'full-on', earliest: high, likely, latest: low ?? null };
}
