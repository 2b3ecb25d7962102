import {
  FORECAST_DAYS,
  FORECAST_HORIZONS,
  FORECAST_INTERVAL,
  type Forecast,
  type ForecastAccuracy,
  type ForecastDay,
  type ForecastMeasure,
  type HorizonForecast,
  type KnownForecast,
  type Provenance,
  ratio,
  unixSeconds,
} from '../../model/index.ts';
import { anomaliesOf } from './anomalies.ts';
import { endOf, HOUR, HOURS_PER_DAY, type HourlySeries, knownHours } from './hourlySeries.ts';
import { around, type LearnedSeries, learnSeries } from './learnSeries.ts';
import { boundsFor, widening } from './predictionInterval.ts';
import { naiveError } from './rollingOrigin.ts';
import { expectedAt } from './seasonalModel.ts';

/** Mean of each day to come. Its bounds are those of daily means: the errors of the hours partly cancel out within a day. */
function daysAhead({ series, model, level, deviations }: LearnedSeries): readonly ForecastDay[] {
  const bounds = boundsFor(deviations.days, FORECAST_INTERVAL);
  const spread =
    model.spread.reduce((total, one) => total + Math.max(one, deviations.leastSpread), 0) / HOURS_PER_DAY;
  return Array.from({ length: FORECAST_DAYS }, (_, day) => {
    const lead = day * HOURS_PER_DAY;
    let total = 0;
    for (let hour = 0; hour < HOURS_PER_DAY; hour += 1) total += expectedAt(model, level, lead + hour);
    const width = spread * widening(deviations.growthPerDay, lead);
    return {
      start: unixSeconds(endOf(series) + lead * HOUR),
      ...around(total / HOURS_PER_DAY, width, bounds),
    };
  });
}

/** Over many days: their errors are taken to go the same way, because it is the level that is wrong, not the day. */
function horizonOf(
  days: readonly ForecastDay[],
  length: HorizonForecast['days'],
  addsUp: boolean,
): HorizonForecast {
  const within = days.slice(0, length);
  const mean = (bound: 'low' | 'likely' | 'high') =>
    within.reduce((total, day) => total + day[bound], 0) / length;
  const rate = { low: mean('low'), likely: mean('likely'), high: mean('high') };
  const hours = length * HOURS_PER_DAY;
  return {
    days: length,
    mean: rate,
    total: addsUp ? { low: rate.low * hours, likely: rate.likely * hours, high: rate.high * hours } : null,
  };
}

function accuracyOf({ series, model, past, deviations }: LearnedSeries): ForecastAccuracy {
  const bounds = boundsFor(deviations.hours, FORECAST_INTERVAL);
  let [within, error] = [0, 0];
  for (const { hour, origin, expected, measured, spread } of past.residuals) {
    const width = Math.max(spread, deviations.leastSpread) * widening(deviations.growthPerDay, hour - origin);
    const { low, high } = around(expected, width, bounds);
    if (measured >= low && measured <= high) within += 1;
    error += Math.abs(measured - expected);
  }
  const naive = naiveError(series.values, past.residuals, model.seasonality === 'hour-of-week');
  const hours = past.residuals.length;
  return {
    heldOutHours: hours,
    coverage: ratio(within / hours),
    errorToNaive: naive === null || naive === 0 ? null : error / hours / naive,
  };
}

const ADDS_UP: ReadonlySet<ForecastMeasure> = new Set(['cost', 'carbon']);

/** Forecasts one hourly series. Pure: the same series gives the same forecast. */
export function forecastSeries(
  series: HourlySeries,
  measure: ForecastMeasure,
  provenance: readonly Provenance[],
): Forecast {
  const outcome = learnSeries(series);
  return outcome.kind === 'learned' ? forecastOf(outcome.learned, measure, provenance) : outcome;
}

function forecastOf(
  learned: LearnedSeries,
  measure: ForecastMeasure,
  provenance: readonly Provenance[],
): KnownForecast {
  const { series, model } = learned;
  const days = daysAhead(learned);
  return {
    kind: 'forecast',
    seasonality: model.seasonality,
    historyHours: knownHours(series.values),
    levelSince:
      model.daysBeforeLevel === 0
        ? null
        : unixSeconds(endOf(series) - model.daysOfLevel * HOURS_PER_DAY * HOUR),
    trendPerDay: model.slopePerDay,
    days,
    horizons: FORECAST_HORIZONS.map(length => horizonOf(days, length, ADDS_UP.has(measure))),
    accuracy: accuracyOf(learned),
    anomalies: anomaliesOf(learned),
    provenance,
  };
}
