import type { SourceDiagnosis } from '../clusterSource.ts';
import { findSharedStore, sharedStoreText } from '../live/clusterLabelValues.ts';
import type { DiagnosisContext, PrometheusContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

export async function diagnosePrometheus(
  { client, scope, at, signal }: PrometheusContext,
  { config }: Pick<DiagnosisContext, 'config'>,
): Promise<SourceDiagnosis> {
  const samples = await client.query(
    'count({__name__=~"up|kube_pod_info|container_cpu_usage_seconds_total"})',
    at,
    signal,
  );
  const version = await client.version(signal);
  if ((samples[0]?.value ?? 0) === 0) {
    return lacking(
      'prometheus',
      'degraded',
      `${client.label} answers but has no series of a cluster at this moment`,
      'check its scrape configuration, or give the tenant header (X-Scope-OrgID) of the right tenant',
      version,
    );
  }
  const shared = config.clusterLabel ? null : await findSharedStore(client, scope, at, signal);
  if (shared !== null) {
    const { finding, cure } = sharedStoreText(shared);
    return lacking('prometheus', 'degraded', `${client.label}: ${finding}`, cure, version);
  }
  return healthy('prometheus', version, `${client.label} answers`);
}
