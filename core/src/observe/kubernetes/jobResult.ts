import type { V1Job } from '@kubernetes/client-node';
import { type JobResult, seconds } from '../../model/index.ts';
import { momentOf } from './momentOf.ts';

/** How a Job ended; `null` while it runs, waits or is suspended. */
export function jobResult({ spec, status }: V1Job): JobResult | null {
  const end = (status?.conditions ?? []).find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  );
  if (end === undefined) return null;
  const lifetime = spec?.ttlSecondsAfterFinished;
  return {
    succeeded: status?.succeeded ?? 0,
    failed: status?.failed ?? 0,
    // A Job that failed has no completion time.
    finishedAt: momentOf(status?.completionTime ?? end.lastTransitionTime),
    cleanedUpAfter: lifetime === undefined ? null : seconds(lifetime),
  };
}
