import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  formatCount,
  InvalidInputError,
  type ObservationNote,
  type Provenance,
  unixSeconds,
} from '../../../model/index.ts';
import type { GridSourceConfig } from '../../clusterConfig.ts';
import type { GridQuestion, GridReading } from '../GridReading.ts';
import { hourlyMeans, type IntensityPoint, isIntensity } from '../hourlyMeans.ts';
import { isoMoment, unixMoment } from '../spans.ts';

export type IntensityCsvConfig = Extract<GridSourceConfig, { type: 'csv' }>;

const HOUR = 3_600;
const NAMED_LINES = 5;

/** Columns as they are called here, by Electricity Maps' exports and by others. Life cycle goes before direct. */
const TIME_COLUMN = /^(?:time|timestamp|date|datetime)\b|^(?:timestamp|datetime|date)_?utc/i;
const INTENSITY_COLUMNS = [
  /^gramsPerKilowattHour$/i,
  /carbon.?intensity.*(?:life.?cycle|lca)/i,
  /carbon.?intensity.*direct/i,
  /carbon.?intensity/i,
  /g\s?co2?.?e?q?\s?[/_ p].*kwh/i,
];

export interface IntensityTable {
  readonly points: readonly IntensityPoint[];
  /** Rows that are none, by line of the file with what is wrong. */
  readonly bad: readonly { readonly line: number; readonly why: string }[];
}

/** Fields of one line; a field may be quoted, a quote in it is doubled. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );

function columnsOf(header: readonly string[], name: string) {
  const time = header.findIndex(title => TIME_COLUMN.test(title));
  const intensity = INTENSITY_COLUMNS.map(pattern => header.findIndex(title => pattern.test(title))).find(
    index => index >= 0,
  );
  if (time >= 0 && intensity !== undefined) return { time, intensity };
  throw new InvalidInputError(
    `${name} has no column of ${time < 0 ? 'time' : 'carbon intensity'}: its first line is "${header.join(',')}"`,
    'begin it with the line time,gramsPerKilowattHour, or take an export of Electricity Maps as it is',
  );
}

function rowOf(
  fields: readonly string[],
  columns: { time: number; intensity: number },
): IntensityPoint | string {
  const moment = fields[columns.time] ?? '';
  const amount = fields[columns.intensity] ?? '';
  const time = unixMoment(moment);
  if (!Number.isFinite(time)) return `"${moment}" is not a moment`;
  if (amount === '') return 'the intensity is empty';
  const grams = Number(amount);
  return isIntensity(grams) ? { time, grams } : `"${amount}" is not an intensity in grams`;
}

/**
 * Reads a table of intensities in gCO₂e/kWh. A moment without a zone is UTC.
 *
 * @throws InvalidInputError where the columns cannot be told; a bad row is counted, not thrown
 */
export function parseIntensityCsv(text: string, name: string): IntensityTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = columnsOf(fieldsOf(lines[0] ?? ''), name);
  const points: IntensityPoint[] = [];
  const bad: { line: number; why: string }[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const row = rowOf(fieldsOf(line), columns);
    if (typeof row === 'string') bad.push({ line: index + 1, why: row });
    else points.push(row);
  }
  return { points, bad };
}

async function textOf(file: string): Promise<string> {
  try {
    const content = await readFile(file);
    return (file.endsWith('.gz') ? await promisify(gunzip)(content) : content).toString('utf8');
  } catch (error) {
    throw new InvalidInputError(
      `The table of grid intensities ${file} cannot be read`,
      'name a CSV file that exists and can be read (grid.file)',
      { cause: error },
    );
  }
}

function badRowsNote(file: string, bad: IntensityTable['bad']): ObservationNote {
  const named = bad.slice(0, NAMED_LINES).map(({ line, why }) => `line ${line}: ${why}`);
  const more = bad.length > NAMED_LINES ? '; …' : '';
  return {
    severity: 'warning',
    source: 'grid-intensity',
    message: `${formatCount(bad.length, 'row')} of ${file} cannot be used (${named.join('; ')}${more}).`,
    cure: 'Correct the rows; until then their hours count as unknown.',
  };
}

/**
 * Average intensity from the user's own table.
 *
 * @throws InvalidInputError where the file cannot be read, is no such table, or is about another time
 */
export async function readIntensityCsv(
  { file, zone }: IntensityCsvConfig,
  { window, location }: GridQuestion,
): Promise<GridReading> {
  const { points, bad } = parseIntensityCsv(await textOf(file), file);
  const hours = hourlyMeans(points);
  const [first, last] = [hours[0], hours[hours.length - 1]];
  const average = hours.filter(({ hour }) => hour + HOUR > window.start && hour < window.end);
  if (average.length === 0) {
    throw new InvalidInputError(
      first && last
        ? `${file} is about ${isoMoment(first.hour)} to ${isoMoment(last.hour)}, not about the time that is looked at`
        : `${file} has no row that can be used`,
      'give a table whose hours lie in the window',
    );
  }
  const provenance: Provenance = {
    kind: 'configured',
    method: 'intensity-table',
    source: file.replace(/^.*[\\/]/, ''),
    asOf: unixSeconds(last?.hour ?? window.end),
  };
  return {
    zone: zone ?? location.region ?? location.provider,
    average,
    marginal: [],
    forecast: hours.filter(({ hour }) => hour >= window.end),
    provenance,
    notes: bad.length > 0 ? [badRowsNote(file, bad)] : [],
  };
}
