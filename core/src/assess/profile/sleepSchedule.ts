import { unixSeconds } from '../../model/index.ts';
import { withoutGaps } from './autocorrelation.ts';
import { HOURS_PER_WEEK, localClock } from './localClock.ts';
import type { HourlyValue } from './weeklyProfile.ts';

const HOUR = 3_600;
const DAY_HOURS = 24;
/** Days from Monday to Friday; the two after them are the weekend. */
const WEEKDAYS = 5;
const DAYS = 7;

/** What is asked of an hour before it counts as unused. */
export interface QuietDemands {
  /** Use below this is none. */
  readonly threshold: number;
  /** Share of the days on which the hour has to be quiet. An hour without data is not known to be quiet. */
  readonly shareOfDays: number;
}

/** For each hour of the day, whether it is quiet: of Monday to Friday, and of the weekend. */
export interface QuietHours {
  readonly weekdays: readonly boolean[];
  readonly weekend: readonly boolean[];
}

/**
 * Hours of the day in which nothing happens, weekdays and weekend apart.
 *
 * @param hours - oldest first
 * @param timeZone - IANA name; @throws RangeError when it is not known
 */
export function quietHours(
  hours: readonly HourlyValue[],
  timeZone: string,
  { threshold, shareOfDays }: QuietDemands,
): QuietHours {
  const read = localClock(timeZone);
  const start = hours[0]?.hour ?? 0;
  const quiet = new Uint32Array(2 * DAY_HOURS);
  const all = new Uint32Array(2 * DAY_HOURS);
  const count = (hourOfWeek: number, value: number | null): void => {
    const slot = (hourOfWeek >= WEEKDAYS * DAY_HOURS ? DAY_HOURS : 0) + (hourOfWeek % DAY_HOURS);
    all[slot] = (all[slot] ?? 0) + 1;
    if (value !== null && value < threshold) quiet[slot] = (quiet[slot] ?? 0) + 1;
  };
  withoutGaps(hours).forEach((value, index) => {
    const { hourOfWeek, minute } = read(unixSeconds(start + index * HOUR));
    count(hourOfWeek, value);
    // Where the zone is half an hour off, an hour of data lies in two hours of its clock.
    if (minute > 0) count((hourOfWeek + 1) % HOURS_PER_WEEK, value);
  });
  const isQuiet = Array.from(all, (days, slot) => days > 0 && (quiet[slot] ?? 0) / days >= shareOfDays);
  return { weekdays: isQuiet.slice(0, DAY_HOURS), weekend: isQuiet.slice(DAY_HOURS) };
}

/** When a workload may sleep. Hours are those of the wall clock. */
export interface SleepSchedule {
  /** `weekdays`: asleep from Monday to Friday overnight, and from Friday's evening to Monday's morning. */
  readonly days: 'weekdays' | 'every day';
  /** First hour asleep, 0 … 23. */
  readonly from: number;
  /** Hour in which it is woken, 0 … 23; before `from` where it sleeps over midnight. */
  readonly to: number;
}

/** Longest run of quiet hours, over midnight too; `null` where all or none are quiet. */
function longestRun(quiet: readonly boolean[]): { readonly start: number; readonly length: number } | null {
  let longest: { start: number; length: number } | null = null;
  for (let start = 0; start < quiet.length; start += 1) {
    const before = quiet[(start + quiet.length - 1) % quiet.length];
    if (!quiet[start] || before) continue;
    let length = 1;
    while (quiet[(start + length) % quiet.length]) length += 1;
    if (length > (longest?.length ?? 0)) longest = { start, length };
  }
  return longest;
}

/** The run as a night that ends `wakeAhead` hours before the first use. */
function night(quiet: readonly boolean[], shortest: number, wakeAhead: number) {
  const run = longestRun(quiet);
  if (!run || run.length < shortest || run.length <= wakeAhead) return null;
  const length = run.length - wakeAhead;
  return { from: run.start, to: (run.start + length) % DAY_HOURS };
}

/** True where the workload sleeps in that hour of the week (0 = Monday 00:00). */
export function isAsleep({ days, from, to }: SleepSchedule, hourOfWeek: number): boolean {
  const hour = hourOfWeek % DAY_HOURS;
  if (days === 'weekdays' && hourOfWeek >= WEEKDAYS * DAY_HOURS) return true;
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

/** Hours of the week that it sleeps. */
export function hoursAsleep({ days, from, to }: SleepSchedule): number {
  const night = (to - from + DAY_HOURS) % DAY_HOURS;
  return days === 'weekdays' ? WEEKDAYS * night + (DAYS - WEEKDAYS) * DAY_HOURS : DAYS * night;
}

/**
 * The longest sleep that touches no hour in use: where the whole weekend is quiet, nights and weekend;
 * else the hours that are quiet on every day. Schedulers that put workloads to sleep (kube-green, KEDA
 * cron) know one pair of hours for a set of days, so there is one.
 *
 * @param shortest - hours that have to be quiet in a row
 * @param wakeAhead - hours before the first use at which it is woken
 * @returns `null` where no such sleep exists; also where every hour is quiet, which is no question of hours
 */
export function sleepSchedule(
  { weekdays, weekend }: QuietHours,
  shortest: number,
  wakeAhead: number,
): SleepSchedule | null {
  const nights = night(weekdays, shortest, wakeAhead);
  const everyNight = night(
    weekdays.map((quiet, hour) => quiet && (weekend[hour] ?? false)),
    shortest,
    wakeAhead,
  );
  const candidates: SleepSchedule[] = [];
  // Friday's sleep lasts until Monday only where a night goes over midnight.
  if (nights && nights.from > nights.to && weekend.every(quiet => quiet)) {
    candidates.push({ days: 'weekdays', ...nights });
  }
  if (everyNight) candidates.push({ days: 'every day', ...everyNight });
  return candidates.toSorted((a, b) => hoursAsleep(b) - hoursAsleep(a))[0] ?? null;
}
