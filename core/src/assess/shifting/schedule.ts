import { Cron } from 'croner';
import { seconds, type Seconds, type TimeWindow, type UnixSeconds, unixSeconds } from '../../model/index.ts';

/** Runs that are counted at most: a job that runs every minute for weeks has nothing to move. */
const MOST_RUNS = 5_000;
const HOURS_PER_DAY = 24;

/** What Kubernetes reads its shorthands as. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const written = (schedule: string): string => SHORTHANDS[schedule.trim()] ?? schedule.trim();

/**
 * Starts of a CronJob within a window, oldest first; `null` for a schedule or time zone that cannot be read.
 *
 * @param timeZone IANA name, as in `spec.timeZone`
 */
export function startsWithin(
  schedule: string,
  timeZone: string,
  window: TimeWindow,
): readonly UnixSeconds[] | null {
  try {
    const cron = new Cron(written(schedule), { timezone: timeZone, paused: true, mode: '5-part' });
    const starts: UnixSeconds[] = [];
    let from = new Date((window.start - 1) * 1000);
    while (starts.length < MOST_RUNS) {
      const next = cron.nextRun(from);
      if (next === null || next.getTime() / 1000 >= window.end) break;
      starts.push(unixSeconds(next.getTime() / 1000));
      from = next;
    }
    return starts;
  } catch {
    // It throws for what it cannot read, in many words that are its own.
    return null;
  }
}

/** Usual time from one start to the next; `null` for fewer than two. */
export function usualGap(starts: readonly UnixSeconds[]): Seconds | null {
  const gaps = starts
    .slice(1)
    .map((start, index) => start - (starts[index] ?? start))
    .sort((a, b) => a - b);
  const middle = gaps[Math.floor(gaps.length / 2)];
  return middle === undefined ? null : seconds(middle);
}

/** Hours of the day at which a schedule starts, where they are written as numbers; `null` else. */
export function hoursOf(schedule: string): readonly number[] | null {
  const fields = written(schedule).split(/\s+/);
  const hour = fields[1] ?? '';
  if (fields.length !== 5 || !/^\d{1,2}(,\d{1,2})*$/.test(hour)) return null;
  const hours = hour.split(',').map(Number);
  return hours.every(one => one < HOURS_PER_DAY) ? hours : null;
}

/** `1,3` a day later is `2,4`; `null` where the days are written in another way. */
function nextDay(weekdays: string): string | null {
  if (weekdays === '*') return weekdays;
  if (!/^[0-7](-[0-7])?(,[0-7](-[0-7])?)*$/.test(weekdays)) return null;
  const days = weekdays.split(',').flatMap(part => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => (from + index + 1) % 7);
  });
  return [...new Set(days)].sort((a, b) => a - b).join(',');
}

/**
 * The same schedule some hours later, in the same time zone; `null` where it cannot be written as a cron
 * expression (steps, names, days of the month at midnight).
 */
export function laterBy(schedule: string, hours: number): string | null {
  const before = hoursOf(schedule);
  const [minute, , day, month, weekdays = '*'] = written(schedule).split(/\s+/);
  if (before === null) return null;
  const after = before.map(hour => hour + hours);
  const wrapped = after.filter(hour => hour >= HOURS_PER_DAY).length;
  const list = after
    .map(hour => hour % HOURS_PER_DAY)
    .sort((a, b) => a - b)
    .join(',');
  if (wrapped === 0) return [minute, list, day, month, weekdays].join(' ');
  const everyDay = day === '*' && month === '*';
  if (everyDay && weekdays === '*') return [minute, list, day, month, weekdays].join(' ');
  const moved = wrapped === after.length && everyDay ? nextDay(weekdays) : null;
  return moved === null ? null : [minute, list, day, month, moved].join(' ');
}
