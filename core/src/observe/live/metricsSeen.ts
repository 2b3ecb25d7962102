import { describeError, type ObservationNote, type TimeWindow } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { matches, type PromqlScope } from '../prometheus/promql.ts';

/** Exporters that anything here reads or any rule asks for, by how their metrics begin; a shared store holds millions of others. */
const READ = [
  'container_',
  'kube_',
  'kubelet_',
  'machine_',
  'node_',
  'kepler_',
  'DCGM_FI_',
  'jvm_',
  'go_',
  'nodejs_',
  'v8js_',
  'opencost_',
  'kubecost_',
  'pv_',
  'pod_pvc_',
  'prometheus_tsdb_',
  'vllm:',
];

/**
 * Names of the metrics that have series in the window, from one request. In a store that serves no such
 * list the answer is `null` and a note: what is there is then known only from what could be read.
 *
 * @param extra names that are none of the exporters' (counters that the user named)
 */
export async function metricsSeen(
  client: PrometheusClient,
  scope: PromqlScope,
  options: {
    window: TimeWindow;
    extra: readonly string[];
    note: (note: ObservationNote) => unknown;
    signal?: AbortSignal | undefined;
  },
): Promise<ReadonlySet<string> | null> {
  const { window, extra, note, signal } = options;
  const wanted = [...READ.map(prefix => `${prefix}.+`), ...extra].join('|');
  try {
    const selector = scope.select(null, matches('__name__', wanted));
    const names = await client.labelValues('__name__', [selector], signal, window);
    // Prometheus before 2.24 does not know the filter and answers with every name.
    const read = new RegExp(`^(${wanted})$`);
    return new Set(names.filter(name => read.test(name)));
  } catch (error) {
    signal?.throwIfAborted();
    note({
      severity: 'info',
      source: 'prometheus',
      message: `The store does not list its metrics, so a rule may be off although what it needs is there: ${describeError(error)}`,
      cure: 'Allow /api/v1/label/__name__/values.',
    });
    return null;
  }
}
