import { type UnixSeconds } from '../../model/index.ts';

const HOUR = 3_600;
const DAY = 86_400;
/** 1970-01-01 was a Thursday; weeks start on Monday here. */
const MONDAY_SHIFT = 3;

export const HOURS_PER_WEEK = 168;

/** A moment as the clock on the wall shows it. */
export interface LocalTime {
  /** 0 = Monday 00:00 … 167 = Sunday 23:00. */
  readonly hourOfWeek: number;
  /** Minutes past that hour; not 0 at full UTC hours in India, Nepal, parts of Australia … */
  readonly minute: number;
}

/** Reads moments in one time zone. */
export type LocalClock = (moment: UnixSeconds) => LocalTime;

function shifted(moment: number, offset: number): LocalTime {
  const local = moment + offset;
  const days = Math.floor(local / DAY);
  const weekday = (((days + MONDAY_SHIFT) % 7) + 7) % 7;
  const inDay = local - days * DAY;
  const hour = Math.floor(inDay / HOUR);
  return { hourOfWeek: weekday * 24 + hour, minute: Math.floor((inDay - hour * HOUR) / 60) };
}

const readUtc: LocalClock = moment => shifted(moment, 0);

/** Seconds that the zone is ahead of UTC at a moment, from its wall clock. */
function offsetReader(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return moment => {
    const parts = new Map(
      format.formatToParts(moment * 1000).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return wall / 1000 - Math.floor(moment);
  };
}

/** Clocks by zone: asking the time zone database is slow, and all workloads of a cluster share their hours. */
const clocks = new Map<string, LocalClock>([['UTC', readUtc]]);

/**
 * The clock of a time zone, daylight saving included.
 *
 * @param timeZone - a name for which `isTimeZone` holds
 * @throws RangeError for any other
 */
export function localClock(timeZone: string): LocalClock {
  const existing = clocks.get(timeZone);
  if (existing) return existing;
  const offsetAt = offsetReader(timeZone);
  const offsets = new Map<number, number>();
  const clock: LocalClock = moment => {
    // Zones change at full quarters of an hour.
    const quarter = Math.floor(moment / 900);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = offsetAt(quarter * 900);
      offsets.set(quarter, offset);
    }
    return shifted(moment, offset);
  };
  clocks.set(timeZone, clock);
  return clock;
}
