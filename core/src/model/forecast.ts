import type { Estimate, Provenance } from './provenance.ts';
import type { Ratio, UnixSeconds } from './quantity.ts';
import type { ObjectReference } from './workload.ts';

/** What is looked ahead at. Money and carbon are those of what the pods hold, as in a footprint. */
export const FORECAST_MEASURES = ['cpu', 'memory', 'cost', 'carbon'] as const;
export type ForecastMeasure = (typeof FORECAST_MEASURES)[number];

/** Unit of a measure's rate; a cost or emission adds up over time, a use of cores or bytes does not. */
export const FORECAST_UNIT = {
  cpu: 'cores',
  memory: 'bytes',
  cost: 'USD/h',
  carbon: 'gCO2e/h',
} as const satisfies Record<ForecastMeasure, string>;

/** Days that a forecast reaches, and those its summary is told for. */
export const FORECAST_DAYS = 90;
export const FORECAST_HORIZONS = [30, FORECAST_DAYS] as const;

/** Share of cases that a forecast's interval is made to hold: one day in ten is below, one above. */
export const FORECAST_INTERVAL = 0.8;

/** The rhythm that a history is long enough to show: two weeks, three days, or less. */
export type Seasonality = 'hour-of-week' | 'hour-of-day' | 'none';

/** Mean of one day to come, in the measure's unit, with its {@link FORECAST_INTERVAL}. */
export interface ForecastDay extends Estimate<number> {
  /** Where the 24 h begin. */
  readonly start: UnixSeconds;
}

export interface HorizonForecast {
  readonly days: (typeof FORECAST_HORIZONS)[number];
  /** Mean rate over these days, in the measure's unit. */
  readonly mean: Estimate<number>;
  /** US dollars or gCO₂e over these days; `null` for what does not add up over time. */
  readonly total: Estimate<number> | null;
}

/** Hours that the history itself makes improbable: outside of the 99 % interval of what was expected a day ahead. */
export interface Anomaly {
  readonly start: UnixSeconds;
  readonly hours: number;
  /** Means over these hours, in the measure's unit. */
  readonly measured: number;
  readonly expected: Estimate<number>;
}

/** How the same method did on the last days of the history, each forecast from what came before it alone. */
export interface ForecastAccuracy {
  readonly heldOutHours: number;
  /** Share of them within the {@link FORECAST_INTERVAL}. */
  readonly coverage: Ratio;
  /**
   * Mean absolute error ÷ that of saying "as at the same hour of the last period" (season-naive); below 1
   * is better. `null` where the simple way made no error.
   */
  readonly errorToNaive: number | null;
}

export interface KnownForecast {
  readonly kind: 'forecast';
  readonly seasonality: Seasonality;
  /** Hours with a value that it is made from. */
  readonly historyHours: number;
  /** Since when the level is what it is, where it was seen to jump; `null` where it never did. */
  readonly levelSince: UnixSeconds | null;
  /** Growth of the first day, in the measure's unit; it fades out. 0 where none is beyond doubt. */
  readonly trendPerDay: number;
  /** {@link FORECAST_DAYS} of them, the first beginning where the history ends. */
  readonly days: readonly ForecastDay[];
  readonly horizons: readonly HorizonForecast[];
  readonly accuracy: ForecastAccuracy;
  /** Oldest first, within the days of `accuracy`. */
  readonly anomalies: readonly Anomaly[];
  readonly provenance: readonly Provenance[];
}

/** Too little is known to say anything, which is an answer. */
export interface NoForecast {
  readonly kind: 'not-enough-history';
  readonly reason: string;
}

export type Forecast = KnownForecast | NoForecast;

/** What a cluster, a namespace or a workload will use, cost and emit. */
export interface SubjectForecast {
  readonly subject: ObjectReference;
  readonly measures: Readonly<Record<ForecastMeasure, Forecast>>;
}

/** When a pool has no room left, as far as the next {@link FORECAST_DAYS} days tell. */
export type CapacityDate =
  | { readonly kind: 'full-now' }
  /** When the forecast reaches the capacity, and its upper and lower bound do; `latest` `null` = not within the days looked at. */
  | {
      readonly kind: 'full-on';
      readonly earliest: UnixSeconds;
      readonly likely: UnixSeconds;
      readonly latest: UnixSeconds | null;
    }
  /** The forecast does not reach it; `earliest` is when its upper bound does, `null` where that does not either. */
  | { readonly kind: 'never'; readonly withinDays: number; readonly earliest: UnixSeconds | null }
  | NoForecast;

export interface PoolCapacity {
  readonly resource: 'cpu' | 'memory';
  /** What the scheduler counts, or what is really used. */
  readonly basis: 'requested' | 'used';
  /** Allocatable of today's nodes, in cores or bytes. */
  readonly capacity: number;
  /** Of the last known hour; `null` where nothing is known. */
  readonly now: number | null;
  readonly full: CapacityDate;
}

/** A node pool and the dates on which it is full. */
export interface PoolForecast {
  readonly subject: ObjectReference;
  readonly nodes: number;
  readonly capacities: readonly PoolCapacity[];
}

/** Made on the hourly sums of what it is about, never by adding up intervals. */
export interface Forecasts {
  readonly cluster: SubjectForecast;
  /** By name. */
  readonly namespaces: readonly SubjectForecast[];
  readonly pools: readonly PoolForecast[];
}
