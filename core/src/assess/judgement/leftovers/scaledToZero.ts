import { formatDuration, windowSeconds, type Workload } from '../../../model/index.ts';
import type { ClusterContext, ObjectVerdict } from '../../rule.ts';
import { ageOf, days } from '../age.ts';
import { declaredWithDoubts } from '../declaredWithDoubts.ts';
import { declared, fact } from '../evidence.ts';
import { SCALABLE_KINDS, SYSTEM_NAMESPACES } from '../scalable.ts';
import { leftover } from './leftover.ts';

export const ZERO_FOR = days(30);

/** Whoever puts workloads to sleep leaves a note of how many replicas there were. */
const SLEEP_NOTES =
  /(^|\.|\/)(downscaler|kube-green|snorlax|sleep|restore|original-replicas|previous-replicas)/;

const sleeps = ({ annotations }: Workload): boolean =>
  Object.keys(annotations).some(key => SLEEP_NOTES.test(key));

const sameLabels = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length > 0 && Object.entries(a).every(([key, value]) => b[key] === value);

/** A Rollout with a workloadRef takes the template of a Deployment, which it scales to zero. */
const isRunByRollout = (workload: Workload, rollouts: readonly Workload[]): boolean =>
  rollouts.some(
    ({ reference, podLabels }) =>
      reference.namespace === workload.reference.namespace && sameLabels(workload.podLabels, podLabels),
  );

/** Workloads that somebody scaled to zero, and of which the window saw no pod. */
export function* scaledToZero({ observation }: ClusterContext): Iterable<ObjectVerdict> {
  const { inventory, observedAt, window } = observation;
  const rollouts = inventory.workloads.filter(({ reference }) => reference.kind === 'Rollout');
  const looked = windowSeconds(window);
  for (const workload of inventory.workloads) {
    const { reference, desiredReplicas, pods, autoscaler, createdAt } = workload;
    const rests = SCALABLE_KINDS.has(reference.kind) && desiredReplicas === 0 && pods.length === 0;
    if (!rests || autoscaler !== null || SYSTEM_NAMESPACES.has(reference.namespace)) continue;
    const age = ageOf(createdAt, observedAt);
    if (age === null || age < ZERO_FOR || sleeps(workload) || isRunByRollout(workload, rollouts)) continue;
    yield leftover(reference, {
      confidence: declaredWithDoubts('It wants no replica, and no pod of it was seen', [
        looked < ZERO_FOR
          ? {
              factor: looked / ZERO_FOR,
              reason: `Only ${formatDuration(looked)} were looked at: it may have run before`,
            }
          : null,
      ]),
      risk: { level: 'medium', reason: 'Somebody may want to scale it up again: keep its manifest' },
      evidence: [
        fact('workload.age', 'Its age', age, 'seconds', declared(observation)),
        fact(
          'workload.window',
          'Time in which no pod of it was seen',
          looked,
          'seconds',
          declared(observation),
        ),
      ],
    });
  }
}
