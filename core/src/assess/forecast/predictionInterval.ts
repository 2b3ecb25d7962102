import { HOURS_PER_DAY } from './hourlySeries.ts';
import { quantileOfSorted } from './robust.ts';
import type { Residual } from './rollingOrigin.ts';

/** Least growth of the variance per day ahead: nothing stays what it is for ever. */
const LEAST_GROWTH = 0.1;
/** Most of it that a few days can make believe. */
const MOST_GROWTH = 1;

/**
 * The errors of one fortnight's levels are hardly more than one or two independent draws: Student's t with
 * so few has bounds about twice as far out as many draws would have.
 */
const FEW_LEVELS = 2;

/** Deviations from what is expected, in multiples of the spread of one day ahead. */
export interface Deviations {
  /** How much wider they get with the days ahead: variance grows by this share each day. */
  readonly growthPerDay: number;
  /** Smallest spread that is divided by, so that a series that stands still has one too. */
  readonly leastSpread: number;
  /** Ascending; of the hours, and of the means of whole days. Each divided by its spread and its growth. */
  readonly hours: Float64Array;
  readonly days: Float64Array;
}

export const widening = (growthPerDay: number, lead: number): number =>
  Math.sqrt(1 + (growthPerDay * lead) / HOURS_PER_DAY);

/** Least squares of the mean squared deviation of each day ahead over the number of days, relative to the first. */
function growthOf(residuals: readonly { readonly lead: number; readonly ratio: number }[]): number {
  const sums: { total: number; count: number }[] = [];
  for (const { lead, ratio } of residuals) {
    const day = Math.floor(lead / HOURS_PER_DAY);
    const sum = (sums[day] ??= { total: 0, count: 0 });
    sum.total += Math.abs(ratio);
    sum.count += 1;
  }
  const first = sums[0];
  if (!first || first.total === 0) return LEAST_GROWTH;
  let [covariance, weights] = [0, 0];
  sums.forEach(({ total, count }, day) => {
    const variance = (total / count / (first.total / first.count)) ** 2;
    covariance += count * day * (variance - 1);
    weights += count * day ** 2;
  });
  return weights === 0 ? LEAST_GROWTH : Math.min(MOST_GROWTH, Math.max(LEAST_GROWTH, covariance / weights));
}

interface Scaled {
  readonly origin: number;
  readonly lead: number;
  readonly ratio: number;
}

/** Means over the hours of each day that was forecast from each origin. */
function dailyMeans(ratios: readonly Scaled[]): number[] {
  const days = new Map<string, { total: number; count: number }>();
  for (const { origin, lead, ratio } of ratios) {
    const key = `${origin}/${Math.floor(lead / HOURS_PER_DAY)}`;
    const day = days.get(key) ?? { total: 0, count: 0 };
    day.total += ratio;
    day.count += 1;
    days.set(key, day);
  }
  return Array.from(days.values(), ({ total, count }) => total / count);
}

const meanSize = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((total, value) => total + Math.abs(value), 0) / values.length;

/** Learns how far off the forecasts of the past were. */
export function deviationsOf(residuals: readonly Residual[]): Deviations {
  const mean = residuals.reduce((total, { spread }) => total + spread, 0) / residuals.length;
  const leastSpread = mean > 0 ? mean / 10 : 1;
  const ratios = residuals.map(({ hour, origin, measured, expected, spread }) => ({
    origin,
    lead: hour - origin,
    ratio: (measured - expected) / Math.max(spread, leastSpread),
  }));
  const growthPerDay = growthOf(ratios);
  const grown = ratios.map(one => ({ ...one, ratio: one.ratio / widening(growthPerDay, one.lead) }));
  const days = dailyMeans(grown);
  const ofHours = meanSize(grown.map(({ ratio }) => ratio));
  // Share of the variance that whole days have in common: only the level's error is known from few draws.
  const ofLevel = ofHours === 0 ? 0 : Math.min(1, (meanSize(days) / ofHours) ** 2);
  const wider = Math.sqrt(1 + ofLevel * (FEW_LEVELS ** 2 - 1));
  return {
    growthPerDay,
    leastSpread,
    hours: Float64Array.from(grown, ({ ratio }) => ratio * wider).sort(),
    days: Float64Array.from(days, ratio => ratio * FEW_LEVELS).sort(),
  };
}

/**
 * Bounds in multiples of the spread that hold `share` of the deviations, equally many left out at either
 * side; with the correction for a finite number of them (Vovk, split conformal prediction). What is
 * expected itself is always within.
 */
export function boundsFor(deviations: ArrayLike<number>, share: number): { low: number; high: number } {
  const corrected = Math.min(1, share * (1 + 1 / Math.max(1, deviations.length)));
  const tail = (1 - corrected) / 2;
  return {
    low: Math.min(0, quantileOfSorted(deviations, tail)),
    high: Math.max(0, quantileOfSorted(deviations, 1 - tail)),
  };
}
