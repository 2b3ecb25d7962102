import { type GramsCO2e, gramsCO2e, type Workload, type WorkloadFootprint } from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
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
export interface PowerSides {
  readonly nodes: readonly PowerPart[];
  readonly unallocated: readonly PowerPart[];
}

/**
 * Both sides from the nodes: work of all nodes that were there in the window, power at rest of those that
 * are there now. `null` where a node has no energy data.
 */
export function powerSides(
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

/** Manufacture of all nodes, and of it what no workload holds; `null` where a node's machine is not known. */
export function embodiedSides(
  context: ClusterContext,
  footprints: ReadonlyMap<string, WorkloadFootprint>,
): { nodes: GramsCO2e; unallocated: GramsCO2e } | null {
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
