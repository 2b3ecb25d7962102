import { type UnixSeconds, unixSeconds } from '../../model/index.ts';

export const HOUR = 3_600;
export const HOURS_PER_DAY = 24;
export const HOURS_PER_WEEK = 168;

/** One value per hour without a gap in the numbering; an hour nobody knows is NaN. */
export interface HourlySeries {
  /** Start of the first hour. */
  readonly start: UnixSeconds;
  readonly values: Float64Array;
}

export const hourAt = ({ start }: HourlySeries, index: number): UnixSeconds =>
  unixSeconds(start + index * HOUR);

export const endOf = (series: HourlySeries): UnixSeconds => hourAt(series, series.values.length);

/** From its first to its last known hour. */
export function trimmed({ start, values }: HourlySeries): HourlySeries {
  let first = 0;
  let last = values.length;
  while (first < last && Number.isNaN(values[first])) first += 1;
  while (last > first && Number.isNaN(values[last - 1])) last -= 1;
  return { start: unixSeconds(start + first * HOUR), values: values.subarray(first, last) };
}

export function knownHours(values: Float64Array): number {
  let known = 0;
  for (const value of values) if (!Number.isNaN(value)) known += 1;
  return known;
}
