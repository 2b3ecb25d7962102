import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine, stop } from '../commandLine.ts';
import { benchmark } from './benchmark.ts';
import { calibrate } from './calibration/calibrate.ts';
import { heldOut } from './calibration/heldOut.ts';
import { calibrationText } from './calibration/reportText.ts';
import { trialOf } from './calibration/trials.ts';
import { plotOf } from './plot.ts';
import { type DataSet, readDataSet, readDataSets, UNSEEN_DATA_SET, USUAL_DATA_SETS } from './readTraces.ts';
import { textOf } from './table.ts';

/** `npm run bench:accuracy`. */

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const USAGE = `Usage: npm run bench:accuracy -- [--data DIR] [--json] [--plots DIR] [--calibrate]

How much our sizes free and how often they are exceeded, beside the others', on real traces.

  --data DIR    traces: a folder with ${USUAL_DATA_SETS.join(', ')}, or
                folders of CSV files of time, cores, bytes and capacity
  --json        figures for machines, on standard output
  --plots DIR   where the plots go (SVG)
  --calibrate   chooses the policies' constants anew from the training parts alone, and
                reports what both they and those that ship do on the rest; changes nothing
`;

const options = commandLine(USAGE, {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  plots: { type: 'string' },
  calibrate: { type: 'boolean', default: false },
});

const directory = resolve(options.data ?? process.env['GREENOPS_DATA'] ?? join(ROOT, '../shared/data'));
const plots = resolve(options.plots ?? join(ROOT, '.greenops/bench'));
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));

function compare(dataSets: readonly DataSet[]): void {
  const results = dataSets.map(dataSet => {
    say(`Benchmarking ${dataSet.name}: ${dataSet.traces.length} machines …`);
    const result = benchmark(dataSet);
    mkdirSync(plots, { recursive: true });
    const plot = join(plots, `accuracy-${result.dataSet}.svg`);
    writeFileSync(plot, plotOf(result));
    if (!options.json) print(`\n${textOf(result)}\n\nPlot: ${plot}`);
    return result;
  });
  if (options.json) printJson(results);
}

function recalibrate(dataSets: readonly DataSet[]): void {
  const trials = dataSets.flatMap(dataSet => {
    say(`Trying every setting on the training part of ${dataSet.name} …`);
    return (['cpu', 'memory'] as const).flatMap(resource => trialOf(dataSet, resource) ?? []);
  });
  const calibrated = calibrate(trials);
  const unseen = [join(directory, UNSEEN_DATA_SET)].filter(folder => existsSync(folder)).map(readDataSet);
  if (unseen.length === 0) say(`There is no ${UNSEEN_DATA_SET} in ${directory}: not reported on.`);
  say('Scoring what was held out …');
  const report = heldOut(dataSets, trials, calibrated, unseen);
  if (options.json) printJson({ calibrated, heldOut: report });
  else print(calibrationText(calibrated, report));
}

const dataSets = readDataSets(directory);
if (dataSets.length === 0) stop(`There are no traces in ${directory}.\n\n${USAGE}`, 2);
if (options.calibrate) recalibrate(dataSets);
else compare(dataSets);
