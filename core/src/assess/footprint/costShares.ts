import {
  HOURS_PER_MONTH,
  loadBalancerPriceOf,
  type Observation,
  type Provenance,
  storagePriceOf,
  type Usd,
  usd,
} from '../../model/index.ts';
import { balancedServices } from './loadBalancers.ts';
import { claimCost, storageCost, volumesByName } from './storageCost.ts';

/** What one kind of cost comes to, per month of 730 h, and who bears it. */
export interface CostShares {
  /** Of the whole cluster, what nobody bears included. */
  readonly total: Usd;
  /** By workload id. */
  readonly workloads: ReadonlyMap<string, Usd>;
  /** What no workload bears. */
  readonly unallocated: Usd;
  readonly provenance: readonly Provenance[];
}

/** Adds up a kind of cost from its parts. */
class Shares {
  readonly #workloads = new Map<string, number>();
  readonly #provenance = new Set<Provenance>();
  #total = 0;
  #unallocated = 0;

  /** Each of the bearers has the same share; those that the inventory does not know leave theirs unallocated. */
  add(cost: number, bearers: readonly string[], known: ReadonlySet<string>, provenance: Provenance): void {
    this.#total += cost;
    this.#provenance.add(provenance);
    if (bearers.length === 0) this.#unallocated += cost;
    for (const workload of bearers) {
      const share = cost / bearers.length;
      if (known.has(workload)) this.#workloads.set(workload, (this.#workloads.get(workload) ?? 0) + share);
      else this.#unallocated += share;
    }
  }

  get all(): CostShares {
    return {
      total: usd(this.#total),
      workloads: new Map([...this.#workloads].map(([id, cost]) => [id, usd(cost)])),
      unallocated: usd(this.#unallocated),
      provenance: [...this.#provenance],
    };
  }
}

const knownWorkloads = ({ inventory }: Observation): ReadonlySet<string> =>
  new Set(inventory.workloads.map(({ id }) => id));

/** Volumes: those that are mounted are borne by who mounts them, in equal shares; all others by nobody. */
export function storageShares(observation: Observation): CostShares {
  const { inventory, prices } = observation;
  const known = knownWorkloads(observation);
  const volumes = volumesByName(inventory);
  const shares = new Shares();
  const claimed = new Set<string | null>();
  for (const claim of inventory.volumeClaims) {
    claimed.add(claim.volume);
    const { provenance } = storagePriceOf(prices, claim.storageClass);
    shares.add(claimCost(claim, volumes, prices), claim.mountedBy, known, provenance);
  }
  for (const { name, capacity, storageClass } of volumes?.values() ?? []) {
    if (claimed.has(name)) continue;
    const { provenance } = storagePriceOf(prices, storageClass);
    shares.add(storageCost(capacity, storageClass, prices), [], known, provenance);
  }
  return shares.all;
}

/** Load balancers, borne by the workloads that run behind them; `null` where services are not known. */
export function loadBalancerShares(observation: Observation): CostShares | null {
  const services = balancedServices(observation);
  if (services === null) return null;
  const known = knownWorkloads(observation);
  const shares = new Shares();
  for (const { service, workloads } of services) {
    const price = loadBalancerPriceOf(observation.prices, service);
    if (price === null) continue;
    const bearers = (workloads ?? []).map(({ id }) => id);
    shares.add(price.perHour * HOURS_PER_MONTH, bearers, known, price.provenance);
  }
  return shares.all;
}

/** Metered traffic, borne by who sent it; `null` where nobody meters it. */
export function networkShares(observation: Observation): CostShares | null {
  const { network } = observation.prices;
  if (!network) return null;
  const known = knownWorkloads(observation);
  const shares = new Shares();
  for (const [workload, perHour] of network.workloads) {
    shares.add(perHour * HOURS_PER_MONTH, [workload], known, network.provenance);
  }
  return shares.all;
}
