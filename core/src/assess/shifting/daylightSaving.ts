import { type UnixSeconds, unixSeconds } from '../../model/index.ts';
import { localClock } from '../profile/localClock.ts';

const HOUR = 3_600;
const DAY = 86_400;
const DAYS_AHEAD = 366;
const HOURS_PER_DAY = 24;

const known = new Map<string, ReadonlySet<number>>();

/** Seconds that the wall clock is ahead of UTC, within the week. */
function offsetAt(timeZone: string, moment: number): number {
  const local = localClock(timeZone)(unixSeconds(moment));
  const utc = localClock('UTC')(unixSeconds(moment));
  return (local.hourOfWeek - utc.hourOfWeek) * 60 + local.minute - utc.minute;
}

/**
 * Hours of the day (on the wall clock) that daylight saving skips or repeats on some day of the coming year:
 * a job that starts in one of them runs not at all, or twice, on that day.
 *
 * @throws RangeError for a time zone that the time zone database does not know
 */
export function unsafeHours(timeZone: string, from: UnixSeconds): ReadonlySet<number> {
  const firstDay = Math.floor(from / DAY);
  const key = `${timeZone}/${firstDay}`;
  const before = known.get(key);
  if (before) return before;
  const unsafe = new Set<number>();
  for (let day = firstDay; day < firstDay + DAYS_AHEAD; day += 1) {
    const start = day * DAY;
    const changed = offsetAt(timeZone, start) !== offsetAt(timeZone, start + DAY);
    // The week of the wall clock turns over at another moment than that of UTC: such a day is looked at too.
    if (changed) for (const hour of changedHours(timeZone, start)) unsafe.add(hour);
  }
  known.set(key, unsafe);
  return unsafe;
}

/** Hours of the wall clock that are not there once on this day. */
function* changedHours(timeZone: string, start: number): Generator<number> {
  const clock = localClock(timeZone);
  for (let moment = start; moment < start + DAY; moment += HOUR) {
    const here = clock(unixSeconds(moment)).hourOfWeek;
    const next = clock(unixSeconds(moment + HOUR)).hourOfWeek;
    const step = (next - here + 7 * HOURS_PER_DAY) % (7 * HOURS_PER_DAY);
    if (step === 0) yield here % HOURS_PER_DAY;
    for (let skipped = 1; skipped < step; skipped += 1) yield (here + skipped) % HOURS_PER_DAY;
  }
}
