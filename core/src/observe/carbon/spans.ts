import { type TimeWindow, unixSeconds } from '../../model/index.ts';

const DAY = 86_400;

/** A window in pieces of at most so many days, oldest first: APIs limit how much one request may ask for. */
export function spansOf({ start, end }: TimeWindow, days: number): TimeWindow[] {
  const spans: TimeWindow[] = [];
  for (let from: number = start; from < end; from += days * DAY) {
    spans.push({ start: unixSeconds(from), end: unixSeconds(Math.min(end, from + days * DAY)) });
  }
  return spans;
}

/** `2026-11-21T00:00:00Z`: whole seconds, as these APIs write moments. */
export const isoMoment = (moment: number): string => `${new Date(moment * 1000).toISOString().slice(0, 19)}Z`;

/** Unix seconds of a moment in ISO 8601; one without a zone is UTC. `NaN` where it is no moment. */
export function unixMoment(text: string): number {
  const trimmed = text.trim().replace(' ', 'T');
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(trimmed);
  // A date alone is UTC to JavaScript, a date with a time is not.
  return Date.parse(zoned || !trimmed.includes('T') ? trimmed : `${trimmed}Z`) / 1000;
}
