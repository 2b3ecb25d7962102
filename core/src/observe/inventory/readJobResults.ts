import type { JobResult } from '../../model/index.ts';
import { equal } from '../prometheus/promql.ts';
import type { KubeStateQueries } from './KubeStateQueries.ts';
import { keyOf, momentAt, valuesBy } from './grouped.ts';

const JOB = ['namespace', 'job_name'];

/** How the Jobs that ended did, by `Job/namespace/name`; kube-state-metrics does not tell when they are cleaned up. */
export async function readJobResults(state: KubeStateQueries): Promise<Map<string, JobResult>> {
  const ended = equal('condition', 'true');
  const [complete, failed, succeededPods, failedPods, completed] = await Promise.all([
    state.present('kube_job_complete', JOB, ended),
    state.present('kube_job_failed', JOB, ended),
    state.present('kube_job_status_succeeded', JOB),
    state.present('kube_job_status_failed', JOB),
    state.present('kube_job_status_completion_time', JOB),
  ]);
  const [succeededOf, failedOf, completedOf] = [succeededPods, failedPods, completed].map(rows =>
    valuesBy(rows, ...JOB),
  );
  return new Map(
    [...complete, ...failed]
      .filter(({ value }) => value === 1)
      .map(({ labels }) => keyOf(labels, ...JOB))
      .map(key => [
        `Job/${key}`,
        {
          succeeded: succeededOf?.get(key) ?? 0,
          failed: failedOf?.get(key) ?? 0,
          finishedAt: momentAt(completedOf?.get(key)),
          cleanedUpAfter: null,
        },
      ]),
  );
}
