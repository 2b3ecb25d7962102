import { seconds } from '../../../model/index.ts';
import type { ClusterContext, ObjectVerdict } from '../../rule.ts';
import { asDeclared } from '../confidence.ts';
import { declared, fact } from '../evidence.ts';
import { LEFT_AFTER, leftover } from './leftover.ts';

/** Jobs of nobody's that finished and have no time after which they are cleaned up. */
export function* finishedJobs({ observation }: ClusterContext): Iterable<ObjectVerdict> {
  for (const { reference, job } of observation.inventory.workloads) {
    if (reference.kind !== 'Job' || !job || job.finishedAt === null || job.cleanedUpAfter !== null) continue;
    const since = seconds(observation.observedAt - job.finishedAt);
    if (since < LEFT_AFTER) continue;
    yield leftover(reference, {
      confidence: asDeclared('Its status says that it finished, and it has no ttlSecondsAfterFinished'),
      risk: { level: 'low', reason: 'The logs of its pods go with it' },
      evidence: [
        fact('job.finished-for', 'Time since it finished', since, 'seconds', declared(observation)),
        fact('job.succeeded', 'Pods of it that succeeded', job.succeeded, 'count', declared(observation)),
        fact('job.failed', 'Pods of it that failed', job.failed, 'count', declared(observation)),
      ],
    });
  }
}
