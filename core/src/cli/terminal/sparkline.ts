import type { HourlyUsage, UnixSeconds } from '../../model/index.ts';

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const HOUR = 3_600;

/** One value per cell: the highest of its hours, `null` where none of them has a sample. */
export function resample(
  hours: readonly HourlyUsage<number>[],
  start: UnixSeconds,
  end: UnixSeconds,
  cells: number,
): readonly (number | null)[] {
  const values: (number | null)[] = Array.from({ length: cells }, () => null);
  const span = (end - start) / cells;
  if (!(span > 0)) return values;
  // An hour lies in the cell of its middle, and fills its neighbours too where cells are shorter than it.
  const reach = Math.max(0, HOUR - span) / 2;
  for (const { hour, max } of hours) {
    const middle = hour + HOUR / 2 - start;
    const [first, last] = [Math.floor((middle - reach) / span), Math.floor((middle + reach) / span)];
    for (let cell = Math.max(0, first); cell <= Math.min(last, cells - 1); cell += 1) {
      values[cell] = Math.max(values[cell] ?? 0, max);
    }
  }
  return values;
}

/** A cell of a sparkline and whether its value is above the line that it is compared with. */
export interface SparkCell {
  readonly mark: string;
  readonly above: boolean;
}

/**
 * Draws values between zero and the larger of `reference` (the request) and the highest value, so that
 * an almost empty line means an almost unused request. A hole stays a hole.
 */
export function sparkline(
  values: readonly (number | null)[],
  reference: number | null,
): readonly SparkCell[] {
  const top = Math.max(reference ?? 0, ...values.map(value => value ?? 0));
  return values.map(value => ({
    mark:
      value === null
        ? ' '
        : (LEVELS[Math.min(LEVELS.length - 1, Math.floor((top > 0 ? value / top : 0) * LEVELS.length))] ??
          ' '),
    above: value !== null && reference !== null && value > reference,
  }));
}
