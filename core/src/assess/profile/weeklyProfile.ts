import type { HourlyUsage, UnixSeconds } from '../../model/index.ts';
import { HOURS_PER_WEEK, localClock } from './localClock.ts';

/** What a profile is made of: anything that has one value for each hour. */
export interface HourlyValue {
  /** Start of the hour. */
  readonly hour: UnixSeconds;
  readonly value: number;
}

/** All values that fell on one hour of the week. */
export interface ProfileSlot {
  /** Oldest first; hours without data are absent, not zero. */
  readonly values: readonly number[];
}

/** How a figure runs through the week, as the clock on the wall shows it. */
export interface WeeklyProfile {
  readonly timeZone: string;
  /** 168 slots: 0 = Monday 00:00–01:00 … 167 = Sunday 23:00–24:00. */
  readonly slots: readonly ProfileSlot[];
}

/** The hourly means as values. */
export const hourlyMeans = (hourly: readonly HourlyUsage<number>[]): readonly HourlyValue[] =>
  hourly.map(({ hour, mean }) => ({ hour, value: mean }));

/**
 * Sorts hours into the week. In zones that are half an hour or a quarter off UTC an hour of data lies in
 * two hours of the wall clock and counts in both: what is called quiet has to be quiet in both.
 *
 * @param timeZone - IANA name
 * @throws RangeError when the time zone database does not know the zone
 */
export function weeklyProfile(hours: readonly HourlyValue[], timeZone = 'UTC'): WeeklyProfile {
  const read = localClock(timeZone);
  const slots = Array.from({ length: HOURS_PER_WEEK }, (): number[] => []);
  for (const { hour, value } of hours) {
    const { hourOfWeek, minute } = read(hour);
    slots[hourOfWeek]?.push(value);
    if (minute > 0) slots[(hourOfWeek + 1) % HOURS_PER_WEEK]?.push(value);
  }
  return { timeZone, slots: slots.map(values => ({ values })) };
}

/** Mean of the slot; `null` where it has no data. */
export const slotMean = ({ values }: ProfileSlot): number | null =>
  values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
