import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import type { MakeFamily, StateRow } from './stateSeries.ts';

/** How Jobs ended. */
export function layJobResults({ inventory, window }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const row = (labels: Labels, value: number): StateRow => ({ labels, value, window });
  const ended = inventory.workloads.flatMap(({ reference: { namespace, name }, job }) =>
    job === null ? [] : [{ job, labels: { namespace, job_name: name } }],
  );
  const condition = (complete: boolean): StateRow[] =>
    ended
      .filter(({ job }) => job.succeeded > 0 === complete)
      .map(({ labels }) => row({ ...labels, condition: 'true' }, 1));
  return [
    family('kube_job_complete', condition(true)),
    family('kube_job_failed', condition(false)),
    family(
      'kube_job_status_succeeded',
      ended.map(({ job, labels }) => row(labels, job.succeeded)),
    ),
    family(
      'kube_job_status_failed',
      ended.map(({ job, labels }) => row(labels, job.failed)),
    ),
    family(
      'kube_job_status_completion_time',
      ended.flatMap(({ job, labels }) => (job.finishedAt === null ? [] : [row(labels, job.finishedAt)])),
    ),
  ];
}
