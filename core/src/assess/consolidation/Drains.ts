import type { Constraint, NodePin, Observation } from '../../model/index.ts';
import { type ClusterState, isWorker } from './ClusterState.ts';
import { budgetName, disruptionsAllowed } from './disruptionBudgets.ts';
import { drainOrder } from './drainOrder.ts';
import type { Hold } from './mobility.ts';
import { AVOIDED } from './nodeFit.ts';
import type { Move, SimulatedNode, SimulatedPod, SimulatedWorkload } from './simulation.ts';

/** A node that can go, and where its pods go first. */
export interface Drain {
  readonly node: SimulatedNode;
  readonly moves: readonly Move[];
}

/** Something that forbids to move pods and can be lifted by a change. */
export const liftOfBudget = (name: string): string => name;
export const liftOfAnnotation = (workloadId: string): string => `annotation of ${workloadId}`;

/**
 * Empties nodes one after the other. A node goes when each of its pods finds another node that takes it:
 * largest pods first, each onto the first node that fits, where nodes that are worth most are tried first
 * (first-fit decreasing). Pods move one by one, so that of a disruption budget never more than one pod is
 * away at once. That is a heuristic: it may miss a packing, it never makes one up.
 */
export class Drains {
  readonly state: ClusterState;
  /** What changes have lifted: {@link liftOfBudget}, {@link liftOfAnnotation}. */
  readonly lifted = new Set<string>();
  /** Pods that changes have taken away, by workload. */
  readonly removed = new Map<SimulatedWorkload, number>();
  /** Emptied first comes first. */
  readonly order: readonly SimulatedNode[];
  readonly #targets: readonly SimulatedNode[];
  readonly #sizeOf: (pod: SimulatedPod) => number;

  constructor(state: ClusterState, observation: Observation) {
    this.state = state;
    this.order = drainOrder(state.nodes, observation.prices);
    this.#targets = this.order.toReversed();
    const mean = (amount: (node: SimulatedNode) => number) =>
      Math.max(1, state.nodes.reduce((total, node) => total + amount(node), 0) / state.nodes.length);
    const [cpu, memory] = [mean(node => node.allocatable.cpu), mean(node => node.allocatable.memory)];
    this.#sizeOf = ({ workload: { request } }) => Math.max(request.cpu / cpu, request.memory / memory);
  }

  /** The first node that takes the pod; `null` where none does. */
  place(pod: SimulatedPod): SimulatedNode | null {
    const refusal = this.state.refusals(pod);
    let second: SimulatedNode | null = null;
    const { cpu, memory } = pod.workload.request;
    for (const node of this.#targets) {
      // Most nodes fall out by their room: looked at first, because this runs millions of times.
      const { closed, room } = node;
      if (closed || (cpu > room.cpu && cpu > 0) || (memory > room.memory && memory > 0)) continue;
      if (refusal(node) !== null) continue;
      if (pod.fit.codes[node.index] !== AVOIDED) return node;
      second ??= node;
    }
    return second;
  }

  /** What forbids to move the pod, whatever room there is. */
  holdOf({ hold, workload }: SimulatedPod): Hold | null {
    if (workload.hold) return workload.hold;
    if (workload.annotation !== null && !this.lifted.has(liftOfAnnotation(workload.workload.id))) {
      return { constraint: 'eviction-annotation', by: workload.annotation };
    }
    return hold ?? this.#budgetHold(workload);
  }

