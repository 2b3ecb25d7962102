import { HOURS_PER_DAY, HOURS_PER_WEEK } from './hourlySeries.ts';
import { expectedAt, learnSeasons, levelOf, type SeasonalModel } from './seasonalModel.ts';

/** Days of history that the first forecast of the past is made from. */
const FEWEST_DAYS = 2;
/** The same for histories that are long enough to know the rhythm of the week then too, as today. */
const FEWEST_DAYS_OF_LONG = 14;
/** Days that are then left to forecast, at least. */
const DAYS_TO_FORECAST = 4;
/** Forecasts of the past that are made: enough to know the spread, few enough to stay fast. */
const ORIGINS = 8;
/** Days between two of them; fewer where the history is too short for that. */
const SPACING_DAYS = 2;
/** Days that each of them looks ahead. */
const REACH_DAYS = 14;
/** Memories of the level that are tried, in days. */
export const HALF_LIVES = [1, 3, 7, 28] as const;

/** One hour of the past, as it was expected from the days before `origin` alone. */
export interface Residual {
  /** Index in the series of the hour and of the first hour that was not known yet. */
  readonly hour: number;
  readonly origin: number;
  readonly expected: number;
  readonly measured: number;
  /** How far this hour of the day strays by itself, as known at the origin. */
  readonly spread: number;
}

/** The past as it would have been forecast. */
export interface Backtest {
  readonly halfLifeDays: number;
  /** By origin, newest last; within it by hour. */
  readonly residuals: readonly Residual[];
}

const at = (values: Float64Array, hour: number): number => values[hour] ?? Number.NaN;

function residualsOf(
  values: Float64Array,
  origin: number,
  model: SeasonalModel,
  halfLife: number,
): Residual[] {
  const level = levelOf(model, halfLife);
  const end = Math.min(values.length, origin + REACH_DAYS * HOURS_PER_DAY);
  const residuals: Residual[] = [];
  for (let hour = origin; hour < end; hour += 1) {
    const measured = at(values, hour);
    const lead = hour - origin;
    const expected = expectedAt(model, level, lead);
    if (Number.isNaN(measured) || Number.isNaN(expected)) continue;
    residuals.push({ hour, origin, expected, measured, spread: model.spread[lead % HOURS_PER_DAY] ?? 0 });
  }
  return residuals;
}

const meanError = (residuals: readonly Residual[]): number =>
  residuals.reduce((total, { expected, measured }) => total + Math.abs(measured - expected), 0) /
  residuals.length;

/** Forecasts the last days from what came before each of them, and picks the memory of the level that did best. */
export function backtest(values: Float64Array): Backtest | null {
  const days = Math.floor(values.length / HOURS_PER_DAY);
  const fewest = days >= FEWEST_DAYS_OF_LONG + DAYS_TO_FORECAST ? FEWEST_DAYS_OF_LONG : FEWEST_DAYS;
  const spacing = Math.max(1, Math.min(SPACING_DAYS, Math.floor((days - fewest) / ORIGINS)));
  const origins = Math.min(ORIGINS, Math.floor((days - fewest) / spacing));
  const models = Array.from({ length: Math.max(0, origins) }, (_, index) => {
    const origin = values.length - (origins - index) * spacing * HOURS_PER_DAY;
    return { origin, model: learnSeasons(values.subarray(0, origin)) };
  });
  let best: (Backtest & { readonly error: number }) | null = null;
  for (const halfLifeDays of HALF_LIVES) {
    const residuals = models.flatMap(({ origin, model }) => residualsOf(values, origin, model, halfLifeDays));
    const error = meanError(residuals);
    if (residuals.length > 0 && (best === null || error < best.error))
      best = { halfLifeDays, residuals, error };
  }
  return best;
}

/** "As at the same hour of the last period": what every forecast has to beat. `null` where nothing was. */
export function naiveError(
  values: Float64Array,
  residuals: readonly Residual[],
  weekly: boolean,
): number | null {
  const period = weekly ? HOURS_PER_WEEK : HOURS_PER_DAY;
  const errors = residuals
    .map(({ hour, origin, measured }) => {
      const back = Math.ceil((hour - origin + 1) / period) * period;
      return Math.abs(measured - at(values, hour - back));
    })
    .filter(error => !Number.isNaN(error));
  return errors.length === 0 ? null : errors.reduce((total, error) => total + error, 0) / errors.length;
}
