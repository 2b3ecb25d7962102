import {
  type ClusterEnergy,
  type ClusterNode,
  type NodeEnergy,
  type Watts,
  watts,
} from '../../model/index.ts';
import { gpuCoefficients, gpuModelOf } from './gpuPower.ts';
import { partHeldOf } from './nodeParts.ts';
import type { Reservation } from './reservation.ts';

/** Mean of Crucial's 0.375 and Micron's 0.4083 W/GB (Cloud Carbon Footprint, methodology, "Memory"). */
export const MEMORY_WATTS_PER_GB = 0.392;
/** What a vCPU draws at rest where the processor is not known (Cloud Carbon Footprint, AWS minimum). */
export const IDLE_WATTS_PER_CORE = 0.74;
const BYTES_PER_GB = 1e9;

/** The node's idle power, taken apart into what CPU and what memory hold of it. */
export interface IdleSplit {
  readonly cpu: Watts;
  readonly memory: Watts;
}

/**
 * Memory holds 0.392 W per GB and CPU the rest. Where the idle power is too small to carry that
 * (a meter without a DRAM zone), both get it in the proportion of the coefficients, so that neither
 * resource ever looks free.
 */
export function splitIdlePower(idle: Watts, cores: number, bytes: number): IdleSplit {
  const memoryModel = (MEMORY_WATTS_PER_GB * bytes) / BYTES_PER_GB;
  const cpuModel = IDLE_WATTS_PER_CORE * cores;
  const total = memoryModel + cpuModel;
  const memory = total === 0 ? 0 : Math.min(memoryModel, (idle * memoryModel) / total);
  return { cpu: watts(idle - memory), memory: watts(memory) };
}

/**
 * Watts that a reservation on a node holds whether or not work is done: of CPU and memory by the node's
 * meter or model, of GPUs their power at rest. `null` where one of them is not known.
 */
export type IdlePower = (node: string | null, reservation: Reservation) => Watts | null;

function idlePowerOfNode(
  node: ClusterNode,
  energy: NodeEnergy,
  held: Reservation,
): (reservation: Reservation) => Watts | null {
  const partHeld = partHeldOf(node, held);
  const cores = node.allocatable.cpu ?? node.capacity.cpu;
  const bytes = node.allocatable.memory ?? node.capacity.memory;
  if (partHeld === null || cores === null || bytes === null) return () => null;
  const parts = { ...splitIdlePower(energy.idle, cores, bytes), gpus: 0 };
  const gpu = gpuCoefficients(gpuModelOf(node));
  return reservation => {
    if (reservation.gpus === 0) return watts(partHeld(parts, reservation));
    return gpu === null ? null : watts(partHeld(parts, reservation) + reservation.gpus * gpu.idle);
  };
}

/**
 * Shares the idle power of each node among reservations, so that everything that is held on a node
 * together never holds more than the node draws.
 *
 * @param held what all pods of a node hold together, by node name
 */
export function idlePowerOf(
  nodes: ReadonlyMap<string, ClusterNode>,
  energy: ClusterEnergy,
  held: ReadonlyMap<string, Reservation>,
  nothing: Reservation,
): IdlePower {
  const byNode = new Map(
    [...nodes].flatMap(([name, node]) => {
      const measured = energy.nodes.get(name);
      return measured ? [[name, idlePowerOfNode(node, measured, held.get(name) ?? nothing)] as const] : [];
    }),
  );
  return (node, reservation) => (node === null ? null : (byNode.get(node)?.(reservation) ?? null));
}
