import type { HourlyValue } from './weeklyProfile.ts';

const HOUR = 3_600;
/** Fewer pairs than this tell chance from rhythm no more: r = 0.5 of 24 pairs has p ≈ 0.01. */
const MINIMUM_PAIRS = 24;

/** Hour after hour from the first to the last; `null` where there is no data. */
export function withoutGaps(hours: readonly HourlyValue[]): readonly (number | null)[] {
  const first = hours[0];
  const last = hours[hours.length - 1];
  if (!first || !last) return [];
  const series = Array.from(
    { length: Math.round((last.hour - first.hour) / HOUR) + 1 },
    (): number | null => null,
  );
  for (const { hour, value } of hours) series[Math.round((hour - first.hour) / HOUR)] = value;
  return series;
}

/**
 * How much a series resembles itself `lag` steps later: Pearson's correlation over all pairs of which both
 * are known (−1 … 1). A daily rhythm of an hourly series shows at lag 24, a weekly one at lag 168.
 * (Box, Jenkins, Reinsel: "Time Series Analysis", 2.1; with the means of the pairs, so that gaps and short
 * series do not bias it towards 0.)
 *
 * @returns `null` where fewer than 24 pairs are known or nothing varies
 */
export function autocorrelation(series: readonly (number | null)[], lag: number): number | null {
  let [pairs, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  // Against the first known value, so that the squares of large, near-constant figures do not cancel out.
  const origin = series.find(value => value !== null) ?? 0;
  for (let index = 0; index + lag < series.length; index += 1) {
    const [a, b] = [series[index], series[index + lag]];
    if (a == null || b == null) continue;
    const [left, right] = [a - origin, b - origin];
    pairs += 1;
    sumA += left;
    sumB += right;
    sumAA += left * left;
    sumBB += right * right;
    sumAB += left * right;
  }
  if (pairs < MINIMUM_PAIRS) return null;
  const varianceA = sumAA - (sumA * sumA) / pairs;
  const varianceB = sumBB - (sumB * sumB) / pairs;
  const negligible = 1e-12 * Math.max(sumAA, sumBB);
  if (!(varianceA > negligible && varianceB > negligible)) return null;
  const correlation = (sumAB - (sumA * sumB) / pairs) / Math.sqrt(varianceA * varianceB);
  return Math.min(1, Math.max(-1, correlation));
}

/** Hours after which a day, or a week, repeats. */
export const DAILY_LAG = 24;
export const WEEKLY_LAG = 168;

/** The rhythm that an hourly series has most clearly: a day or a week; `null` where neither can be told. */
export function rhythmOf(
  hours: readonly HourlyValue[],
): { readonly lag: typeof DAILY_LAG | typeof WEEKLY_LAG; readonly correlation: number } | null {
  const series = withoutGaps(hours);
  const candidates = ([DAILY_LAG, WEEKLY_LAG] as const).flatMap(lag => {
    const correlation = autocorrelation(series, lag);
    return correlation === null ? [] : [{ lag, correlation }];
  });
  return candidates.toSorted((a, b) => b.correlation - a.correlation)[0] ?? null;
}
