import {
  bytes,
  cores,
  type KilowattHours,
  kilowattHours,
  pricesOfNode,
  type Usd,
  usd,
  watts,
} from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
import { heldByNode, monthlyCost, monthlyEnergy } from './footprint.ts';
import { placementsOf } from './placements.ts';
import { NOTHING, type Reservation } from './reservation.ts';

/** What the nodes cost and draw beyond what the workloads' footprints hold, per month of 730 h. */
export interface UnallocatedFootprint {
  /** Can be below zero where pods use more than their nodes have been asked to reserve. */
  readonly usdPerMonth: Usd;
  /** Idle power that no reservation holds and active power that no workload was given; `null` where a node has no energy data. */
  readonly energyPerMonth: KilowattHours | null;
}

/**
 * The other side of the ledger: Σ footprints + this = Σ nodes, in money and in energy, as long as
 * every pod runs on a node of the inventory. Nothing of a node is counted twice and nothing is lost.
 */
export function unallocatedFootprint(context: ClusterContext): UnallocatedFootprint {
  const { observation, nodes } = context;
  const held = heldByNode(observation);
  let cost = 0;
  let energy: number | null = 0;
  for (const [name, node] of nodes) {
    const taken = held.get(name) ?? NOTHING;
    const free: Reservation = {
      cpu: cores((node.capacity.cpu ?? 0) - taken.cpu),
      memory: bytes((node.capacity.memory ?? 0) - taken.memory),
      gpus: (node.capacity.gpus ?? 0) - taken.gpus,
    };
    cost += monthlyCost(free, pricesOfNode(observation.prices, name));
    const power = observation.energy.nodes.get(name);
    const heldIdle = context.idlePower(name, taken);
    energy =
      energy === null || !power || heldIdle === null
        ? null
        : energy + monthlyEnergy(watts(power.active + power.idle - heldIdle));
  }
  // What drew power in the window and no longer runs has no footprint: its energy stays in the rest.
  const attributed = observation.inventory.workloads
    .filter(workload => placementsOf(workload, observation).length > 0)
    .reduce((total, { id }) => total + (observation.energy.workloads.get(id)?.active ?? 0), 0);
  return {
    usdPerMonth: usd(cost),
    energyPerMonth: energy === null ? null : kilowattHours(energy - monthlyEnergy(watts(attributed))),
  };
}
