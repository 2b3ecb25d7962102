import { type Opportunity, parseKubernetesQuantity } from '../../model/index.ts';
import { liftOfAnnotation, liftOfBudget } from './Drains.ts';
import type { RequestedResource } from './podRequest.ts';
import type { SimulatedPod, SimulatedWorkload } from './simulation.ts';

/** What an opportunity changes for the scheduler. */
export interface Fix {
  readonly opportunityId: string;
  /** Nominal money per month: the order in which fixes are made, and the measure by which they share. */
  readonly value: number;
  readonly workload: SimulatedWorkload | null;
  readonly requests: readonly {
    readonly container: string;
    readonly resource: RequestedResource;
    readonly to: number;
  }[];
  /** Pods that go. */
  readonly removes: readonly SimulatedPod[];
  /** What no longer forbids to move pods. */
  readonly lifts: string | null;
  /** It asks for more than today, so that it needs room. */
  readonly raises: boolean;
}

const REQUESTS = { 'requests.cpu': 'cpu', 'requests.memory': 'memory' } as const;

/** The new requests, of a container that the workload has. */
function requestsOf({ changes }: Opportunity): Fix['requests'] {
  return changes.flatMap(({ container, target, to }) =>
    container !== null && (target === 'requests.cpu' || target === 'requests.memory')
      ? [{ container, resource: REQUESTS[target], to: parseKubernetesQuantity(to) }]
      : [],
  );
}

/** Pods fewer than today. An autoscaler's new minimum is told in reservations that it frees, so these are counted in pods. */
function podsLess({ changes, saving }: Opportunity, { pods, request }: SimulatedWorkload): number {
  const replicas = changes.find(({ target }) => target === 'replicas');
  if (replicas) return Math.max(0, Number(replicas.from ?? pods.length) - Number(replicas.to));
  if (!changes.some(({ target }) => target === 'autoscaler.minReplicas')) return 0;
  const { freedCpu, freedMemory } = saving.nominal;
  const perPod = [
    ...(request.cpu > 0 ? [(freedCpu * 1e6) / request.cpu] : []),
    ...(request.memory > 0 ? [freedMemory / request.memory] : []),
  ];
  return perPod.length > 0 ? Math.max(0, Math.floor(Math.min(...perPod) + 1e-6)) : 0;
}

/**
 * The pods that a controller takes away first: a StatefulSet the highest ordinals, all others from the
 * nodes with most pods of theirs, then the youngest, as the ReplicaSet controller does.
 */
function firstToGo({ pods, workload }: SimulatedWorkload, count: number): readonly SimulatedPod[] {
  const ordinal = ({ name }: SimulatedPod) => Number(/(\d+)$/.exec(name)?.[1] ?? 0);
  const together = new Map<SimulatedPod['node'], number>();
  for (const { node } of pods) together.set(node, (together.get(node) ?? 0) + 1);
  const company = ({ node }: SimulatedPod) => together.get(node) ?? 0;
  const order =
    workload.reference.kind === 'StatefulSet'
      ? (a: SimulatedPod, b: SimulatedPod) => ordinal(b) - ordinal(a)
      : (a: SimulatedPod, b: SimulatedPod) => company(b) - company(a) || b.startedAt - a.startedAt;
  return pods.toSorted(order).slice(0, count);
}

function isRaise(requests: Fix['requests'], { workload }: SimulatedWorkload): boolean {
  return requests.some(({ container, resource, to }) => {
    const today = workload.containers.find(({ name }) => name === container)?.requests[resource] ?? 0;
    return to > today;
  });
}

const liftsOf = ({ type, subject }: Opportunity, workload: SimulatedWorkload | undefined): string | null => {
  if (type !== 'blocked-eviction') return null;
  return workload
    ? liftOfAnnotation(workload.workload.id)
    : liftOfBudget(`${subject.kind} ${subject.namespace}/${subject.name}`);
};

/** What the opportunity does to the simulated cluster; `null` where that is nothing. */
export function fixOf(opportunity: Opportunity, workload: SimulatedWorkload | undefined): Fix | null {
  const requests = workload ? requestsOf(opportunity) : [];
  const removes = workload ? firstToGo(workload, podsLess(opportunity, workload)) : [];
  const lifts = liftsOf(opportunity, workload);
  if (requests.length === 0 && removes.length === 0 && lifts === null) return null;
  return {
    opportunityId: opportunity.id,
    value: opportunity.saving.nominal.usd.likely,
    workload: workload ?? null,
    requests,
    removes,
    lifts,
    raises: workload !== undefined && isRaise(requests, workload),
  };
}
