import {
  type ClusterIdentity,
  type ClusterNode,
  type PriceBook,
  type Provenance,
  type ResourcePrices,
  usdPerHour,
} from '../../model/index.ts';

type Provider = ClusterIdentity['provider'];

interface ListPrices {
  readonly cpu: number;
  readonly spotCpu: number;
  readonly ram: number;
  readonly spotRam: number;
}

/**
 * OpenCost's own defaults in US dollars per vCPU-hour and GiB-hour (configs/{default,aws,gcp,azure}.json,
 * Apache-2.0, read 2024-10), used where nothing better is known. AWS, GCP and on-premises share one row there.
 */
const GENERAL: ListPrices = { cpu: 0.031611, spotCpu: 0.006655, ram: 0.004237, spotRam: 0.000892 };
const AZURE: ListPrices = { cpu: 0.039, spotCpu: 0.007764, ram: 0.001917, spotRam: 0.000382 };
/** Per GPU-hour; azure.json's 0.0428925 is plainly out of date and not used. */
const GPU = 0.95;
/** $0.04 per GiB and month of 730 h. */
const STORAGE = 0.00005479452;

const PROVENANCE: Provenance = {
  kind: 'default',
  method: 'opencost-default-prices',
  source: "OpenCost's default price list",
};

/** What a resource costs where neither a bill nor OpenCost says: a documented list price, spot nodes at spot price. */
export function defaultPrices(provider: Provider, nodes: readonly ClusterNode[] = []): PriceBook {
  const list = provider === 'azure' ? AZURE : GENERAL;
  const prices = (cpu: number, ram: number): ResourcePrices => ({
    perCore: usdPerHour(cpu),
    perGiB: usdPerHour(ram),
    perGpu: usdPerHour(GPU),
    provenance: PROVENANCE,
  });
  const spot = prices(list.spotCpu, list.spotRam);
  return {
    nodes: new Map(nodes.filter(node => node.spot).map(node => [node.name, spot])),
    fallback: prices(list.cpu, list.ram),
    storagePerGiB: usdPerHour(STORAGE),
    storageProvenance: PROVENANCE,
  };
}
