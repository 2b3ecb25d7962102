import { type HourlyValue, weeklyProfile } from './weeklyProfile.ts';

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
  const [first, last] = [hours[0], hours[hours.length - 1]];
  const every = Array.from(
    { length: first && last ? Math.round((last.hour - first.hour) / HOUR) + 1 : 0 },
    (_, index) => ({ hour: ((first?.hour ?? 0) + index * HOUR) as HourlyValue['hour'], value: 0 }),
  );
  const seen = weeklyProfile(hours, timeZone).slots;
  const expected = weeklyProfile(every, timeZone).slots;
  const isQuiet = (hour: number, days: readonly number[]): boolean => {
    const slots = days.map(day => day * DAY_HOURS + hour);
    const quiet = slots.flatMap(slot => seen[slot]?.values ?? []).filter(value => value < threshold).length;
    const all = slots.reduce((total, slot) => total + (expected[slot]?.values.length ?? 0), 0);
    return all > 0 && quiet / all >= shareOfDays;
  };
  const ofDays = (days: readonly number[]) =>
    Array.from({ length: DAY_HOURS }, (_, hour) => isQuiet(hour, days));
  const all = Array.from({ length: DAYS }, (_, day) => day);
  return { weekdays: ofDays(all.slice(0, WEEKDAYS)), weekend: ofDays(all.slice(WEEKDAYS)) };
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

export const hoursAsleep = (schedule: SleepSchedule): number =>
  Array.from({ length: DAYS * DAY_HOURS }, (_, hour) => hour).filter(hour => isAsleep(schedule, hour)).length;

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
