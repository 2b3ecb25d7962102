import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchmark } from './benchmark.ts';
import { plotOf } from './plot.ts';
import { readDataSets, USUAL_DATA_SETS } from './readTraces.ts';
import { textOf } from './table.ts';

/** `npm run bench:accuracy`: how much our sizes free and how often they are exceeded, beside the others', on real traces. */

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    plots: { type: 'string' },
  },
});

const directory = resolve(options.data ?? process.env['GREENOPS_DATA'] ?? join(ROOT, '../shared/data'));
const plots = resolve(options.plots ?? join(ROOT, '.greenops/bench'));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const dataSets = readDataSets(directory);
if (dataSets.length === 0) {
  say(
    `There are no traces in ${directory}. Give a folder with ${USUAL_DATA_SETS.join(', ')} or with CSV files of time, cores, bytes and capacity: npm run bench:accuracy -- --data DIR`,
  );
  process.exitCode = 1;
}

const results = dataSets.map(dataSet => {
  say(`Benchmarking ${dataSet.name}: ${dataSet.traces.length} machines …`);
  const result = benchmark(dataSet);
  mkdirSync(plots, { recursive: true });
  const plot = join(plots, `accuracy-${result.dataSet}.svg`);
  writeFileSync(plot, plotOf(result));
  if (!options.json) process.stdout.write(`\n${textOf(result)}\n\nPlot: ${plot}\n`);
  return result;
});
if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
