import {
  type Estimate,
  FORECAST_INTERVAL,
  formatDuration,
  type NoForecast,
  seconds,
} from '../../model/index.ts';
import { HOUR, HOURS_PER_DAY, type HourlySeries, knownHours, trimmed } from './hourlySeries.ts';
import { boundsFor, type Deviations, deviationsOf, widening } from './predictionInterval.ts';
import { type Backtest, backtest } from './rollingOrigin.ts';
import { expectedAt, learnSeasons, levelOf, type SeasonalModel } from './seasonalModel.ts';

/** Known hours below which nothing is said: with less there is no day to test the forecast on. */
const FEWEST_HOURS = 60;
/** Share of the hours from the first to the last that must be known. */
const LEAST_KNOWN = 0.5;

/** A series with what was learned of it: gives any hour to come. */
export interface LearnedSeries {
  readonly series: HourlySeries;
  readonly model: SeasonalModel;
  readonly level: number;
  readonly past: Backtest;
  readonly deviations: Deviations;
}

/** What can be said of a series, or why nothing can. */
export type Learned = { readonly kind: 'learned'; readonly learned: LearnedSeries } | NoForecast;

const notEnough = (reason: string): NoForecast => ({ kind: 'not-enough-history', reason });

/** Learns a series: in time that grows with its length up to 56 days and no further. */
export function learnSeries(whole: HourlySeries): Learned {
  const series = trimmed(whole);
  const known = knownHours(series.values);
  if (known < FEWEST_HOURS) {
    return notEnough(
      `Only ${formatDuration(seconds(known * HOUR))} of its past is known, ${formatDuration(seconds(FEWEST_HOURS * HOUR))} are needed to look ahead`,
    );
  }
  if (known < LEAST_KNOWN * series.values.length) {
    return notEnough('More than half of the hours of its past are not known');
  }
  const past = backtest(series.values);
  const model = learnSeasons(series.values);
  const level = past && levelOf(model, past.halfLifeDays);
  if (past === null || level === null || !Number.isFinite(level)) {
    return notEnough('Too few whole days of its past are known to look ahead');
  }
  return {
    kind: 'learned',
    learned: { series, model, level, past, deviations: deviationsOf(past.residuals) },
  };
}

/** Expected value of one hour and the bounds that hold `share` of the cases; `lead` 0 is the first hour to come. */
export function hourAhead(
  learned: LearnedSeries,
  lead: number,
  share: number = FORECAST_INTERVAL,
): Estimate<number> {
  const { model, level, deviations } = learned;
  const likely = expectedAt(model, level, lead);
  const spread = Math.max(model.spread[lead % HOURS_PER_DAY] ?? 0, deviations.leastSpread);
  return around(likely, spread * widening(deviations.growthPerDay, lead), boundsFor(deviations.hours, share));
}

/** The bounds around what is expected; what is counted here is never below nought. */
export const around = (
  likely: number,
  width: number,
  { low, high }: { low: number; high: number },
): Estimate<number> => ({
  low: Math.max(0, likely + low * width),
  likely,
  high: likely + high * width,
});
