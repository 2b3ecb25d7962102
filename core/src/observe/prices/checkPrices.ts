import {
  type PriceBook,
  type Provenance,
  type ResourcePrices,
  type UsdPerHour,
  usdPerHour,
} from '../../model/index.ts';

/** Unit prices of one node as a source tells them, unchecked. */
export interface ToldPrices {
  readonly node: string;
  readonly perCore: number | null;
  readonly perGiB: number | null;
  readonly perGpu: number | null;
}

/** Highest unit prices that are believed; ten times the dearest that clouds list. */
const HIGHEST = { perCore: 10, perGiB: 2, perGpu: 200 };

/** What a source's prices came to, and which nodes were not believed. */
export interface CheckedPrices {
  readonly book: PriceBook;
  readonly refused: readonly string[];
}

/**
 * Makes a price book of told prices: a node whose prices are missing, negative, not finite, absurdly high
 * or all zero is left to the fallback, which is the mean of the believed nodes.
 *
 * @returns `null` where no node's prices can be believed
 */
export function checkPrices(
  told: readonly ToldPrices[],
  options: {
    provenance: Provenance;
    storage: { readonly perGiB: number; readonly provenance: Provenance } | null;
    defaults: PriceBook;
  },
): CheckedPrices | null {
  const { provenance, storage, defaults } = options;
  const nodes = new Map<string, ResourcePrices>();
  const refused: string[] = [];
  for (const { node, perCore, perGiB, perGpu } of told) {
    if (!believed(perCore, HIGHEST.perCore) || !believed(perGiB, HIGHEST.perGiB) || perCore + perGiB === 0) {
      refused.push(node);
      continue;
    }
    nodes.set(node, {
      perCore: usdPerHour(perCore),
      perGiB: usdPerHour(perGiB),
      perGpu: believed(perGpu, HIGHEST.perGpu) && perGpu > 0 ? usdPerHour(perGpu) : null,
      provenance,
    });
  }
  if (nodes.size === 0) return null;
  const believedStorage = storage !== null && believed(storage.perGiB, HIGHEST.perGiB) ? storage : null;
  return {
    refused,
    book: {
      nodes,
      fallback: meanPrices([...nodes.values()], defaults.fallback.perGpu, provenance),
      storagePerGiB: believedStorage ? usdPerHour(believedStorage.perGiB) : defaults.storagePerGiB,
      storageProvenance: believedStorage ? believedStorage.provenance : defaults.storageProvenance,
    },
  };
}

const believed = (price: number | null, highest: number): price is number =>
  price !== null && Number.isFinite(price) && price >= 0 && price <= highest;

function meanPrices(
  prices: readonly ResourcePrices[],
  gpuDefault: UsdPerHour | null,
  provenance: Provenance,
): ResourcePrices {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const gpus = prices.map(price => price.perGpu).filter(price => price !== null);
  return {
    perCore: usdPerHour(mean(prices.map(price => price.perCore))),
    perGiB: usdPerHour(mean(prices.map(price => price.perGiB))),
    perGpu: gpus.length > 0 ? usdPerHour(mean(gpus)) : gpuDefault,
    provenance: { ...provenance, kind: 'modelled', method: `${provenance.method}-mean-of-nodes` },
  };
}
