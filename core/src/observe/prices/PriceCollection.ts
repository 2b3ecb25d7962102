import {
  type ClusterNode,
  formatCount,
  type PriceBook,
  type Provenance,
  type ResourcePrices,
  type UnitPrice,
  type UsdPerHour,
  usd,
  usdPerHour,
} from '../../model/index.ts';
import {
  type BelievedUnits,
  believed,
  believedUnits,
  checkPrices,
  doubtAbout,
  type PriceKind,
} from './checkPrices.ts';
import { groupedBy } from './groupedBy.ts';
import type { Told, ToldUnits } from './toldPrices.ts';

type Part = Exclude<keyof PriceBook, 'nodes' | 'fallback' | 'storageProvenance' | 'idle'>;

/**
 * Puts a price book together of what several sources tell, best first: each part is taken from the first
 * that tells it believably. What nobody tells is left to the defaults.
 */
export class PriceCollection {
  readonly #nodes = new Map<string, ResourcePrices>();
  #fallback: ResourcePrices | null = null;
  #parts: { -readonly [P in Part]?: PriceBook[P] } & { storageProvenance?: Provenance } = {};

  /** True where a node has been priced. */
  get hasNodes(): boolean {
    return this.#nodes.size > 0 || this.#fallback !== null;
  }

  /**
   * Takes what is believable and not known yet.
   *
   * @returns what is not believed, as the ends of a sentence: `the price of storage is negative`
   */
  add(told: Told, provenance: Provenance): readonly string[] {
    return [
      ...this.#addNodes(told, provenance),
      ...this.#addFallbacks(told, provenance),
      ...this.#addStorage(told, provenance),
      ...this.#addLoadBalancers(told, provenance),
      ...this.#addNetwork(told, provenance),
    ];
  }

  /** The book; what nobody told is as in `defaults`. */
  book(defaults: PriceBook, inventory: readonly ClusterNode[]): PriceBook {
    const spotNodes = new Set(inventory.filter(({ spot }) => spot).map(({ name }) => name));
    const told = [...this.#nodes];
    const meanOf = (spot: boolean) => meanPrices(told.filter(([name]) => spotNodes.has(name) === spot));
    const fallback = this.#fallback ?? meanOf(false) ?? meanPrices(told) ?? defaults.fallback;
    const spotFallback = this.#parts.spotFallback ?? meanOf(true) ?? defaults.spotFallback;
    const untoldSpot = [...spotNodes].filter(name => !this.#nodes.has(name));
    return {
      ...defaults,
      ...this.#parts,
      ...(spotFallback && { spotFallback }),
      nodes: new Map([
        ...(spotFallback ? untoldSpot.map(name => [name, spotFallback] as const) : []),
        ...told,
      ]),
      fallback: { ...fallback, perGpu: fallback.perGpu ?? defaults.fallback.perGpu },
    };
  }

  #addNodes({ nodes }: Told, provenance: Provenance): string[] {
    const { believed: good, refused } = checkPrices(nodes);
    for (const [node, units] of good) {
      if (!this.#nodes.has(node)) this.#nodes.set(node, pricesOf(units, provenance));
    }
    const byReason = groupedBy(refused, ({ why }) => why);
    return [...byReason].map(
      ([why, some]) =>
        `the prices of ${formatCount(some.length, 'node')} are ${why} (${named(some.map(({ node }) => node))})`,
    );
  }

  #addFallbacks({ fallback, spotFallback, spot }: Told, provenance: Provenance): string[] {
    const units = (one: ToldUnits | undefined) => {
      const good = one && believedUnits(one);
      return good ? pricesOf(good, provenance) : null;
    };
    this.#fallback ??= units(fallback);
    const spotPrices = units(spotFallback);
    if (spotPrices) this.#parts.spotFallback ??= spotPrices;
    const [good, refusals] = believable('node', spot, name => `a spot ${name}`);
    if (good.size > 0) {
      this.#parts.spot ??= new Map(
        [...good].map(([type, price]) => [type, { perNode: usdPerHour(price), provenance }]),
      );
    }
    return refusals;
  }

