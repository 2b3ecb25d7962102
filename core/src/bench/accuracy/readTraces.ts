import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bitbrains } from './formats/bitbrains.ts';
import type { TraceFormat } from './formats/format.ts';
import { nab } from './formats/nab.ts';
import { nezha } from './formats/nezha.ts';
import { plainCsv } from './formats/plainCsv.ts';
import { planetlab } from './formats/planetlab.ts';
import type { Trace } from './trace.ts';

const FORMATS: readonly TraceFormat[] = [bitbrains, nab, nezha, planetlab, plainCsv];
const INDEX_FILES = new Set(['index.csv']);
/** Less says nothing about what comes after it. */
const FEWEST_SAMPLES = 100;

export interface DataSet {
  readonly name: string;
  readonly traces: readonly Trace[];
  /** Files and machines that were left out, and why. */
  readonly leftOut: readonly string[];
}

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.csv(\.gz)?$/.test(entry.name) && !INDEX_FILES.has(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort();

const linesOf = (file: string): string[] => {
  const content = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8');
  return text.split(/\r?\n/).filter(line => line.trim() !== '');
};

/** Reads every CSV file below a folder, each by the format that its first line fits. */
export function readDataSet(directory: string): DataSet {
  const traces: Trace[] = [];
  const leftOut: string[] = [];
  for (const file of filesBelow(directory)) {
    const lines = linesOf(file);
    const format = FORMATS.find(({ fits }) => fits(lines[0] ?? '', basename(file)));
    if (!format) {
      leftOut.push(`${basename(file)}: it fits no known format of CPU or memory use`);
      continue;
    }
    for (const trace of format.read(basename(file).replace(/\.csv(\.gz)?$/, ''), lines)) {
      if (trace.samples.length >= FEWEST_SAMPLES) traces.push(trace);
      else
        leftOut.push(`${trace.name}: ${trace.samples.length} usable samples, ${FEWEST_SAMPLES} are needed`);
    }
  }
  return { name: basename(directory), traces, leftOut };
}

/** The data sets that are benchmarked unless told otherwise; the policies' constants were fitted on them. */
export const USUAL_DATA_SETS = ['bitbrains-rnd', 'nezha-pods', 'planetlab-cpu'] as const;

/** Neither fitted nor calibrated on: read only to report on. */
export const UNSEEN_DATA_SET = 'nab-cloudwatch';

/** The usual data sets where a folder has them, else each of its sub-folders, else the folder itself. */
export function readDataSets(directory: string): readonly DataSet[] {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return [];
  const usual = USUAL_DATA_SETS.map(name => join(directory, name)).filter(existsSync);
  const folders = readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => join(directory, entry.name))
    .sort();
  const chosen = usual.length > 0 ? usual : folders.length > 0 ? folders : [directory];
  return chosen.map(readDataSet).filter(({ traces, leftOut }) => traces.length + leftOut.length > 0);
}
