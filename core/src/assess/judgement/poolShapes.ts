import {
  type ClusterNode,
  HOURS_PER_MONTH,
  type Observation,
  priceOfNode,
  type Provenance,
  type Usd,
  usd,
} from '../../model/index.ts';
import { DEFAULT_MAX_PODS, leavesWithNode } from '../consolidation/index.ts';
import { addReservations, NOTHING, requested, type Reservation } from '../footprint/reservation.ts';
import { allocatable } from './nodePools.ts';

const HOST = 'kubernetes.io/hostname';

/** A size of node that the cluster has already, with its real price. */
export interface Shape {
  readonly instanceType: string;
  readonly size: Reservation;
  readonly maxPods: number;
  readonly architecture: string | null;
  readonly spot: boolean;
  readonly usdPerMonth: Usd;
  readonly provenance: Provenance;
}

/** `null` where type or size are not known, or the price is nothing but a default. */
export function shapeOf(node: ClusterNode, { prices }: Observation): Shape | null {
  const size = allocatable(node);
  const { perHour, provenance } = priceOfNode(prices, node);
  if (node.instanceType === null || size === null || provenance.kind === 'default') return null;
  return {
    instanceType: node.instanceType,
    size,
    maxPods: node.maxPods ?? DEFAULT_MAX_PODS,
    architecture: node.architecture,
    spot: node.spot,
    usdPerMonth: usd(perHour * HOURS_PER_MONTH),
    provenance,
  };
}

/** What runs on the nodes of a pool, and what each node of it carries anyway. */
export interface PoolLoad {
  readonly pods: readonly Reservation[];
  readonly perNode: Reservation;
  readonly agents: number;
  /** Nodes there have to be at least: one for each zone, and for pods that may not share a host. */
  readonly fewest: number;
}

export function poolLoad(nodes: readonly ClusterNode[], observation: Observation): PoolLoad {
  const names = new Set(nodes.map(({ name }) => name));
  const pods: Reservation[] = [];
  let [perNode, agents, fewest] = [NOTHING, 0, new Set(nodes.map(({ zone }) => zone)).size];
  for (const workload of observation.inventory.workloads) {
    const here = workload.pods.filter(
      ({ present, phase, node }) => present && phase === 'Running' && node !== null && names.has(node),
    ).length;
    if (here === 0) continue;
    const pod = workload.containers
      .filter(({ role }) => role !== 'init')
      .map(requested)
      .reduce(addReservations, NOTHING);
    if (leavesWithNode(workload)) {
      perNode = addReservations(perNode, pod);
      agents += 1;
      continue;
    }
    for (let count = 0; count < here; count++) pods.push(pod);
    const apart =
      workload.scheduling?.podAntiAffinity.some(({ topologyKey }) => topologyKey === HOST) ?? false;
    if (apart) fewest = Math.max(fewest, here);
  }
  return { pods, perNode, agents, fewest };
}

/**
 * Nodes of the shape that hold the load, packed first-fit decreasing by the larger of their shares of CPU and
 * memory; `null` where a pod is larger than such a node. Placement rules other than those of
 * {@link PoolLoad.fewest} are not asked: the number is a lower bound.
 */
export function nodesNeeded(
  { pods, perNode, agents, fewest }: PoolLoad,
  { size, maxPods }: Pick<Shape, 'size' | 'maxPods'>,
): number | null {
  const room = { cpu: size.cpu - perNode.cpu, memory: size.memory - perNode.memory, pods: maxPods - agents };
  if (room.cpu <= 0 || room.memory <= 0 || room.pods <= 0) return null;
  const part = ({ cpu, memory }: Reservation) => Math.max(cpu / room.cpu, memory / room.memory);
  if (pods.some(pod => part(pod) > 1)) return null;
  const bins: { cpu: number; memory: number; pods: number }[] = [];
  for (const pod of pods.toSorted((a, b) => part(b) - part(a))) {
    let bin = bins.find(
      free => free.pods >= 1 && pod.cpu <= free.cpu + 1e-9 && pod.memory <= free.memory + 1,
    );
    if (!bin) bins.push((bin = { ...room }));
    bin.cpu -= pod.cpu;
    bin.memory -= pod.memory;
    bin.pods -= 1;
  }
  return Math.max(fewest, bins.length);
}
