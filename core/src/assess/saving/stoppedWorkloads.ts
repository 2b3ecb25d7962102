import type { Provenance, SavingFigures, Workload } from '../../model/index.ts';
import { distinctProvenance } from '../footprint/footprint.ts';
import { addReservations, NOTHING, requested } from '../footprint/reservation.ts';
import type { Claim, ClusterContext, FreedReservation, WorkloadSubject } from '../rule.ts';
import { subjectOf } from '../subjectOf.ts';
import { addFigures, NOTHING_SAVED } from './figures.ts';
import { nominalSaving } from './nominalSaving.ts';

/** All that the requests of its pods reserve comes free, and what they draw while they work. */
export function stopsAll({ containers }: WorkloadSubject): FreedReservation {
  const pod = containers.map(({ container }) => requested(container)).reduce(addReservations, NOTHING);
  return {
    kind: 'reservation',
    freedPerPod: { low: pod, likely: pod, high: pod },
    shareOfPods: 1,
    stopsWork: true,
  };
}

/** What it saves to stop several workloads. */
export function stoppedWorkloads(
  workloads: readonly Workload[],
  context: ClusterContext,
): {
  readonly figures: SavingFigures;
  readonly provenance: readonly Provenance[];
  readonly claims: readonly Claim[];
} {
  const savings = workloads.map(workload => {
    const subject = subjectOf(workload, context);
    return nominalSaving(subject, stopsAll(subject));
  });
  return {
    figures: savings.map(({ nominal }) => nominal).reduce(addFigures, NOTHING_SAVED),
    provenance: distinctProvenance(savings.flatMap(({ provenance }) => provenance)),
    claims: workloads.map(({ id }) => ({ workloadId: id, container: null, resource: null })),
  };
}
