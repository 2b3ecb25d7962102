import type { SourceName } from '../../model/index.ts';
import type { SourceDiagnosis, SourceFinding } from '../clusterSource.ts';
import type { DiagnosisContext, PrometheusContext } from './DiagnosisContext.ts';
import { diagnoseCadvisor } from './diagnoseCadvisor.ts';
import { diagnoseGridIntensity } from './diagnoseGridIntensity.ts';
import { diagnoseKepler } from './diagnoseKepler.ts';
import { diagnoseKubeStateMetrics } from './diagnoseKubeStateMetrics.ts';
import { diagnoseOpenCost } from './diagnoseOpenCost.ts';
import { diagnosePrometheus } from './diagnosePrometheus.ts';
import { failed, lacking } from './diagnosis.ts';

/** Asks each source how it is, all of them whatever the others say; a failure is its diagnosis. */
export async function diagnoseCluster(context: DiagnosisContext): Promise<SourceDiagnosis[]> {
  const { prometheus, scope, window, signal } = context;
  const attempt = async (
    source: SourceName,
    diagnose: () => Promise<SourceFinding>,
  ): Promise<SourceDiagnosis> => {
    const began = performance.now();
    const timed = (finding: SourceFinding): SourceDiagnosis => ({
      ...finding,
      milliseconds: finding.status === 'not-configured' ? null : Math.round(performance.now() - began),
    });
    try {
      return timed(await diagnose());
    } catch (error) {
      signal?.throwIfAborted();
      return timed(failed(source, error));
    }
  };
  const inPrometheus: PrometheusContext | null = prometheus && {
    client: prometheus,
    scope,
    at: window.end,
    window,
    signal,
  };
  const first = await attempt('prometheus', async () =>
    inPrometheus
      ? diagnosePrometheus(inPrometheus, context)
      : lacking('prometheus', 'not-configured', 'No Prometheus is configured', 'give its URL (--prometheus)'),
  );
  const reachable = first.status === 'failed' || first.status === 'not-configured' ? null : inPrometheus;
  const through = async (
    source: SourceName,
    diagnose: (found: PrometheusContext) => Promise<SourceFinding>,
  ): Promise<SourceDiagnosis> =>
    reachable
      ? attempt(source, () => diagnose(reachable))
      : { ...unasked(source, first), milliseconds: null };
  const others = await Promise.all([
    through('cadvisor', diagnoseCadvisor),
    through('kube-state-metrics', diagnoseKubeStateMetrics),
    through('kepler', diagnoseKepler),
    attempt('opencost', () => diagnoseOpenCost(context, reachable)),
    attempt('kubernetes', () => diagnoseKubernetes(context)),
    attempt('grid-intensity', () => diagnoseGridIntensity(context)),
  ]);
  return [first, ...others];
}

/** Its metrics lie in Prometheus, which could not be asked: that is where to begin. */
const unasked = (source: SourceName, prometheus: SourceFinding): SourceFinding =>
  lacking(
    source,
    prometheus.status === 'not-configured' ? 'not-configured' : 'failed',
    'Its metrics lie in Prometheus, which could not be asked',
    'mend Prometheus first',
  );

async function diagnoseKubernetes({
  openKubernetes,
  signal,
}: Pick<DiagnosisContext, 'openKubernetes' | 'signal'>): Promise<SourceFinding> {
  const kubernetes = await openKubernetes();
  if (kubernetes !== null) return kubernetes.diagnose(signal);
  return lacking(
    'kubernetes',
    'not-configured',
    'No access to the Kubernetes API is configured; the inventory comes from kube-state-metrics',
    'give a kubeconfig (--kubeconfig) to see annotations and volumes too',
  );
}
