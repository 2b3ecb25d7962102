import { type PriceBook, type Provenance, ratio, usdPerHour } from '../../../model/index.ts';
import type { ClusterSpec } from '../clusterSpec.ts';
import { SHOP_WORKLOADS } from './workloads.ts';

const SOURCE = 'GreenOps demo generator';

const billed = (method: string): Provenance => ({
  kind: 'billed',
  method,
  source: `${SOURCE}, as OpenCost would tell it`,
});

/** Google's list prices of E2 and N2 in europe-west1, per core and GiB; spot at about a third. */
const prices: ClusterSpec['prices'] = nodes => {
  const of = (pool: string | null, spot: boolean) => {
    const [core, gib] = pool === 'data' ? [0.03477, 0.00466] : [0.02399, 0.00322];
    const share = spot ? 0.34 : 1;
    return {
      perCore: usdPerHour(core * share),
      perGiB: usdPerHour(gib * share),
      perGpu: null,
      provenance: billed('opencost-node-prices'),
    };
  };
  const book: PriceBook = {
    nodes: new Map(nodes.map(node => [node.name, of(node.pool, node.spot)])),
    fallback: of(null, false),
    storagePerGiB: usdPerHour(0.00014),
    storageProvenance: billed('opencost-storage-prices'),
  };
  return book;
};

/** An online shop on Google Cloud, with Kepler and OpenCost. */
export const SHOP_CLUSTER: ClusterSpec = {
  cluster: {
    id: 'demo-shop-eu',
    name: 'Demo: online shop (generated)',
    provider: 'gcp',
    region: 'europe-west1',
    demo: true,
  },
  zones: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
  utcOffsetHours: 1,
  pools: [
    {
      name: 'general',
      instanceType: 'e2-standard-8',
      count: 4,
      cpu: 8,
      memory: '32Gi',
      gpus: 0,
      allocatable: { cpu: '7910m', memory: '28Gi' },
      architecture: 'amd64',
      spot: false,
      taint: null,
      gpuModel: null,
      maxPods: 110,
    },
    {
      name: 'data',
      instanceType: 'n2-highmem-4',
      count: 3,
      cpu: 4,
      memory: '32Gi',
      gpus: 0,
      allocatable: { cpu: '3920m', memory: '28Gi' },
      architecture: 'amd64',
      spot: false,
      taint: { key: 'workload', value: 'data' },
      gpuModel: null,
      maxPods: 110,
    },
    {
      name: 'spot',
      instanceType: 'e2-standard-8',
      count: 2,
      cpu: 8,
      memory: '32Gi',
      gpus: 0,
      allocatable: { cpu: '7910m', memory: '28Gi' },
      architecture: 'amd64',
      spot: true,
      taint: { key: 'cloud.google.com/gke-spot', value: 'true' },
      gpuModel: null,
      maxPods: 110,
    },
  ],
  workloads: SHOP_WORKLOADS,
  forgottenVolumes: [
    {
      namespace: 'search',
      name: 'elasticsearch-backup-2025',
      storageClass: 'standard-rwo',
      requested: '500Gi',
      used: '212Gi',
    },
  ],
  releasedVolumes: [
    {
      namespace: 'checkout',
      name: 'data-cart-redis-3',
      storageClass: 'premium-rwo',
      requested: '100Gi',
      used: '0',
    },
  ],
  namespaces: [
    {
      name: 'preview',
      labels: { environment: 'preview', 'app.kubernetes.io/managed-by': 'preview-bot' },
      annotations: { 'janitor/ttl': '14d', 'preview-bot/pull-request': 'demo-shop/frontend#4711' },
      ageDays: 33,
    },
  ],
  forgottenServices: [{ namespace: 'storefront', name: 'old-storefront', type: 'LoadBalancer' }],
  meter: { activeWattsPerCore: 4.1, idleWattsPerCore: 0.7, unattributed: 0.06 },
  prices,
  grid: {
    zone: 'europe-west1',
    annual: 103.37,
    source: 'Google’s regional figure for 2024',
    solar: 0.35,
    evening: 0.3,
    wind: 0.12,
    marginal: 420,
  },
  pue: {
    factor: ratio(1.09),
    provenance: {
      kind: 'default',
      method: 'pue-of-region',
      source: `${SOURCE}, after Google's figure for europe-west1`,
    },
  },
  notes: [
    {
      severity: 'info',
      source: 'prometheus',
      message: 'This cluster is a demo: its data was generated and no such cluster ever ran.',
    },
  ],
};
