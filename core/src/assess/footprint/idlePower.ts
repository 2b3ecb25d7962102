import {
  type ClusterEnergy,
  type ClusterNode,
  type NodeEnergy,
  type Watts,
  watts,
} from '../../model/index.ts';
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

/** Watts that a reservation on a node holds whether or not work is done; `null` where the node has no energy data. */
export type IdlePower = (node: string | null, reservation: Reservation) => Watts | null;

/** Share of a whole; an empty whole has no shares to give. */
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

function idlePowerOfNode(node: ClusterNode, energy: NodeEnergy, held: Reservation) {
  const cores = node.allocatable.cpu ?? node.capacity.cpu;
  const bytes = node.allocatable.memory ?? node.capacity.memory;
  if (cores === null || bytes === null) return () => null;
  const split = splitIdlePower(energy.idle, cores, bytes);
  // On an over-committed node the shares would add up to more than there is; they are then shares of what is held.
  const wholeCpu = Math.max(cores, held.cpu);
  const wholeMemory = Math.max(bytes, held.memory);
  return (reservation: Reservation): Watts =>
    watts(
      split.cpu * share(reservation.cpu, wholeCpu) + split.memory * share(reservation.memory, wholeMemory),
    );
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
