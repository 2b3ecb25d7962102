import {
  type ClusterIdentity,
  type ClusterNode,
  type PriceBook,
  type Provenance,
  type ResourcePrices,
  usd,
  usdPerHour,
} from '../../model/index.ts';

type Provider = ClusterIdentity['provider'];

interface ListPrices {
  readonly cpu: number;
  readonly spotCpu: number;
  readonly ram: number;
  readonly spotRam: number;
  /** Per GiB that leaves for the internet. */
  readonly internet: number;
}

/**
 * OpenCost's own defaults in US dollars per vCPU-hour and GiB-hour (configs/{default,aws,gcp,azure}.json,
 * Apache-2.0, read 2024-10), used where nothing better is known. AWS, GCP and on-premises share one row there.
 */
const GENERAL: ListPrices = {
  cpu: 0.031611,
  spotCpu: 0.006655,
  ram: 0.004237,
  spotRam: 0.000892,
  internet: 0.12,
};
const AWS: ListPrices = { ...GENERAL, internet: 0.143 };
const AZURE: ListPrices = {
  cpu: 0.039,
  spotCpu: 0.007764,
  ram: 0.001917,
  spotRam: 0.000382,
  internet: 0.0725,
};
/** Per GPU-hour; azure.json's 0.0428925 is plainly out of date and not used. */
const GPU = 0.95;
/** $0.04 per GiB and month of 730 h. */
const STORAGE = 0.00005479452;
/** Per GiB that crosses a zone or a region; the same in all the files. */
const NEAR_EGRESS = 0.01;

/**
 * What a load balancer costs an hour before traffic: AWS Network Load Balancer in us-east-1 and Google's first
 * five forwarding rules ask as much. OpenCost's files of these providers name no price. On one's own machines
 * there is no such bill.
 */
const LOAD_BALANCER: Readonly<Record<Provider, number | null>> = {
  aws: 0.0225,
  gcp: 0.025,
  azure: 0.025,
  'on-premises': null,
  unknown: null,
};

const PROVENANCE: Provenance = {
  kind: 'default',
  method: 'opencost-default-prices',
  source: "OpenCost's default price list",
};
const LISTED: Provenance = {
  kind: 'default',
  method: 'provider-list-price',
  source: "the provider's public price list (2026)",
};

/** CPU-hour, GiB-hour and GPU-hour of a provider: the proportion in which the price of a whole node is split. */
export function defaultUnits(provider: Provider): { perCore: number; perGiB: number; perGpu: number } {
  const { cpu, ram } = listOf(provider);
  return { perCore: cpu, perGiB: ram, perGpu: GPU };
}

const listOf = (provider: Provider): ListPrices =>
  provider === 'azure' ? AZURE : provider === 'aws' ? AWS : GENERAL;

/** What a resource costs where neither a bill nor OpenCost says: a documented list price, spot nodes at spot price. */
export function defaultPrices(provider: Provider, nodes: readonly ClusterNode[] = []): PriceBook {
  const list = listOf(provider);
  const prices = (cpu: number, ram: number): ResourcePrices => ({
    perCore: usdPerHour(cpu),
    perGiB: usdPerHour(ram),
    perGpu: usdPerHour(GPU),
    provenance: PROVENANCE,
  });
  const spot = prices(list.spotCpu, list.spotRam);
  const loadBalancer = LOAD_BALANCER[provider];
  return {
    nodes: new Map(nodes.filter(node => node.spot).map(node => [node.name, spot])),
    fallback: prices(list.cpu, list.ram),
    spotFallback: spot,
    storagePerGiB: usdPerHour(STORAGE),
    storageProvenance: PROVENANCE,
    ...(loadBalancer === null
      ? {}
      : { loadBalancer: { perHour: usdPerHour(loadBalancer), provenance: LISTED } }),
    egress: {
      zonePerGiB: usd(NEAR_EGRESS),
      regionPerGiB: usd(NEAR_EGRESS),
      internetPerGiB: usd(list.internet),
      provenance: PROVENANCE,
    },
  };
}
