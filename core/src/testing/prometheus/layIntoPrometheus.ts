import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../process/runProgram.ts';
import type { MetricFamily } from './metricFamily.ts';
import { writeOpenMetrics } from './openMetricsWriter.ts';

/**
 * Longest block promtool may make. It reads the whole input once per block: with the default of 2 h two
 * weeks of data are read 168 times; with this (18 days, the largest of Prometheus' own block sizes) once.
 */
const BLOCK_DURATION = '--max-block-duration=486h';

/** Makes TSDB blocks of the families in `directory`, which a Prometheus can then be started on. */
export async function layIntoPrometheus(families: Iterable<MetricFamily>, directory: string): Promise<void> {
  const file = path.join(directory, 'series.om');
  try {
    await writeOpenMetrics(families, file);
    await layOpenMetricsFile(file, directory);
  } finally {
    await rm(file, { force: true });
  }
}

/** The same from an OpenMetrics file that is already there. */
export async function layOpenMetricsFile(file: string, directory: string): Promise<void> {
  await runProgram('promtool', [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    '--quiet',
    BLOCK_DURATION,
    file,
    directory,
  ]);
}
