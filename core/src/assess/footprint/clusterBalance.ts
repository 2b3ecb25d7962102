import {
  type ClusterBalance,
  formatCount,
  gramsCO2e,
  kilowattHours,
  type LedgerAmounts,
  usd,
  type Workload,
  type WorkloadFootprint,
} from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
import { monthlyCarbon, totalWatts } from './drawnPower.ts';
import { monthlyEnergy } from './footprint.ts';
import { gpuModelOf, gpuPower, gpusOf, idleGpuWatts } from './gpuPower.ts';
import { heldByPod } from './heldReservations.ts';
import { placementsOf } from './placements.ts';
import type { PowerPart } from './powerRhythm.ts';
import { addReservations, NOTHING, type Reservation, timesReservation } from './reservation.ts';

/** What the known workloads hold on one node; GPUs with the watts they draw there. */
interface HeldThere {
  readonly held: Reservation;
  readonly gpuWatts: number;
}

type Known = (footprint: WorkloadFootprint) => boolean;

/** What the workloads that `known` accepts hold, by node. */
function heldThere(
  context: ClusterContext,
  footprints: ReadonlyMap<string, WorkloadFootprint>,
  known: Known,
): ReadonlyMap<string, HeldThere> {
  const { observation, nodes } = context;
  const there = new Map<string, HeldThere>();
  for (const workload of observation.inventory.workloads) {
    const footprint = footprints.get(workload.id);
    if (footprint === undefined || !known(footprint)) continue;
    const pod = heldByPod(workload, observation);
    for (const { node, pods } of placementsOf(workload, observation)) {
      if (node === null) continue;
      const machine = nodes.get(node);
      const held = timesReservation(pod, pods);
      const model = machine ? gpuModelOf(machine) : null;
      const gpus = held.gpus > 0 ? gpuPower(held.gpus, model, gpusOf(workload.id, observation)) : null;
      const before = there.get(node);
      there.set(node, {
        held: addReservations(before?.held ?? NOTHING, held),
        gpuWatts: (before?.gpuWatts ?? 0) + (gpus?.watts ?? 0),
      });
    }
  }
  return there;
}

/** Power of all nodes, and of it what no workload was given. */
interface PowerSides {
  readonly nodes: readonly PowerPart[];
  readonly unallocated: readonly PowerPart[];
}

/**
 * Both sides from the nodes: work of all nodes that were there in the window, power at rest of those that
 * are there now. `null` where a node has no energy data.
 */
function powerSides(
  context: ClusterContext,
  footprints: ReadonlyMap<string, WorkloadFootprint>,
): PowerSides | null {
  const { observation, power, idlePower } = context;
  const there = heldThere(context, footprints, ({ energyPerMonth }) => energyPerMonth !== null);
  const nodes: PowerPart[] = [];
  const unallocated: PowerPart[] = [];
  for (const { node, active } of observation.energy.nodes.values()) {
    const part = { watts: active, rhythm: power.activeOfNode(node) };
    nodes.push(part);
    unallocated.push(part);
  }
  for (const [name, node] of context.nodes) {
    const energy = observation.energy.nodes.get(name);
    const { held, gpuWatts } = there.get(name) ?? { held: NOTHING, gpuWatts: 0 };
    const heldIdle = idlePower(name, { ...held, gpus: 0 });
    const freeGpus = idleGpuWatts((node.capacity.gpus ?? 0) - held.gpus, node);
    if (energy === undefined || heldIdle === null || freeGpus === null) return null;
    const rhythm = power.idleOfNode(name);
    nodes.push({ watts: energy.idle, rhythm }, { watts: gpuWatts + freeGpus, rhythm: power.flat });
    unallocated.push({ watts: energy.idle - heldIdle, rhythm }, { watts: freeGpus, rhythm: power.flat });
  }
  for (const workload of observation.inventory.workloads) {
    const given = activePart(workload, context, footprints.get(workload.id));
    if (given) unallocated.push(given);
  }
  return { nodes, unallocated };
}

