import { stat } from 'node:fs/promises';
import { bytes, formatBytes, formatDuration, InvalidInputError, windowSeconds } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';
import { clustersOf } from '../options/clustersOf.ts';
import type { SourceOptions } from '../options/sourceOptions.ts';
import { openSource } from '../scan/scanClusters.ts';
import { ProgressBar } from '../terminal/progressBar.ts';
import { printLines, type Run } from './run.ts';

export interface RecordOptions extends SourceOptions {
  readonly out: string;
}

/** `greenops record`: puts one cluster into a file. */
export async function record(options: RecordOptions, { host, signal }: Run): Promise<ExitCode> {
  const { clusters } = await clustersOf(options, host);
  const [config, another] = clusters;
  if (!config || another) {
    throw new InvalidInputError(
      `A recording holds one cluster, and ${clusters.length} are configured`,
      `choose one with --cluster: ${clusters.map(({ id }) => id).join(', ')}`,
    );
  }
  const stages = await host.stages();
  const source = await openSource(config, stages);
  const bar = new ProgressBar(host);
  try {
    await stages.writeRecording(source, options.out, {
      signal,
      onProgress: progress => {
        bar.show(source.cluster.id, progress);
      },
    });
  } finally {
    bar.clear();
  }
  const { size } = await stat(options.out);
  printLines(host.stdout, [
    `${options.out}: ${source.cluster.name}, ${formatDuration(windowSeconds(source.window))} in ${formatBytes(bytes(size))}`,
    `Look at it with: greenops replay ${options.out}`,
  ]);
  return EXIT.ok;
}
