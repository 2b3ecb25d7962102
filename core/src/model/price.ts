import type { Provenance } from './provenance.ts';
import type { UsdPerHour } from './quantity.ts';

/** Price of one unit for one hour. */
export interface ResourcePrices {
  readonly perCore: UsdPerHour;
  /** Per GiB (1024³ bytes) of memory. */
  readonly perGiB: UsdPerHour;
  readonly perGpu: UsdPerHour | null;
  readonly provenance: Provenance;
}

/** What the cluster's resources cost. */
export interface PriceBook {
  /** By node name; a node that is not in it costs `fallback`. */
  readonly nodes: ReadonlyMap<string, ResourcePrices>;
  readonly fallback: ResourcePrices;
  /** Per GiB of persistent volume. */
  readonly storagePerGiB: UsdPerHour;
  readonly storageProvenance: Provenance;
}

export const pricesOfNode = (book: PriceBook, node: string | null): ResourcePrices =>
  (node === null ? undefined : book.nodes.get(node)) ?? book.fallback;
