import type { Container, Observation, Workload } from '../model/index.ts';
import { heldByPod } from './footprint/heldReservations.ts';
import { placementsOf, totalPods } from './footprint/placements.ts';
import { contained, type Judgement, NOTHING_TO_SAY, setAside } from './judgement/judgement.ts';

const isAmount = (value: number | null): boolean => value === null || (Number.isFinite(value) && value >= 0);

const declaresAmounts = ({ requests, limits }: Container): boolean =>
  [requests, limits].every(({ cpu, memory, gpus }) => [cpu, memory, gpus].every(isAmount));

function doubtsOf(workload: Workload, observation: Observation): Judgement {
  const odd = workload.containers.find(container => !declaresAmounts(container));
  if (odd) return setAside(workload.reference, odd.name, 'Its requests or limits are not amounts');
  const { cpu, memory } = heldByPod(workload, observation);
  const pods = totalPods(placementsOf(workload, observation));
  return Number.isFinite(cpu + memory + pods)
    ? NOTHING_TO_SAY
    : setAside(workload.reference, null, 'What its pods hold cannot be added up');
}

/** Nodes on which something runs that cannot be judged. What cannot be looked at tells no node, and is listed already. */
function nodesOf(workloads: readonly Workload[]): ReadonlySet<string> {
  const nodes = new Set<string>();
  for (const workload of workloads) {
    contained(workload.reference, null, () => {
      for (const { present, node } of workload.pods) if (present && node !== null) nodes.add(node);
      return NOTHING_TO_SAY;
    });
  }
  return nodes;
}

/**
 * Takes out the workloads that would spoil the sums of the others: whose figures are no amounts, or
 * that cannot even be looked at. They are told, not dropped.
 */
export function soundWorkloads(observation: Observation): {
  readonly sound: readonly Workload[];
  readonly unsound: readonly Judgement[];
  /** Nodes of which it is not known what they hold. */
  readonly unknownLoad: ReadonlySet<string>;
} {
  const judged = observation.inventory.workloads.map(workload => ({
    workload,
    judgement: contained(workload.reference, null, () => doubtsOf(workload, observation)),
  }));
  const isSound = ({ judgement }: { judgement: Judgement }) => judgement.notAssessed.length === 0;
  const unsound = judged.filter(one => !isSound(one));
  return {
    sound: judged.filter(isSound).map(({ workload }) => workload),
    unsound: unsound.map(({ judgement }) => judgement),
    unknownLoad: nodesOf(unsound.map(({ workload }) => workload)),
  };
}
