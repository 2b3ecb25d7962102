import { type UnixSeconds, unixSecondsFromDate } from '../../model/index.ts';

/** A moment of an object, which the client gives as a date, of custom objects as text; `null` where it is none. */
export function momentOf(date: Date | string | undefined): UnixSeconds | null {
  const moment = date === undefined ? NaN : new Date(date).getTime();
  return Number.isFinite(moment) ? unixSecondsFromDate(new Date(moment)) : null;
}
