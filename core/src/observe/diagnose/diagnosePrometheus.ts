import type { SourceFinding } from '../clusterSource.ts';
import { findSharedStore, sharedStoreText } from '../live/clusterLabelValues.ts';
import { clockDifference } from '../prometheus/prometheusClock.ts';
import { matches } from '../prometheus/promql.ts';
import type { DiagnosisContext, PrometheusContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

/** Metrics of which every scraped cluster has at least one. */
const PROBED = 'up|kube_pod_info|kube_node_info|container_cpu_usage_seconds_total|node_cpu_seconds_total';

export async function diagnosePrometheus(
  { client, scope, at, signal }: PrometheusContext,
  { config }: Pick<DiagnosisContext, 'config'>,
): Promise<SourceFinding> {
  const selector = scope.select(null, matches('__name__', PROBED));
  const samples = await client.query(`count(${selector})`, at, signal);
  const version = await client.version(signal);
  if ((samples[0]?.value ?? 0) === 0) {
    const { clusterLabel } = config;
    const chosen = clusterLabel ? ` with ${clusterLabel.name}=${JSON.stringify(clusterLabel.value)}` : '';
    return lacking(
      'prometheus',
      'degraded',
      `${client.label} answers but has no series${chosen} of a cluster at this moment`,
      'check its scrape configuration, the clusterLabel, and the tenant header (X-Scope-OrgID) where it has tenants',
      version,
    );
  }
  const shared = config.clusterLabel ? null : await findSharedStore(client, scope, at, signal);
  if (shared !== null) {
    const { finding, cure } = sharedStoreText(shared);
    return lacking('prometheus', 'degraded', `${client.label}: ${finding}`, cure, version);
  }
  const clock = await clockDifference(client, signal);
  if (clock !== null) {
    return lacking('prometheus', 'degraded', clock.finding, clock.cure, version);
  }
  return healthy('prometheus', version, `${client.label} answers`);
}
