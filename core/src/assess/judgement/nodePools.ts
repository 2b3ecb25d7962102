import {
  type ClusterNode,
  HOURS_PER_MONTH,
  type ObjectReference,
  type Observation,
  priceOfNode,
  type Provenance,
  type Usd,
  usd,
} from '../../model/index.ts';
import { isControlPlane, leavesWithNode } from '../consolidation/index.ts';
import { placementsOf } from '../footprint/placements.ts';
import {
  addReservations,
  NOTHING,
  requested,
  type Reservation,
  timesReservation,
} from '../footprint/reservation.ts';
import type { ClusterContext } from '../rule.ts';

/** Nodes that are bought together. */
export interface NodePool {
  /** A `NodePool`; the `Cluster` where its nodes belong to no pool that anybody names. */
  readonly subject: ObjectReference;
  readonly nodes: readonly ClusterNode[];
}

/** The pools of the nodes given, by name. */
export function nodePools({ cluster }: Observation, nodes: readonly ClusterNode[]): readonly NodePool[] {
  const byName = new Map<string | null, ClusterNode[]>();
  for (const node of nodes) byName.set(node.pool, [...(byName.get(node.pool) ?? []), node]);
  return [...byName]
    .toSorted(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .map(([name, members]) => ({
      subject: {
        clusterId: cluster.id,
        namespace: '',
        kind: name === null ? 'Cluster' : 'NodePool',
        name: name ?? cluster.name,
      },
      nodes: members,
    }));
}

/** What pods reserve on a node: those that come with every node, and all others. */
export interface NodeReservations {
  readonly everyNode: Reservation;
  readonly others: Reservation;
}

/** By node. By requests, not by use: that is what keeps other pods away. */
export function reservationsByNode(observation: Observation): ReadonlyMap<string, NodeReservations> {
  const held = new Map<string, NodeReservations>();
  for (const workload of observation.inventory.workloads) {
    const pod = workload.containers
      .filter(({ role }) => role !== 'init')
      .map(requested)
      .reduce(addReservations, NOTHING);
    const part = leavesWithNode(workload) ? 'everyNode' : 'others';
    for (const { node, pods } of placementsOf(workload, observation)) {
      if (node === null) continue;
      const before = held.get(node) ?? { everyNode: NOTHING, others: NOTHING };
      held.set(node, { ...before, [part]: addReservations(before[part], timesReservation(pod, pods)) });
    }
  }
  return held;
}

/** What pods may reserve on a node; `null` where that is not known. */
export function allocatable({ allocatable: told, capacity }: ClusterNode): Reservation | null {
  const cpu = told.cpu ?? capacity.cpu;
  const memory = told.memory ?? capacity.memory;
  return cpu === null || memory === null ? null : { cpu, memory, gpus: told.gpus ?? capacity.gpus ?? 0 };
}

/** What all of the nodes offer and what is reserved on them; `null` where the size of one is not known. */
export function poolBalance(
  nodes: readonly ClusterNode[],
  held: ReadonlyMap<string, NodeReservations>,
): (NodeReservations & { readonly offered: Reservation }) | null {
  let [offered, everyNode, others] = [NOTHING, NOTHING, NOTHING];
  for (const node of nodes) {
    const size = allocatable(node);
    if (size === null) return null;
    offered = addReservations(offered, size);
    everyNode = addReservations(everyNode, held.get(node.name)?.everyNode ?? NOTHING);
    others = addReservations(others, held.get(node.name)?.others ?? NOTHING);
  }
  return { offered, everyNode, others };
}

export const monthlyPrice = (node: ClusterNode, { prices }: Observation): Usd =>
  usd(priceOfNode(prices, node).perHour * HOURS_PER_MONTH);

export const poolPrice = (nodes: readonly ClusterNode[], observation: Observation): Usd =>
  usd(nodes.reduce((total, node) => total + monthlyPrice(node, observation), 0));

/** Where the price of the first node comes from: those of a pool come from one source. */
export const poolPriceOrigin = (nodes: readonly ClusterNode[], { prices }: Observation): Provenance => {
  const [first] = nodes;
  return first ? priceOfNode(prices, first).provenance : prices.fallback.provenance;
};

/** Nodes that cannot be emptied today, the control plane's left out; all of them where that was not simulated. */
export function remainingNodes({ observation, emptiedToday }: ClusterContext): readonly ClusterNode[] {
  const going = new Set(emptiedToday()?.now.map(({ node }) => node));
  return observation.inventory.nodes.filter(node => !going.has(node.name) && !isControlPlane(node));
}
