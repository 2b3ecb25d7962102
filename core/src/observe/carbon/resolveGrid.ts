import {
  cureOf,
  describeError,
  formatCount,
  formatGridIntensity,
  type GridIntensity,
  type HourlyIntensity,
  type ObservationNote,
  windowSeconds,
} from '../../model/index.ts';
import type { ClusterConfig, GridSourceConfig } from '../clusterConfig.ts';
import type { GridQuestion, GridReading } from './GridReading.ts';
import { gridIntensity } from './gridIntensity.ts';
import { readCarbonAwareSdk } from './providers/carbonAwareSdk.ts';
import { readElectricityMaps } from './providers/electricityMaps.ts';
import { readIntensityCsv } from './providers/intensityCsv.ts';
import { readWattTime } from './providers/wattTime.ts';

const HOUR = 3_600;

type HourlySource = Exclude<GridSourceConfig, { type: 'fixed' }>;

const NAMES: Readonly<Record<HourlySource['type'], string>> = {
  'electricity-maps': 'Electricity Maps',
  watttime: 'WattTime',
  'carbon-aware-sdk': 'The Carbon Aware SDK',
  csv: 'The table of intensities',
};

async function readingOf(source: HourlySource, question: GridQuestion): Promise<GridReading> {
  switch (source.type) {
    case 'electricity-maps':
      return readElectricityMaps(source, question);
    case 'watttime':
      return readWattTime(source, question);
    case 'carbon-aware-sdk':
      return readCarbonAwareSdk(source, question);
    case 'csv':
      return readIntensityCsv(source, question);
    default: {
      const never: never = source;
      return never;
    }
  }
}

/** What the user says holds all year, else the shipped annual table. */
function annualOf(config: Pick<ClusterConfig, 'grid' | 'gridGramsPerKilowattHour'>, question: GridQuestion) {
  const fixed = config.grid?.find(source => source.type === 'fixed');
  const annual = gridIntensity(
    question.location,
    fixed?.gramsPerKilowattHour ?? config.gridGramsPerKilowattHour,
  );
  if (annual === null || fixed?.source === undefined) return annual;
  return { ...annual, provenance: { ...annual.provenance, source: fixed.source } };
}

/** Asks the hourly sources in order until averages are known; what fails or lacks is told, and the next one asked. */
async function firstAnswers(
  sources: readonly HourlySource[],
  question: GridQuestion,
  note: (note: ObservationNote) => void,
): Promise<{ average: GridReading | null; marginal: GridReading | null }> {
  let average: GridReading | null = null;
  let marginal: GridReading | null = null;
  for (const source of sources) {
    try {
      const reading = await readingOf(source, question);
      reading.notes.forEach(note);
      if (reading.average.length > 0) average ??= reading;
      if (reading.marginal.length > 0) marginal ??= reading;
    } catch (error) {
      question.signal?.throwIfAborted();
      const cure = cureOf(error);
      note({
        severity: 'warning',
        source: 'grid-intensity',
        message: `${NAMES[source.type]} does not tell the grid's intensity: ${describeError(error)}. The next source is asked instead.`,
        ...(cure === undefined ? {} : { cure }),
        unanswered: true,
      });
    }
    if (average !== null) break;
  }
  return { average, marginal };
}

const meanOf = (hours: readonly HourlyIntensity[]): HourlyIntensity['intensity'] =>
  (hours.reduce((total, { intensity }) => total + intensity, 0) /
    hours.length) as HourlyIntensity['intensity'];

/** Says which figure stands in for hours that the hourly source does not know. */
function gapNote(hourly: number, question: GridQuestion, standIn: string): ObservationNote | null {
  const hours = Math.max(1, Math.round(windowSeconds(question.window) / HOUR));
  if (hourly >= hours) return null;
  return {
    severity: 'info',
    source: 'grid-intensity',
    message: `Of ${formatCount(hours, 'hour')} the grid's intensity is known in ${hourly}; in the others ${standIn} stands in.`,
  };
}

/**
 * Carbon intensity of the cluster's grid: hour by hour from the first configured source that knows the
 * window, with the user's or the shipped annual figure where it has no hour; the annual figure alone
 * where no source answers; `null` where nobody knows. A failing source becomes a note, not an error.
 */
export async function resolveGrid(
  config: Pick<ClusterConfig, 'grid' | 'gridGramsPerKilowattHour'>,
  question: GridQuestion,
  note: (note: ObservationNote) => void,
): Promise<GridIntensity | null> {
  const sources = (config.grid ?? []).filter(source => source.type !== 'fixed');
  const annual = annualOf(config, question);
  const { average, marginal } = await firstAnswers(sources, question, note);
  const ofMargin = marginal && { hourly: marginal.marginal, provenance: marginal.provenance };
  if (average === null) return annual && { ...annual, marginal: ofMargin };
  const standIn = annual
    ? `the annual ${formatGridIntensity(annual.intensity)} (${annual.provenance.source})`
    : 'their mean';
  const gaps = gapNote(average.average.length, question, standIn);
  if (gaps) note(gaps);
  return {
    intensity: annual?.intensity ?? meanOf(average.average),
    kind: 'average',
    zone: average.zone,
    hourly: average.average,
    marginal: ofMargin,
    forecast: average.forecast,
    provenance: average.provenance,
  };
}
