import {
  BYTES_PER_GIB,
  containerKey,
  type GramsCO2e,
  HOURS_PER_MONTH,
  kilowattHours,
  type KilowattHours,
  type Observation,
  operationalCarbon,
  pricesOfNode,
  type Provenance,
  type ResourcePrices,
  type Usd,
  usd,
  watts,
  type Watts,
  type Workload,
  type WorkloadFootprint,
} from '../../model/index.ts';
import type { ClusterContext, Placement } from '../rule.ts';
import { placementsOf } from './placements.ts';
import { addReservations, NOTHING, requested, type Reservation, timesReservation } from './reservation.ts';

/** What a reservation costs in a month of 730 h. */
export const monthlyCost = (held: Reservation, prices: ResourcePrices): Usd =>
  usd(
    (held.cpu * prices.perCore +
      (held.memory / BYTES_PER_GIB) * prices.perGiB +
      held.gpus * (prices.perGpu ?? 0)) *
      HOURS_PER_MONTH,
  );

export const monthlyEnergy = (power: Watts): KilowattHours => kilowattHours((power * HOURS_PER_MONTH) / 1000);

export const carbonOf = (energy: KilowattHours, observation: Observation): GramsCO2e | null =>
  observation.grid && operationalCarbon(energy, observation.pue, observation.grid);

/** What one pod of the workload holds: of each resource the larger of what it reserves and what it uses on average. */
export function heldByPod(workload: Workload, observation: Observation): Reservation {
  return workload.containers
    .filter(({ role }) => role !== 'init')
    .map((container): Reservation => {
      const reserved = requested(container);
      const usage = observation.usage.get(containerKey(workload.id, container.name));
      return {
        ...reserved,
        cpu: largest(reserved.cpu, usage?.cpu?.mean),
        memory: largest(reserved.memory, usage?.memory?.mean),
      };
    })
    .reduce(addReservations, NOTHING);
}

const largest = <T extends number>(a: T, b: T | undefined): T => (b !== undefined && b > a ? b : a);

/** What the pods of each node hold together. */
export function heldByNode(observation: Observation): ReadonlyMap<string, Reservation> {
  const held = new Map<string, Reservation>();
  for (const workload of observation.inventory.workloads) {
    const pod = heldByPod(workload, observation);
    for (const { node, pods } of placementsOf(workload, observation)) {
      if (node !== null)
        held.set(node, addReservations(held.get(node) ?? NOTHING, timesReservation(pod, pods)));
    }
  }
  return held;
}

/** Idle watts over all placements; `null` as soon as one of them is unknown, because half a sum is no sum. */
export function idleWattsOf(
  placements: readonly Placement[],
  perPod: Reservation,
  context: ClusterContext,
): Watts | null {
  let total = 0;
  for (const { node, pods } of placements) {
    const power = context.idlePower(node, timesReservation(perPod, pods));
    if (power === null) return null;
    total += power;
  }
  return watts(total);
}

/** Each origin once, in the order of first mention. */
export function distinctProvenance(all: readonly (Provenance | null | undefined)[]): readonly Provenance[] {
  const seen = new Map<string, Provenance>();
  for (const one of all) {
    if (one && !seen.has(`${one.kind}/${one.method}/${one.source}`)) {
      seen.set(`${one.kind}/${one.method}/${one.source}`, one);
    }
  }
  return [...seen.values()];
}

/** Cost, energy and carbon of a workload at today's requests and use. */
export function footprintOf(workload: Workload, context: ClusterContext): WorkloadFootprint {
  const { observation } = context;
  const placements = placementsOf(workload, observation);
  const pod = heldByPod(workload, observation);
  const prices = placements.map(({ node }) => pricesOfNode(observation.prices, node));
  const cost = placements.reduce(
    (total, { node, pods }) => total + pods * monthlyCost(pod, pricesOfNode(observation.prices, node)),
    0,
  );
  const active = observation.energy.workloads.get(workload.id);
  const idle = idleWattsOf(placements, pod, context);
  // A workload of which nothing runs draws nothing, whether or not a meter says so.
  const power =
    placements.length === 0 ? watts(0) : active && idle !== null ? watts(active.active + idle) : null;
  const energy = power === null ? null : monthlyEnergy(power);
  return {
    workloadId: workload.id,
    usdPerMonth: usd(cost),
    energyPerMonth: energy,
    carbonPerMonth: energy === null ? null : carbonOf(energy, observation),
    provenance: distinctProvenance([
      ...prices.map(price => price.provenance),
      active?.provenance,
      ...placements.map(({ node }) =>
        node === null ? null : observation.energy.nodes.get(node)?.provenance,
      ),
      observation.pue.provenance,
      observation.grid?.provenance,
    ]),
  };
}
