import {
  type CapacityDate,
  type Forecast,
  FORECAST_UNIT,
  type ForecastMeasure,
  type Forecasts,
  type KnownForecast,
  type PoolCapacity,
  type SubjectForecast,
} from '../model/index.ts';
import type {
  CapacityView,
  ForecastDetailView,
  ForecastSummaryView,
  ForecastsView,
} from './clusterReportSchema.ts';
import { estimateView, isoTime, provenanceView } from './views.ts';

const summaryOf = (forecast: KnownForecast, measure: ForecastMeasure) => ({
  kind: forecast.kind,
  unit: FORECAST_UNIT[measure],
  now: estimateView(forecast.days[0] ?? { low: 0, likely: 0, high: 0 }),
  horizons: forecast.horizons.map(({ days, mean, total }) => ({
    days,
    mean: estimateView(mean),
    total: total && estimateView(total),
  })),
});

const summaryView = (forecast: Forecast, measure: ForecastMeasure): ForecastSummaryView =>
  forecast.kind === 'forecast' ? summaryOf(forecast, measure) : { ...forecast };

const detailView = (forecast: Forecast, measure: ForecastMeasure): ForecastDetailView =>
  forecast.kind === 'forecast'
    ? {
        ...summaryOf(forecast, measure),
        days: forecast.days.map(day => ({ start: isoTime(day.start), ...estimateView(day) })),
        seasonality: forecast.seasonality,
        historyHours: forecast.historyHours,
        levelSince: forecast.levelSince === null ? null : isoTime(forecast.levelSince),
        trendPerDay: forecast.trendPerDay,
        accuracy: { ...forecast.accuracy },
        anomalies: forecast.anomalies.map(({ start, hours, measured, expected }) => ({
          start: isoTime(start),
          hours,
          measured,
          expected: estimateView(expected),
        })),
        provenance: forecast.provenance.map(provenanceView),
      }
    : { ...forecast };

const measuresView = <View>(
  { measures }: SubjectForecast,
  view: (forecast: Forecast, measure: ForecastMeasure) => View,
) => ({
  cpu: view(measures.cpu, 'cpu'),
  memory: view(measures.memory, 'memory'),
  cost: view(measures.cost, 'cost'),
  carbon: view(measures.carbon, 'carbon'),
});

function fullView(full: CapacityDate): CapacityView['full'] {
  if (full.kind !== 'full-on') return { ...full };
  return {
    kind: full.kind,
    earliest: isoTime(full.earliest),
    likely: full.likely === null ? null : isoTime(full.likely),
    latest: full.latest === null ? null : isoTime(full.latest),
  };
}

const capacityView = ({ resource, basis, capacity, now, full }: PoolCapacity): CapacityView => ({
  resource,
  basis,
  capacity,
  now,
  full: fullView(full),
});

/** What is coming: day by day for the cluster, in sums for its namespaces, as dates for its pools. */
export const forecastsView = ({ cluster, namespaces, pools }: Forecasts): ForecastsView => ({
  cluster: measuresView(cluster, detailView),
  namespaces: namespaces.map(one => ({ name: one.subject.name, measures: measuresView(one, summaryView) })),
  pools: pools.map(({ subject, nodes, capacities }) => ({
    name: subject.name,
    nodes,
    capacities: capacities.map(capacityView),
  })),
});
