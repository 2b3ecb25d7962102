import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningProgram, startProgram } from '../process/startProgram.ts';
import { layIntoPrometheus, layOpenMetricsFile } from './layIntoPrometheus.ts';
import type { MetricFamily } from './metricFamily.ts';

/** Where the data comes from: series, an OpenMetrics file, or a data directory that is there already. */
export type PrometheusData =
  | { readonly series: Iterable<MetricFamily> }
  | { readonly openMetricsFile: string }
  | { readonly directory: string };

export interface TestPrometheus {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the real Prometheus on a free loopback port with the data laid into it. Nothing is scraped.
 * Where `PROMETHEUS_URL` is set, that server takes its place: it must have the data already.
 */
export async function startPrometheus(
  data: PrometheusData,
  options: { port?: number } = {},
): Promise<TestPrometheus> {
  const given = process.env['PROMETHEUS_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const scratch = await mkdtemp(path.join(tmpdir(), 'greenops-prometheus-'));
  try {
    const directory = 'directory' in data ? data.directory : scratch;
    if ('series' in data) await layIntoPrometheus(data.series, directory);
    if ('openMetricsFile' in data) await layOpenMetricsFile(data.openMetricsFile, directory);
    return await serve(directory, scratch, options.port ?? 0);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    throw error;
  }
}

async function serve(directory: string, scratch: string, port: number): Promise<TestPrometheus> {
  const configuration = path.join(scratch, 'prometheus.yml');
  await writeFile(configuration, 'global: {}\n');
  const program = startProgram('prometheus', [
    `--config.file=${configuration}`,
    `--storage.tsdb.path=${directory}`,
    // Laid data may be years old; the default of 15 days would delete it at the first compaction.
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=info',
  ]);
  const stop = async (): Promise<void> => {
    await program.stop();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    return { url: await readyUrl(program), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Prometheus is asked for port 0 and logs which one it got. */
async function readyUrl(program: RunningProgram): Promise<string> {
  const [, address] = await program.waitForOutput(/msg="Listening on" address=(\S+)/, 30);
  await program.waitForOutput(/Server is ready to receive web requests/, 60);
  return `http://${address}`;
}
