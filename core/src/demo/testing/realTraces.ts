import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Trace } from './traceStatistics.ts';

/** Where the real traces are, which may not be shipped; elsewhere they are simply absent. */
const DATA =
  process.env['GREENOPS_DATA'] ??
  path.join(fileURLToPath(new URL('../../../../..', import.meta.url)), 'shared', 'data');

export const realTracesPresent = existsSync(path.join(DATA, 'bitbrains-rnd'));

/** `describe`, or, where the traces are absent, a skipped one that says so. */
export const describeWithRealTraces = (title: string, body: () => void): void =>
  realTracesPresent
    ? describe(title, body)
    : describe.skip(`${title} (skipped: there are no real traces at GREENOPS_DATA)`, body);

const DAYS = 14;

/** Two weeks of a trace, as long as the demo's window, each moment once. */
function twoWeeks(rows: readonly (readonly [time: number, value: number])[], fromDay = 0): Trace {
  const byTime = [...new Map(rows)].sort(([a], [b]) => a - b);
  const start = (byTime[0]?.[0] ?? 0) + fromDay * 86_400;
  const kept = byTime.filter(
    ([time, value]) => time >= start && time < start + DAYS * 86_400 && Number.isFinite(value),
  );
  return { times: kept.map(([time]) => time), values: kept.map(([, value]) => value) };
}

/** One line a sample, fields split by `separator`, without the header. */
const readRows = (file: string, separator: RegExp): string[][] => {
  const bytes = readFileSync(path.join(DATA, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter(line => line !== '')
    .map(line => line.split(separator));
};

const utcSeconds = (text: string): number => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) / 1000;

/** CPU in per cent of a Bitbrains virtual machine while it is powered on. */
export const bitbrainsCpu = (machine: string, fromDay = 0): Trace =>
  twoWeeks(
    bitbrainsRows(machine)
      .filter(row => Number(row[1]) > 0)
      .map(row => [Number(row[0]), Number(row[4])]),
    fromDay,
  );

export const bitbrainsRows = (machine: string): string[][] =>
  readRows(`bitbrains-rnd/2013-8_vm${machine}.csv.gz`, /;\s*/);

export const cloudWatch = (name: string): Trace =>
  twoWeeks(
    readRows(`nab-cloudwatch/realAWSCloudwatch/${name}.csv`, /,/).map(row => [
      utcSeconds(row[0] ?? ''),
      Number(row[1]),
    ]),
  );

/** Memory in MiB of an Online Boutique pod, by the minute. */
export const nezhaMemory = (pod: string): Trace =>
  twoWeeks(
    readRows(`nezha-pods/online-boutique/2022-08-22/${pod}_metric.csv.gz`, /,/).map(row => [
      utcSeconds(row[0] ?? ''),
      row[5] === '' ? Number.NaN : Number(row[5]),
    ]),
  );
