import type { SourceFinding } from '../clusterSource.ts';
import { surveyCadvisor } from '../live/surveyCadvisor.ts';
import type { PrometheusContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

export async function diagnoseCadvisor({
  client,
  scope,
  at,
  signal,
}: PrometheusContext): Promise<SourceFinding> {
  const { containers, imageLabel, jobs, scrapedTwice } = await surveyCadvisor(client, scope, at, signal);
  if (containers === 0) {
    return lacking(
      'cadvisor',
      'missing',
      `${client.label} has no container_cpu_usage_seconds_total of containers: nobody meters what they use`,
      'let Prometheus scrape the kubelet at /metrics/cadvisor (kubelet.serviceMonitor.cAdvisor in kube-prometheus-stack)',
    );
  }
  if (scrapedTwice > 0) {
    return lacking(
      'cadvisor',
      'degraded',
      `${scrapedTwice} of ${containers} containers are scraped by several jobs (${jobs.join(', ')}); each is counted once, but stored twice`,
      'drop one of the jobs',
    );
  }
  if (!imageLabel) {
    return lacking(
      'cadvisor',
      'degraded',
      `${containers} containers are metered, but without an image label: they are told from pause containers by name only`,
      'keep the image label in the metric relabelling of the kubelet job',
    );
  }
  return healthy('cadvisor', null, `${containers} containers are metered (job ${jobs.join(', ')})`);
}
