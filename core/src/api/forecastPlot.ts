import { FORECAST_INTERVAL, formatCount, formatRatio, ratio } from '../model/index.ts';
import type { ForecastMeasureName, KnownForecastView, PoolForecastView } from './clusterReportSchema.ts';
import { capacityText, dayText, rateText } from './reportTexts.ts';

/** A forecast as every page draws it, in a box of 100 × 100 whose origin is its upper left corner. */
export interface ForecastPlot {
  /** SVG paths. */
  readonly line: string;
  readonly band: string;
  /** Where the lines of the grid are: amounts from the top, days from the left. */
  readonly amounts: readonly PlotMark[];
  readonly days: readonly PlotMark[];
  /** Every day, to be read one by one. */
  readonly points: readonly PlotMark[];
}

export interface PlotMark {
  /** 0 … 100. */
  readonly at: number;
  readonly text: string;
}

/** Lines of the grid, with that of zero. */
const LINES = 4;
const DAYS_BETWEEN_LABELS = 30;
/** The forecast's unit is per hour where money and carbon are written per day. */
const HOURS_IN_WRITTEN: Readonly<Record<ForecastMeasureName, number>> = {
  cpu: 1,
  memory: 1,
  cost: 24,
  carbon: 24,
};

/** `16 Nov`: four of them fit on a telephone. */
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Round steps of the grid: 1, 2 or 5 of a power of ten; of two for bytes. */
function roundStep(highest: number, measure: ForecastMeasureName): number {
  const least = highest / LINES;
  if (measure === 'memory') return 2 ** Math.ceil(Math.log2(least));
  const magnitude = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find(factor => factor * magnitude >= least) ?? 10) * magnitude;
}

/** Rates at which the grid has a line: from zero to above everything drawn. */
function gridRates(highest: number, measure: ForecastMeasureName): readonly number[] {
  const written = HOURS_IN_WRITTEN[measure];
  const step = highest > 0 ? roundStep(highest * written, measure) : 1;
  const count = Math.max(1, Math.ceil((highest * written) / step));
  return Array.from({ length: count + 1 }, (_, index) => (index * step) / written);
}

const path = (points: readonly (readonly [x: number, y: number])[]): string =>
  `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}`;

/** Where a moment is drawn: 0 at the first day, 100 at the last. */
function placeOf({ days }: KnownForecastView, iso: string): number {
  const first = Date.parse(days[0]?.start ?? iso);
  const last = Date.parse(days.at(-1)?.start ?? iso);
  return last === first ? 50 : ((Date.parse(iso) - first) / (last - first)) * 100;
}

/** The drawing of a forecast: its most likely course and the interval around it. */
export function forecastPlot(measure: ForecastMeasureName, forecast: KnownForecastView): ForecastPlot {
  const { days } = forecast;
  const rates = gridRates(Math.max(0, ...days.map(({ high }) => high)), measure);
  const top = rates.at(-1) ?? 1;
  const y = (rate: number) => 100 - (Math.max(0, rate) / top) * 100;
  const x = ({ start }: { readonly start: string }) => placeOf(forecast, start);
  return {
    line: path(days.map(day => [x(day), y(day.likely)])),
    band: `${path([
      ...days.map(day => [x(day), y(day.high)] as const),
      ...days.toReversed().map(day => [x(day), y(day.low)] as const),
    ])}Z`,
    amounts: rates.map(rate => ({ at: y(rate), text: rateText(measure, rate) })),
    days: days
      .filter((_, index) => index % DAYS_BETWEEN_LABELS === 0 || index === days.length - 1)
      .map(day => ({ at: x(day), text: SHORT_DAY.format(new Date(day.start)) })),
    points: days.map(day => ({
      at: x(day),
      text: `${dayText(day.start)}: ${rateText(measure, day.likely)}, between ${rateText(measure, day.low)} and ${rateText(measure, day.high)}`,
    })),
  };
}

/** Days on which a pool is full of what is drawn, as far as they are on the drawing. */
export const capacityMarks = (
  measure: ForecastMeasureName,
  forecast: KnownForecastView,
  pools: readonly PoolForecastView[],
): readonly PlotMark[] =>
  pools
    .flatMap(({ name, capacities }) =>
      capacities
        .filter(({ resource }) => resource === measure)
        .flatMap(capacity => {
          if (capacity.full.kind !== 'full-on') return [];
          const { likely, earliest } = capacity.full;
          return [
            {
              at: placeOf(forecast, likely ?? earliest),
              text: `${name} is full by what is ${capacity.basis} ${capacityText(capacity)}`,
            },
          ];
        }),
    )
    .filter(({ at }) => at >= 0 && at <= 100);

const RHYTHM: Readonly<Record<KnownForecastView['seasonality'], string>> = {
  'hour-of-week': 'with the rhythm of its week',
  'hour-of-day': 'with the rhythm of its day',
  none: 'without a rhythm, as the history is too short for one',
};

/** What a forecast rests on and how well the same method did before. */
export const forecastBasisText = ({ historyHours, seasonality, accuracy }: KnownForecastView): string =>
  `From ${Math.round(historyHours / 24)} d of history ${RHYTHM[seasonality]}. The band is meant to hold ${formatRatio(ratio(FORECAST_INTERVAL))} of what comes; tried on the past it held ${formatRatio(ratio(accuracy.coverage))} of ${formatCount(accuracy.heldOutHours, 'hour')}.`;
