import {
  BYTES_PER_GIB,
  bytes,
  type ClusterNode,
  cores,
  HOURS_PER_MONTH,
  type Observation,
  pricesOfNode,
  type Provenance,
  type ResourcePrices,
  type Usd,
  usd,
  type Workload,
  type WorkloadCosts,
} from '../../model/index.ts';
import type { Placement } from '../rule.ts';
import { type CostShares, loadBalancerShares, networkShares, storageShares } from './costShares.ts';
import { heldByPod } from './heldReservations.ts';
import { placementsOf } from './placements.ts';
import { addReservations, NOTHING, type Reservation, timesReservation } from './reservation.ts';

const computeCost = ({ cpu, memory }: Reservation, prices: ResourcePrices): number =>
  (cpu * prices.perCore + (memory / BYTES_PER_GIB) * prices.perGiB) * HOURS_PER_MONTH;

const gpuCost = ({ gpus }: Reservation, prices: ResourcePrices): number =>
  gpus * (prices.perGpu ?? 0) * HOURS_PER_MONTH;

/** What a reservation costs in a month of 730 h. */
export const monthlyCost = (held: Reservation, prices: ResourcePrices): Usd =>
  usd(computeCost(held, prices) + gpuCost(held, prices));

/** What is paid for a cluster, per month of 730 h. */
export interface CostSides {
  /** Nodes, volumes, load balancers, metered traffic. */
  readonly whole: Usd;
  /** What of it no workload bears. Below zero where pods use more than their nodes were asked to reserve. */
  readonly unallocated: Usd;
}

/** Computes once what the costs of all workloads share. */
export interface ClusterCosts {
  ofWorkload(workload: Workload, placements: readonly Placement[], pod: Reservation): WorkloadCosts;
  /** Where the prices of what {@link ofWorkload} counts besides its nodes come from. */
  provenanceOf(costs: WorkloadCosts): readonly Provenance[];
  readonly sides: CostSides;
}

/** What of the nodes is held, and what they have to spare. */
interface NodeSides {
  readonly whole: number;
  readonly held: number;
  /** Nodes that are over-committed have none to spare, not less than none. */
  readonly spare: number;
  readonly unallocated: number;
}

const ofCapacity = ({ capacity }: ClusterNode): Reservation => ({
  cpu: capacity.cpu ?? cores(0),
  memory: capacity.memory ?? bytes(0),
  gpus: capacity.gpus ?? 0,
});

function nodeSides(observation: Observation, nodes: ReadonlyMap<string, ClusterNode>): NodeSides {
  const there = new Map<string, Reservation>();
  const { prices, inventory } = observation;
  // What ran on nodes that are gone was paid as well: it stands on both sides.
  let gone = 0;
  for (const workload of inventory.workloads) {
    const pod = heldByPod(workload, observation);
    for (const { node, pods } of placementsOf(workload, observation)) {
      const held = timesReservation(pod, pods);
      if (node === null || !nodes.has(node)) gone += monthlyCost(held, pricesOfNode(prices, node));
      else there.set(node, addReservations(there.get(node) ?? NOTHING, held));
    }
  }
  const sides = { whole: gone, held: gone, spare: 0, unallocated: 0 };
  for (const [name, node] of nodes) {
    const whole = monthlyCost(ofCapacity(node), pricesOfNode(prices, name));
    const held = monthlyCost(there.get(name) ?? NOTHING, pricesOfNode(prices, name));
    sides.whole += whole;
    sides.held += held;
    sides.spare += Math.max(0, whole - held);
    sides.unallocated += whole - held;
  }
  return sides;
}

const ofShares = (shares: CostShares | null, workload: string): Usd | null =>
  shares && (shares.workloads.get(workload) ?? usd(0));

/** Sum of a workload's costs; what is not known counts nothing. */
export const sumOfCosts = (costs: WorkloadCosts): Usd =>
  usd(Object.values(costs).reduce<number>((total, cost: Usd | null) => total + (cost ?? 0), 0));

/**
 * Who pays for what. CPU and memory: of each the larger of request and mean use. Volumes: who mounts them.
 * Load balancers: who runs behind them. Traffic, where metered: who sent it. What the nodes have to spare is
 * nobody's, or everybody's by the share of the compute cost, as the price book says.
 */
export function clusterCosts(
  observation: Observation,
  nodes: ReadonlyMap<string, ClusterNode>,
): ClusterCosts {
  const { prices } = observation;
  const storage = storageShares(observation);
  const loadBalancer = loadBalancerShares(observation);
  const network = networkShares(observation);
  const all = [storage, loadBalancer, network].filter(shares => shares !== null);
  const machines = nodeSides(observation, nodes);
  const shared = prices.idle === 'byCost' && machines.held > 0 ? machines.spare : 0;
  const perUsd = machines.held > 0 ? shared / machines.held : 0;
  const sum = (of: (shares: CostShares) => number) => all.reduce((total, shares) => total + of(shares), 0);
  return {
    ofWorkload: ({ id }, placements, pod) => {
      let [compute, gpu] = [0, 0];
      let gpuPriced = true;
      for (const { node, pods } of placements) {
        const unit = pricesOfNode(prices, node);
        compute += pods * computeCost(pod, unit);
        gpu += pods * gpuCost(pod, unit);
        gpuPriced &&= pod.gpus === 0 || unit.perGpu !== null;
      }
      return {
        compute: usd(compute),
        gpu: gpuPriced ? usd(gpu) : null,
        storage: ofShares(storage, id) ?? usd(0),
        loadBalancer: ofShares(loadBalancer, id),
        network: ofShares(network, id),
        sharedIdle: usd((compute + gpu) * perUsd),
      };
    },
    provenanceOf: costs => [
      ...(costs.storage > 0 ? storage.provenance : []),
      ...(costs.loadBalancer ? (loadBalancer?.provenance ?? []) : []),
      ...(costs.network ? (network?.provenance ?? []) : []),
    ],
    sides: {
      whole: usd(machines.whole + sum(({ total }) => total)),
      unallocated: usd(machines.unallocated - shared + sum(({ unallocated }) => unallocated)),
    },
  };
}