/** Active power that a workload was given, to be taken from the rest. What no longer runs has no footprint: its energy stays there. */
function activePart(
  workload: Workload,
  { observation, power }: ClusterContext,
  footprint: WorkloadFootprint | undefined,
): PowerPart | null {
  const energy = observation.energy.workloads.get(workload.id);
  if (energy === undefined || footprint === undefined || footprint.energyPerMonth === null) return null;
  if (placementsOf(workload, observation).length === 0) return null;
  return { watts: -energy.active, rhythm: power.ofWorkload(workload.id) };
}

function embodiedSides(context: ClusterContext, footprints: ReadonlyMap<string, WorkloadFootprint>) {
  const there = heldThere(context, footprints, ({ embodiedPerMonth }) => embodiedPerMonth !== null);
  let [nodes, unallocated] = [0, 0];
  for (const name of context.nodes.keys()) {
    const whole = context.embodied.ofNode(name);
    const held = context.embodied.ofReservation(name, there.get(name)?.held ?? NOTHING);
    if (whole === null || held === null) return null;
    nodes += whole;
    unallocated += whole - held;
  }
  return { nodes: gramsCO2e(nodes), unallocated: gramsCO2e(unallocated) };
}

/** Sum of what is known; `null` where nothing is. */
function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return values.length > 0 && known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function workloadsSide(footprints: readonly WorkloadFootprint[]): LedgerAmounts {
  const sum = <T extends number>(of: (one: WorkloadFootprint) => T | null) => sumOfKnown(footprints.map(of));
  const [energy, carbon, embodied] = [
    sum(one => one.energyPerMonth),
    sum(one => one.carbonPerMonth),
    sum(one => one.embodiedPerMonth),
  ];
  return {
    usdPerMonth: usd(sum(one => one.usdPerMonth) ?? 0),
    energyPerMonth: energy === null ? null : kilowattHours(energy),
    carbonPerMonth: carbon === null ? null : gramsCO2e(carbon),
    embodiedPerMonth: embodied === null ? null : gramsCO2e(embodied),
  };
}

function missingOf(
  { observation, nodes, embodied }: ClusterContext,
  footprints: readonly WorkloadFootprint[],
): string[] {
  const names = [...nodes.keys()];
  const counted: readonly (readonly [number, string, string])[] = [
    [names.filter(name => !observation.energy.nodes.has(name)).length, 'node', 'the power is not known'],
    [footprints.filter(one => one.energyPerMonth === null).length, 'workload', 'the energy is not known'],
    [
      names.filter(name => embodied.ofNode(name) === null).length,
      'node',
      'no table knows the embodied carbon',
    ],
  ];
  return [
    ...counted
      .filter(([count]) => count > 0)
      .map(([count, noun, what]) => `Of ${formatCount(count, noun)} ${what}.`),
    ...(observation.grid === null ? ['Nobody says what the grid emits.'] : []),
  ];
}

/**
 * The cluster's ledger per month of 730 h: nodes = workloads + unallocated, in money (with volumes, load
 * balancers and metered traffic), energy, operational and embodied carbon, as long as every pod runs on a node of the inventory. Nothing of a node is counted
 * twice and nothing is lost. The unallocated side is computed from the nodes, not as a difference, so that
 * {@link imbalanceOf} can tell when the sides do not fit.
 */
export function clusterBalance(
  context: ClusterContext,
  footprints: ReadonlyMap<string, WorkloadFootprint>,
): ClusterBalance {
  const all = [...footprints.values()];
  const money = { nodes: context.costs.sides.whole, unallocated: context.costs.sides.unallocated };
  const power = powerSides(context, footprints);
  const embodied = embodiedSides(context, footprints);
  const side = (of: 'nodes' | 'unallocated'): LedgerAmounts => ({
    usdPerMonth: money[of],
    energyPerMonth: power && monthlyEnergy(totalWatts(power[of])),
    carbonPerMonth: power && monthlyCarbon(power[of], context),
    embodiedPerMonth: embodied && embodied[of],
  });
  return {
    nodes: side('nodes'),
    workloads: workloadsSide(all),
    unallocated: side('unallocated'),
    missing: missingOf(context, all),
  };
}
