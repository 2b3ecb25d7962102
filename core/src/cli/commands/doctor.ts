import { cureOf, describeError } from '../../model/index.ts';
import type { ClusterConfig } from '../../observe/clusterConfig.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';
import { clustersOf } from '../options/clustersOf.ts';
import type { SourceOptions } from '../options/sourceOptions.ts';
import { jsonText, yamlText } from '../output/reportWriters.ts';
import { openSource } from '../scan/scanClusters.ts';
import { type ClusterDiagnosis, doctorScreen } from '../screens/doctorScreen.ts';
import type { Stages } from '../stages.ts';
import { styleFor, widthOf } from '../terminal/style.ts';
import { printLines, type Run } from './run.ts';

export const DOCTOR_FORMATS = ['text', 'json', 'yaml'] as const;

export interface DoctorOptions extends SourceOptions {
  readonly output: (typeof DOCTOR_FORMATS)[number];
}

async function diagnosisOf(
  config: ClusterConfig,
  stages: Stages,
  signal: AbortSignal,
): Promise<ClusterDiagnosis> {
  try {
    const source = await openSource(config, stages);
    const sources = await source.diagnose(signal);
    return { clusterId: source.cluster.id, demo: source.cluster.demo, sources, error: null };
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = { message: describeError(error), cure: cureOf(error) ?? null };
    return { clusterId: config.id, demo: false, sources: [], error: failure };
  }
}

const failed = ({ sources, error }: ClusterDiagnosis): boolean =>
  error !== null || sources.some(({ status }) => status === 'failed');

/** `greenops doctor`: asks every source how it is. */
export async function doctor(options: DoctorOptions, { host, signal }: Run): Promise<ExitCode> {
  const { clusters } = await clustersOf(options, host);
  const stages = await host.stages();
  const diagnoses: ClusterDiagnosis[] = [];
  for (const config of clusters) diagnoses.push(await diagnosisOf(config, stages, signal));
  const { stdout, env } = host;
  if (options.output === 'text')
    printLines(stdout, doctorScreen(diagnoses, widthOf(stdout, env), styleFor(stdout, env)));
  else stdout.write((options.output === 'json' ? jsonText : yamlText)({ clusters: diagnoses }));
  return diagnoses.some(failed) ? EXIT.source : EXIT.ok;
}
