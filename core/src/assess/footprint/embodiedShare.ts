import {
  type ClusterIdentity,
  type ClusterNode,
  type GramsCO2e,
  type Provenance,
} from '../../model/index.ts';
import {
  type EmbodiedOfNode,
  embodiedOfNode,
  embodiedPerMonth,
  GPU_KILOGRAMS,
  MEMORY_KILOGRAMS_PER_GB,
} from './embodiedOfNode.ts';
import { type NodeParts, partHeldOf } from './nodeParts.ts';
import type { Reservation } from './reservation.ts';

const BYTES_PER_GIB = 2 ** 30;

/** Manufacture of a node, written off over its life, and the part of it that a reservation holds. */
export interface EmbodiedOfCluster {
  /** Of the whole node per month of 730 h; `null` where no table knows it. */
  readonly ofNode: (node: string) => GramsCO2e | null;
  readonly ofReservation: (node: string | null, reservation: Reservation) => GramsCO2e | null;
  readonly provenanceOf: (node: string | null) => Provenance | null;
}

/** GPUs hold 150 kg each, memory 533/384 kg per GB, and CPU the rest: the terms that platforms are computed from. */
export function splitEmbodied(kilograms: number, { capacity }: ClusterNode): NodeParts {
  const gpus = Math.min(kilograms, (capacity.gpus ?? 0) * GPU_KILOGRAMS);
  const gibibytes = (capacity.memory ?? 0) / BYTES_PER_GIB;
  const memory = Math.min(kilograms - gpus, gibibytes * MEMORY_KILOGRAMS_PER_GB);
  return { cpu: kilograms - gpus - memory, memory, gpus };
}

export function embodiedOfCluster(
  nodes: ReadonlyMap<string, ClusterNode>,
  held: ReadonlyMap<string, Reservation>,
  provider: ClusterIdentity['provider'],
  nothing: Reservation,
): EmbodiedOfCluster {
  const known = new Map<string, EmbodiedOfNode & { held: (reservation: Reservation) => number }>();
  for (const [name, node] of nodes) {
    const embodied = embodiedOfNode(node, provider);
    const partHeld = partHeldOf(node, held.get(name) ?? nothing);
    if (embodied === null || partHeld === null) continue;
    const parts = splitEmbodied(embodied.kilograms, node);
    known.set(name, { ...embodied, held: reservation => partHeld(parts, reservation) });
  }
  const find = (node: string | null) => (node === null ? undefined : known.get(node));
  return {
    ofNode: node => {
      const found = find(node);
      return found ? embodiedPerMonth(found.kilograms, 1) : null;
    },
    ofReservation: (node, reservation) => {
      const found = find(node);
      return found ? embodiedPerMonth(found.held(reservation), 1) : null;
    },
    provenanceOf: node => find(node)?.provenance ?? null,
  };
}
