import type { Provenance } from './provenance.ts';
import { BYTES_PER_GIB, type Usd, type UsdPerHour, usdPerHour } from './quantity.ts';
import type { ClusterNode } from './workload.ts';

/** Price of one unit for one hour. */
export interface ResourcePrices {
  readonly perCore: UsdPerHour;
  /** Per GiB (1024³ bytes) of memory. */
  readonly perGiB: UsdPerHour;
  readonly perGpu: UsdPerHour | null;
  readonly provenance: Provenance;
}

/** Price of one thing for one hour: a GiB of storage, a load balancer. */
export interface UnitPrice {
  readonly perHour: UsdPerHour;
  readonly provenance: Provenance;
}

/** What leaving traffic costs, by how far it goes. `null` where nobody says. */
export interface EgressPrices {
  readonly zonePerGiB: Usd | null;
  readonly regionPerGiB: Usd | null;
  readonly internetPerGiB: Usd | null;
  readonly provenance: Provenance;
}

/** What traffic was charged, for each workload that had any; one that is absent had none. */
export interface NetworkCosts {
  /** By workload id, as a mean over the window. */
  readonly workloads: ReadonlyMap<string, UsdPerHour>;
  readonly provenance: Provenance;
}

/** What the cluster's resources cost. */
export interface PriceBook {
  /** By node name; a node that is not in it costs `fallback`. */
  readonly nodes: ReadonlyMap<string, ResourcePrices>;
  readonly fallback: ResourcePrices;
  /** Per GiB of persistent volume of a class that has no price of its own. */
  readonly storagePerGiB: UsdPerHour;
  readonly storageProvenance: Provenance;
  /** Per GiB, by storage class. */
  readonly storageClasses?: ReadonlyMap<string, UnitPrice>;
  /** Of one load balancer, without its traffic; absent where nobody says. */
  readonly loadBalancer?: UnitPrice;
  /** Load balancers whose own price is known, by `namespace/service`. */
  readonly loadBalancers?: ReadonlyMap<string, UnitPrice>;
  /** What a node costs, or would cost, as spot, by instance type; where absent, `spotFallback` holds. */
  readonly spot?: ReadonlyMap<string, SpotPrice>;
  /** What any spot node costs where its type has no price of its own; absent where nobody says. */
  readonly spotFallback?: ResourcePrices;
  readonly egress?: EgressPrices;
  /** Absent where nobody meters what traffic costs, which is not zero. */
  readonly network?: NetworkCosts;
  /**
   * Who pays for what the nodes have to spare: nobody (it is told as unallocated), or the workloads, each by
   * its share of their compute cost.
   */
  readonly idle?: 'unallocated' | 'byCost';
}

/** Price of a spot node of one instance type. */
export interface SpotPrice {
  /** Of the whole node. */
  readonly perNode: UsdPerHour;
  readonly provenance: Provenance;
}

export const pricesOfNode = (book: PriceBook, node: string | null): ResourcePrices =>
  (node === null ? undefined : book.nodes.get(node)) ?? book.fallback;

/** Price of the whole node for an hour, of what it was made with (capacity, not allocatable). */
export const priceOfNode = (book: PriceBook, node: ClusterNode): UnitPrice =>
  priceOfCapacity(node, pricesOfNode(book, node.name));

/** What the node would cost as spot; `null` where nobody says what spot costs. */
export function spotPriceOf(book: PriceBook, node: ClusterNode): SpotPrice | null {
  if (node.spot) {
    const { perHour, provenance } = priceOfNode(book, node);
    return { perNode: perHour, provenance };
  }
  const told = node.instanceType === null ? undefined : book.spot?.get(node.instanceType);
  if (told) return told;
  if (!book.spotFallback) return null;
  const { perHour, provenance } = priceOfCapacity(node, book.spotFallback);
  return { perNode: perHour, provenance };
}

function priceOfCapacity({ capacity }: ClusterNode, prices: ResourcePrices): UnitPrice {
  const cost =
    (capacity.cpu ?? 0) * prices.perCore +
    ((capacity.memory ?? 0) / BYTES_PER_GIB) * prices.perGiB +
    (capacity.gpus ?? 0) * (prices.perGpu ?? 0);
  return { perHour: usdPerHour(cost), provenance: prices.provenance };
}

/** Price of a GiB of the storage class. */
export const storagePriceOf = (book: PriceBook, storageClass: string | null): UnitPrice =>
  (storageClass === null ? undefined : book.storageClasses?.get(storageClass)) ?? {
    perHour: book.storagePerGiB,
    provenance: book.storageProvenance,
  };

/** Price of the load balancer of a service; `null` where nobody says what one costs. */
export const loadBalancerPriceOf = (
  book: PriceBook,
  service: { readonly namespace: string; readonly name: string },
): UnitPrice | null =>
  book.loadBalancers?.get(`${service.namespace}/${service.name}`) ?? book.loadBalancer ?? null;
