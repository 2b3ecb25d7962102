import type { ClusterNode } from '../../model/index.ts';
import type { Reservation } from './reservation.ts';

/** Something of a node (watts, grams), taken apart into what its CPU, its memory and its GPUs hold of it. */
export interface NodeParts {
  readonly cpu: number;
  readonly memory: number;
  readonly gpus: number;
}

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/**
 * The function that tells what part of a node a reservation holds: of each resource its share of what can
 * be given away. On an over-committed node the shares would add up to more than there is; they are then
 * shares of what is held. Never does everything that is held together hold more than the node.
 *
 * @param held what all pods of the node hold together
 * @returns `null` where nobody says how large the node is
 */
export function partHeldOf(
  { allocatable, capacity }: ClusterNode,
  held: Reservation,
): ((parts: NodeParts, reservation: Reservation) => number) | null {
  const cores = allocatable.cpu ?? capacity.cpu;
  const bytes = allocatable.memory ?? capacity.memory;
  if (cores === null || bytes === null) return null;
  const gpus = Math.max(allocatable.gpus ?? capacity.gpus ?? 0, held.gpus);
  const wholeCpu = Math.max(cores, held.cpu);
  const wholeMemory = Math.max(bytes, held.memory);
  return (parts, reservation) =>
    parts.cpu * share(reservation.cpu, wholeCpu) +
    parts.memory * share(reservation.memory, wholeMemory) +
    parts.gpus * share(reservation.gpus, gpus);
}
