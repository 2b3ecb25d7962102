import type { ClusterView, OpportunityView, WorkloadDetailView, WorkloadView } from '@greenops/core/api';

/** Contract-valid answers of a made-up backend; each builder takes what a test cares about. */

const END = '2026-11-21T10:00:00.000Z';
const START = '2026-11-07T10:00:00.000Z';

const billed = { kind: 'billed', method: 'opencost-node-hour', source: 'OpenCost', asOf: END } as const;
const measured = { kind: 'measured', method: 'cadvisor-cpu-usage', source: 'cAdvisor', asOf: END } as const;

export const clusterOf = (given: Partial<ClusterView> = {}): ClusterView => ({
  id: 'production',
  name: 'Production',
  provider: 'gcp',
  region: 'europe-west1',
  demo: false,
  status: 'ok',
  lastScanAt: END,
  lastError: null,
  failingSince: null,
  sources: [],
  definedIn: 'config',
  enabled: true,
  nodes: 12,
  workloads: 34,
  containers: 51,
  opportunities: 2,
  footprint: {
    usdPerMonth: 4210.4,
    kilowattHoursPerMonth: 1830.2,
    gramsCO2ePerMonth: 214_000,
    provenance: [billed],
  },
  savingUsdPerMonth: 1102.25,
  savingGramsCO2ePerMonth: 58_300,
  realisableUsdPerMonth: 640,
  notes: [],
  notJudged: [],
  rulesOff: [],
  ...given,
});

const estimate = (likely: number) => ({ low: likely * 0.8, likely, high: likely * 1.2 });

export const opportunityOf = (given: Partial<OpportunityView> = {}): OpportunityView => ({
  id: 'opp-cart-cpu',
  type: 'cpu-over-requested',
  clusterId: 'production',
  demo: false,
  workloadId: 'wl-cart',
  namespace: 'shop',
  kind: 'Deployment',
  name: 'cart',
  includedIn: null,
  container: 'server',
  title: 'Lower the CPU request of server from 2 to 640m',
  summary: 'It reserves 2 cores of CPU in each pod, but used no more than 556m.',
  changes: [{ container: 'server', target: 'requests.cpu', from: '2', to: '640m' }],
  saving: {
    nominal: {
      usdPerMonth: estimate(120.5),
      gramsCO2ePerMonth: estimate(5400),
      kilowattHoursPerMonth: estimate(14),
      freedCores: 4.08,
      freedBytes: 0,
    },
    realisable: null,
    nodes: [],
    realisableReason: null,
    provenance: [billed],
  },
  risk: { level: 'low', reasons: ['All but its rarest bursts stay within the new request'] },
  confidence: { score: 0.95, reasons: ['99 % of the expected samples are there'] },
  evidence: [
    {
      id: 'cpu.p95',
      label: 'CPU, 95th percentile',
      value: 0.556,
      unit: 'cores',
      text: '556m',
      provenance: measured,
    },
  ],
  recommendation: {
    author: { kind: 'template' },
    why: ['It reserves more than it uses'],
    risks: ['All but its rarest bursts stay within the new request'],
    steps: ['Set requests.cpu to 640m'],
    watchAfterwards: ['CPU throttling'],
  },
  policyId: 'balanced',
  windowStart: START,
  windowEnd: END,
  detectedAt: END,
  ...given,
});

export const workloadOf = (given: Partial<WorkloadView> = {}): WorkloadView => ({
  id: 'wl-cart',
  clusterId: 'production',
  demo: false,
  namespace: 'shop',
  kind: 'Deployment',
  name: 'cart',
  replicas: 3,
  labels: {},
  requestedCores: 6,
  requestedBytes: 3 * 2 ** 30,
  footprint: {
    usdPerMonth: 140,
    kilowattHoursPerMonth: 20,
    gramsCO2ePerMonth: 6000,
    provenance: [billed],
    costs: null,
    gramsCO2eRange: null,
    embodiedGramsCO2ePerMonth: null,
    sci: null,
  },
  opportunities: 1,
  savingUsdPerMonth: 120.5,
  savingGramsCO2ePerMonth: 5400,
  realisableUsdPerMonth: 0,
  ...given,
});

const hours = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    hour: new Date(Date.parse(START) + index * 3_600_000).toISOString(),
    mean: 0.25,
    max: 0.5,
    samples: 36,
  }));

export const workloadDetailOf = (given: Partial<WorkloadDetailView> = {}): WorkloadDetailView => ({
  ...workloadOf(),
  windowStart: START,
  windowEnd: END,
  containers: [
    {
      name: 'server',
      role: 'main',
      image: 'registry.example/cart:1.2.3',
      requests: { cores: 2, bytes: null, gpus: null },
      limits: { cores: null, bytes: 2 ** 30, gpus: null },
      cpu: { mean: 0.25, p50: 0.24, p95: 0.556, p99: 0.7, max: 1.2, coverage: 0.99, samples: 12_000 },
      memory: null,
      throttledRatio: 0.04,
      oomKills: 1,
      hourlyCpu: hours(48),
      hourlyMemory: [],
    },
  ],
  opportunityList: [opportunityOf()],
  ...given,
});