  /** The moves that empty the node, or `null`; nothing has changed afterwards. */
  attempt(node: SimulatedNode): Drain | null {
    if (node.closed || node.hold || this.#isLast(node)) return null;
    const leaving = movable(node);
    if (!this.#mayFit(leaving, node) || leaving.some(pod => this.holdOf(pod) !== null)) return null;
    const pods = this.#largestFirst(leaving);
    this.state.close(node);
    const moves = this.#moveAll(pods);
    const complete = moves.length === pods.length && !this.#breaks(pods, node);
    this.#undo(moves, node);
    this.state.open(node);
    return complete ? { node, moves } : null;
  }

  commit({ node, moves }: Drain): void {
    this.state.close(node);
    for (const { pod, to } of moves) {
      this.state.take(pod);
      this.state.place(pod, to);
    }
  }

  /** Tries every node once, and empties those that can be. */
  *pass(): Generator<Drain> {
    for (const node of this.order) {
      const drain = this.attempt(node);
      if (!drain) continue;
      this.commit(drain);
      yield drain;
    }
  }

  /** Empties nodes until no more can go: a pod that moved may have been what kept another node. */
  *each(): Generator<Drain> {
    for (let gone = true; gone;) {
      gone = false;
      for (const drain of this.pass()) {
        gone = true;
        yield drain;
      }
    }
  }

  /** Why the node stays. */
  pinsOf(node: SimulatedNode): readonly NodePin[] {
    const about = (constraint: Constraint, by: string | null = null): NodePin[] => [
      { workload: null, pod: null, constraint, by, refusals: [] },
    ];
    if (node.hold) return about(node.hold.constraint, node.hold.by);
    const last = this.#isLast(node);
    if (last) return about(last.constraint, last.by);
    const pods = this.#largestFirst(movable(node));
    const held = pods.flatMap(pod => {
      const hold = this.holdOf(pod);
      return hold ? [{ ...pinOf(pod), ...hold }] : [];
    });
    return held.length > 0 ? held : this.#homeless(pods, node);
  }

  /** The pod that finds no other node, and what each of them says. */
  #homeless(pods: readonly SimulatedPod[], node: SimulatedNode): readonly NodePin[] {
    this.state.close(node);
    const moves = this.#moveAll(pods);
    const stuck = pods[moves.length];
    const pin = stuck ? this.#refused(stuck) : null;
    this.#undo(moves, node);
    this.state.open(node);
    // Where all of them fit, the last one to go would leave others without the company they require.
    const follower = pods[0];
    const lonely: NodePin[] = follower ? [{ ...pinOf(follower), constraint: 'pod-affinity' }] : [];
    return pin ? [pin] : lonely;
  }

  #refused(pod: SimulatedPod): NodePin {
    const { node } = pod;
    this.state.take(pod);
    const refusal = this.state.refusals(pod);
    const counts = new Map<Constraint, number>();
    for (const other of this.#targets) {
      const constraint = other.closed ? null : refusal(other);
      if (constraint) counts.set(constraint, (counts.get(constraint) ?? 0) + 1);
    }
    if (node) this.state.place(pod, node);
    const refusals = [...counts]
      .map(([constraint, nodes]) => ({ constraint, nodes }))
      .sort((a, b) => b.nodes - a.nodes || (a.constraint < b.constraint ? -1 : 1));
    return { ...pinOf(pod), constraint: refusals[0]?.constraint ?? 'cpu', refusals };
  }

  #largestFirst(pods: readonly SimulatedPod[]): readonly SimulatedPod[] {
    const size = this.#sizeOf;
    return pods.toSorted(
      (a, b) => size(b) - size(a) || a.workload.index - b.workload.index || (a.name < b.name ? -1 : 1),
    );
  }

  /** A cheap look before the pods are tried one by one: less than they need cannot be enough. */
  #mayFit(pods: readonly SimulatedPod[], { room, node }: SimulatedNode): boolean {
    const { free } = this.state;
    let [cpu, memory] = [0, 0];
    for (const { workload } of pods) {
      cpu += workload.request.cpu;
      memory += workload.request.memory;
    }
    const elsewhere = (resource: 'cpu' | 'memory' | 'pods') =>
      free[resource] - (node.unschedulable ? 0 : Math.max(0, room[resource]));
    return cpu <= elsewhere('cpu') && memory <= elsewhere('memory') && pods.length <= elsewhere('pods');
  }

  /** Moves pods until one finds no place; as many moves as pods mean that all did. */
  #moveAll(pods: readonly SimulatedPod[]): readonly Move[] {
    const moves: Move[] = [];
    for (const pod of pods) {
      const from = pod.node;
      this.state.take(pod);
      const to = this.place(pod);
      if (!to) {
        if (from) this.state.place(pod, from);
        return moves;
      }
      this.state.place(pod, to);
      moves.push({ pod, to });
    }
    return moves;
  }

  #undo(moves: readonly Move[], node: SimulatedNode): void {
    for (const { pod } of moves.toReversed()) {
      this.state.take(pod);
      this.state.place(pod, node);
    }
  }

  #breaks(pods: readonly SimulatedPod[], node: SimulatedNode): boolean {
    return this.state.leftLonely(new Set(pods.map(({ workload }) => workload)), node);
  }

  /** One node of each pool and of each zone is kept, so that both can grow again. */
  #isLast(node: SimulatedNode): Hold | null {
    const { pool, zone } = node.node;
    const own = isWorker(node) ? 1 : 0;
    if (this.state.workersIn('pool', pool) <= own) return { constraint: 'last-of-pool', by: pool };
    if (this.state.workersIn('zone', zone) <= own) return { constraint: 'last-of-zone', by: zone };
    return null;
  }

  #budgetHold(workload: SimulatedWorkload): Hold | null {
    const { budgets } = workload;
    const [budget, second] = budgets;
    if (!budget) return null;
    // The eviction API refuses a pod of two budgets outright.
    if (!second) {
      if (disruptionsAllowed(budget, this.removed.get(workload) ?? 0) >= 1) return null;
      if (this.lifted.has(liftOfBudget(budgetName(budget)))) return null;
    }
    return { constraint: 'disruption-budget', by: budgets.map(budgetName).join(', ') };
  }
}

const movable = ({ pods }: SimulatedNode): readonly SimulatedPod[] =>
  [...pods].filter(({ workload }) => !workload.leavesWithNode);

const pinOf = ({ workload, name }: SimulatedPod) => ({
  workload: workload.workload.reference,
  pod: name,
  by: null,
  refusals: [],
});