  #addStorage({ storagePerGiB, storageClasses }: Told, provenance: Provenance): string[] {
    const [good, refusals] = believable('storage', storageClasses, name => `storage class ${name}`);
    if (good.size > 0) this.#parts.storageClasses ??= unitPrices(good, provenance);
    if (storagePerGiB === null) return refusals;
    const doubt = storagePerGiB === 0 ? 'zero' : doubtAbout('storage', storagePerGiB);
    if (doubt !== null) return [...refusals, `the price of storage is ${doubt}`];
    if (this.#parts.storageProvenance === undefined) {
      this.#parts.storagePerGiB = usdPerHour(storagePerGiB);
      this.#parts.storageProvenance = provenance;
    }
    return refusals;
  }

  #addLoadBalancers({ loadBalancer, loadBalancers }: Told, provenance: Provenance): string[] {
    const [good, refusals] = believable('loadBalancer', loadBalancers, name => `load balancer ${name}`);
    if (good.size > 0) {
      this.#parts.loadBalancers ??= unitPrices(good, provenance);
      this.#parts.loadBalancer ??= {
        perHour: meanOf([...good.values()]),
        provenance: modelled(provenance, 'mean-of-load-balancers'),
      };
    }
    if (loadBalancer === undefined) return refusals;
    const doubt = doubtAbout('loadBalancer', loadBalancer);
    if (doubt !== null) return [...refusals, `the price of a load balancer is ${doubt}`];
    this.#parts.loadBalancer ??= { perHour: usdPerHour(loadBalancer), provenance };
    return refusals;
  }

  #addNetwork({ egress, network }: Told, provenance: Provenance): string[] {
    const price = (value: number | null) => (believed('egress', value) ? usd(value) : null);
    if (egress && Object.values(egress).some(value => believed('egress', value))) {
      this.#parts.egress ??= {
        zonePerGiB: price(egress.zone),
        regionPerGiB: price(egress.region),
        internetPerGiB: price(egress.internet),
        provenance,
      };
    }
    const [good, refusals] = believable('node', network, () => 'the traffic of a workload');
    if (network) {
      this.#parts.network ??= {
        workloads: new Map([...good].map(([workload, cost]) => [workload, usdPerHour(cost)])),
        provenance,
      };
    }
    return [...new Set(refusals)];
  }
}

/** Tells the believable prices from the others, which are put into words. */
function believable(
  kind: PriceKind,
  told: ReadonlyMap<string, number> | undefined,
  called: (name: string) => string,
): [good: ReadonlyMap<string, number>, refusals: string[]] {
  const good = new Map<string, number>();
  const refusals: string[] = [];
  for (const [name, price] of told ?? []) {
    const doubt = doubtAbout(kind, price);
    if (doubt === null) good.set(name, price);
    else refusals.push(`the price of ${called(name)} is ${doubt}`);
  }
  return [good, refusals.length > 3 ? [...refusals.slice(0, 3), 'and more like them'] : refusals];
}

const named = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} …` : names.join(', ');

const pricesOf = ({ perCore, perGiB, perGpu }: BelievedUnits, provenance: Provenance): ResourcePrices => ({
  perCore: usdPerHour(perCore),
  perGiB: usdPerHour(perGiB),
  perGpu: perGpu === null ? null : usdPerHour(perGpu),
  provenance,
});

const unitPrices = (prices: ReadonlyMap<string, number>, provenance: Provenance): Map<string, UnitPrice> =>
  new Map([...prices].map(([name, price]) => [name, { perHour: usdPerHour(price), provenance }]));

const meanOf = (values: readonly number[]): UsdPerHour =>
  usdPerHour(values.reduce((sum, value) => sum + value, 0) / values.length);

const modelled = (provenance: Provenance, method: string): Provenance => ({
  ...provenance,
  kind: 'modelled',
  method: `${provenance.method}-${method}`,
});

/** Of nodes that are priced, for those that are not; `null` of none. */
function meanPrices(nodes: readonly (readonly [string, ResourcePrices])[]): ResourcePrices | null {
  const first = nodes[0]?.[1];
  if (!first) return null;
  const prices = nodes.map(([, one]) => one);
  const gpus = prices.map(({ perGpu }) => perGpu).filter(price => price !== null);
  return {
    perCore: meanOf(prices.map(({ perCore }) => perCore)),
    perGiB: meanOf(prices.map(({ perGiB }) => perGiB)),
    perGpu: gpus.length > 0 ? meanOf(gpus) : null,
    provenance: modelled(first.provenance, 'mean-of-nodes'),
  };
}
