import type { ObservationNote, UnixSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { maxBy, type PromqlScope } from '../prometheus/promql.ts';
import { devicesWithoutPod, GPU_METRICS } from './gpuQueries.ts';

/** What a reader should know about how GPUs were metered, from two small instant queries. */
export async function surveyGpus(
  client: PrometheusClient,
  scope: PromqlScope,
  at: UnixSeconds,
  signal?: AbortSignal,
): Promise<ObservationNote[]> {
  const count = async (expression: string): Promise<number> =>
    (await client.query(`count(${expression})`, at, signal))[0]?.value ?? 0;
  const [all, withoutPod] = await Promise.all([
    count(maxBy(['UUID', 'uuid', 'GPU_I_ID'], scope.select(GPU_METRICS.gpuUtilization))),
    count(maxBy(['object'], devicesWithoutPod(scope))),
  ]);
  if (withoutPod === 0) return [];
  // One or two may simply be free; where all are, the exporter does not know pods.
  const nobodyTold = withoutPod >= all;
  return [
    {
      severity: nobodyTold ? 'warning' : 'info',
      source: 'prometheus',
      message: nobodyTold
        ? `dcgm-exporter tells of no pod on any of the ${all} GPUs: who uses them is not known.`
        : `${withoutPod} of ${all} GPUs are held by no pod.`,
      ...(nobodyTold
        ? {
            cure: 'Run dcgm-exporter with DCGM_EXPORTER_KUBERNETES=true and access to the kubelet’s pod-resources socket.',
          }
        : {}),
    },
  ];
}
