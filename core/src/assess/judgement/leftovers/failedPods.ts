import type { ObjectReference, Pod, Workload } from '../../../model/index.ts';
import { isTransient } from '../../footprint/placements.ts';
import type { ClusterContext, ObjectVerdict } from '../../rule.ts';
import { asDeclared } from '../confidence.ts';
import { declared, fact } from '../evidence.ts';
import { leftover } from './leftover.ts';

/** Failed pods of a namespace from which on they are a nuisance. */
export const MANY_FAILED = 10;

/** Pods that are over and that nothing cleans up; those of Jobs are kept on purpose, for their logs. */
const failedOf = (workload: Workload): readonly Pod[] =>
  isTransient(workload) ? [] : workload.pods.filter(({ present, phase }) => present && phase === 'Failed');

/** One finding for each namespace: there may be thousands. */
export function* failedPods({ observation }: ClusterContext): Iterable<ObjectVerdict> {
  const byNamespace = new Map<string, Pod[]>();
  for (const workload of observation.inventory.workloads) {
    const { namespace } = workload.reference;
    const failed = failedOf(workload);
    if (failed.length > 0) byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), ...failed]);
  }
  for (const [name, pods] of byNamespace) {
    if (pods.length < MANY_FAILED) continue;
    const subject: ObjectReference = {
      clusterId: observation.cluster.id,
      namespace: '',
      kind: 'Namespace',
      name,
    };
    const evicted = pods.filter(({ trouble }) => trouble === 'Evicted').length;
    yield leftover(subject, {
      confidence: asDeclared('Their status says that they failed'),
      risk: { level: 'low', reason: 'What they last logged and why they failed goes with them' },
      evidence: [
        fact('pods.failed', 'Failed pods', pods.length, 'count', declared(observation)),
        fact('pods.evicted', 'Of them evicted', evicted, 'count', declared(observation)),
      ],
    });
  }
}
