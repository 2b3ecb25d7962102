import { windowSeconds } from '../../model/index.ts';
import type { SourceFinding } from '../clusterSource.ts';
import { KubeStateQueries } from '../inventory/KubeStateQueries.ts';
import { labelsAreHidden } from '../inventory/readPods.ts';
import type { PrometheusContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

export async function diagnoseKubeStateMetrics({
  client,
  scope,
  at,
  window,
  signal,
}: PrometheusContext): Promise<SourceFinding> {
  const state = new KubeStateQueries({ client, scope, at, window: windowSeconds(window), signal });
  const [pods, builds, requests, hidden] = await Promise.all([
    state.present('kube_pod_info', ['namespace', 'pod']),
    state.present('kube_state_metrics_build_info', ['version']),
    state.present('kube_pod_container_resource_requests', ['resource']),
    labelsAreHidden(state),
  ]);
  const version = builds[0]?.labels['version'] ?? null;
  if (pods.length === 0) {
    return lacking(
      'kube-state-metrics',
      'missing',
      `${client.label} has no kube_pod_info: kube-state-metrics is not installed or not scraped`,
      'install kube-state-metrics and let Prometheus scrape it; until then give access to the Kubernetes API (--kubeconfig)',
    );
  }
  if (hidden) {
    return lacking(
      'kube-state-metrics',
      'degraded',
      "Its labels were renamed to exported_pod while scraping: every pod looks like kube-state-metrics' own",
      'set honorLabels: true on its ServiceMonitor (honor_labels: true on its scrape job)',
      version,
    );
  }
  if (requests.length === 0) {
    return lacking(
      'kube-state-metrics',
      'degraded',
      `${pods.length} pods are known, but not their requests: kube_pod_container_resource_requests is missing`,
      'take it off the metric deny list (--metric-denylist), or update to kube-state-metrics 2.0 or newer',
      version,
    );
  }
  return healthy('kube-state-metrics', version, `${pods.length} pods are known`);
}
