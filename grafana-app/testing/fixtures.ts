import type {
  ClusterView,
  ContainerView,
  OpportunityView,
  ProvenanceView,
  WorkloadDetailView,
} from '@greenops/core/api';
import { opportunityId, workloadId } from '@greenops/core/model';

/** Contract-valid answers of a made-up backend: two clusters, one of them generated and in trouble. */

const WINDOW_END = '2026-11-21T10:00:00.000Z';
const WINDOW_HOURS = 14 * 24;
const windowStart = new Date(Date.parse(WINDOW_END) - WINDOW_HOURS * 3_600_000).toISOString();

const measured: ProvenanceView = {
  kind: 'measured',
  method: 'cadvisor-cpu-usage',
  source: 'cAdvisor',
  asOf: WINDOW_END,
};
const billed: ProvenanceView = {
  kind: 'billed',
  method: 'opencost-node-hour',
  source: 'OpenCost',
  asOf: WINDOW_END,
};
const defaultGrid: ProvenanceView = {
  kind: 'default',
  method: 'ccf-grid-emission-factors',
  source: 'Cloud Carbon Footprint 2026-04',
  asOf: null,
};

export const clusters: readonly ClusterView[] = [
  {
    id: 'production-eu',
    name: 'Production EU',
    provider: 'gcp',
    region: 'europe-west1',
    demo: false,
    status: 'ok',
    lastScanAt: WINDOW_END,
    lastError: null,
    failingSince: null,
    sources: [],
    definedIn: 'config',
    enabled: true,
    nodes: 12,
    workloads: 34,
    containers: 51,
    opportunities: 4,
    footprint: {
      usdPerMonth: 4210.4,
      kilowattHoursPerMonth: 1830.2,
      gramsCO2ePerMonth: 214_000,
      provenance: [billed, measured, defaultGrid],
    },
    savingUsdPerMonth: 1102.25,
    savingGramsCO2ePerMonth: 58_300,
    realisableUsdPerMonth: 640,
    notes: [
      {
        severity: 'warning',
        source: 'kepler',
        message: 'Kepler reports no pods, so the energy of workloads is modelled',
        cure: 'Set kube.enabled to true in Kepler’s configuration',
      },
    ],
    notJudged: [],
    rulesOff: [],
  },
  {
    id: 'demo',
    name: 'Demo',
    provider: 'unknown',
    region: null,
    demo: true,
    status: 'failed',
    lastScanAt: WINDOW_END,
    lastError: 'Prometheus at http://prometheus:9090 did not answer within 30 s',
    failingSince: null,
    sources: [],
    definedIn: 'config',
    enabled: true,
    nodes: 3,
    workloads: 2,
    containers: 2,
    opportunities: 2,
    footprint: {
      usdPerMonth: 310,
      kilowattHoursPerMonth: null,
      gramsCO2ePerMonth: null,
      provenance: [billed],
    },
    savingUsdPerMonth: 44.5,
    savingGramsCO2ePerMonth: null,
    realisableUsdPerMonth: null,
    notes: [],
    notJudged: [],
    rulesOff: [],
  },
];

interface Case {
  readonly type: OpportunityView['type'];
  readonly cluster: ClusterView;
  readonly namespace: string;
  readonly kind: string;
  readonly workload: string;
  readonly title: string;
  readonly change: OpportunityView['changes'][number];
  readonly usd: number;
  readonly grams: number | null;
  readonly risk: OpportunityView['risk']['level'];
  readonly confidence: number;
}

const [production, demo] = clusters;
if (!production || !demo) throw new Error('the fixtures need two clusters');

const cases: readonly Case[] = [
  {
    type: 'cpu-over-requested',
    cluster: production,
    namespace: 'shop',
    kind: 'Deployment',
    workload: 'checkout',
    title: 'Lower the CPU request of server from 2 to 640m',
    change: { container: 'server', target: 'requests.cpu', from: '2', to: '640m' },
    usd: 612.5,
    grams: 31_500,
    risk: 'low',
    confidence: 0.93,
  },
  {
    type: 'memory-over-requested',
    cluster: production,
    namespace: 'shop',
    kind: 'StatefulSet',
    workload: 'orders-cache',
    title: 'Lower the memory request of redis from 8Gi to 2304Mi',
    change: { container: 'redis', target: 'requests.memory', from: '8Gi', to: '2304Mi' },
    usd: 288.75,
    grams: 15_200,
    risk: 'medium',
    confidence: 0.81,
  },
  {
    type: 'idle-workload',
    cluster: production,
    namespace: 'reports',
    kind: 'Deployment',
    workload: 'legacy-export',
    title: 'Scale legacy-export to 0: nobody has used it for 14 d',
    change: { container: null, target: 'replicas', from: '3', to: '0' },
    usd: 214.2,
    grams: 11_900,
    risk: 'high',
    confidence: 0.62,
  },
  {
    type: 'cpu-under-requested',
    cluster: production,
    namespace: 'platform',
    kind: 'DaemonSet',
    workload: 'log-shipper',
    title: 'Raise the CPU request of agent from 50m to 180m',
    change: { container: 'agent', target: 'requests.cpu', from: '50m', to: '180m' },
    usd: -13.2,
    grams: -300,
    risk: 'low',
    confidence: 0.88,
  },
  {
    type: 'cpu-over-requested',
    cluster: demo,
    namespace: 'shop',
    kind: 'Deployment',
    workload: 'frontend',
    title: 'Lower the CPU request of web from 1 to 220m',
    change: { container: 'web', target: 'requests.cpu', from: '1', to: '220m' },
    usd: 44.5,
    grams: null,
    risk: 'low',
    confidence: 0.9,
  },
  {
    type: 'missing-requests',
    cluster: demo,
    namespace: 'batch',
    kind: 'CronJob',
    workload: 'nightly-index',
    title: 'Set the CPU request of indexer to 300m',
    change: { container: 'indexer', target: 'requests.cpu', from: null, to: '300m' },
    usd: 0,
    grams: null,
    risk: 'low',
    confidence: 0.7,
  },
];

const around = (likely: number) => {
  const bounds = [likely * 0.8, likely * 1.15].sort((a, b) => a - b);
  return { low: bounds[0] ?? likely, likely, high: bounds[1] ?? likely };
};

const referenceOf = ({ cluster, namespace, kind, workload }: Case) => ({
  clusterId: cluster.id,
  namespace,
  kind,
  name: workload,
});

function opportunityOf(one: Case): OpportunityView {
  const { container } = one.change;
  const workload = workloadId(referenceOf(one));
  return {
    id: opportunityId(one.type, referenceOf(one), container),
    type: one.type,
    clusterId: one.cluster.id,
    demo: one.cluster.demo,
    workloadId: workload,
    namespace: one.namespace,
    kind: one.kind,
    name: one.workload,
    includedIn: null,
    container,
    title: one.title,
    summary: `Over 14 d ${one.workload} used much less than it reserves. ${one.title}.`,
    changes: [one.change],
    saving: {
      nominal: {
        usdPerMonth: around(one.usd),
        gramsCO2ePerMonth: one.grams === null ? null : around(one.grams),
        kilowattHoursPerMonth: one.grams === null ? null : around(one.grams / 117),
        freedCores: 1.36,
        freedBytes: 0,
      },
      // Simulated for the cluster of which it is known where pods may run.
      realisable: one.cluster.demo
        ? null
        : {
            usdPerMonth: around(one.usd * 0.4),
            gramsCO2ePerMonth: null,
            kilowattHoursPerMonth: null,
            freedCores: 4,
            freedBytes: 0,
          },
      nodes: one.cluster.demo ? [] : ['node-a'],
      realisableReason: null,
      provenance: [billed, ...(one.grams === null ? [] : [defaultGrid])],
    },
    risk: {
      level: one.risk,
      reasons: ['The 99th percentile of its CPU use stays below the new request in 99.9 % of all hours'],
    },
    confidence: {
      score: one.confidence,
      reasons: ['14 d of history with 98 % of all samples', 'Use repeats from day to day'],
    },
    evidence: [
      {
        id: 'cpu-p95',
        label: '95th percentile of CPU use',
        value: 0.52,
        unit: 'cores',
        text: '520m',
        provenance: measured,
      },
      {
        id: 'cpu-request',
        label: 'CPU request',
        value: 2,
        unit: 'cores',
        text: '2 cores',
        provenance: measured,
      },
      {
        id: 'coverage',
        label: 'Samples that are there',
        value: 0.98,
        unit: 'ratio',
        text: '98 %',
        provenance: measured,
      },
      {
        id: 'replay.cpu-bad-days',
        label: 'CPU replayed: days that went badly',
        value: 0,
        unit: 'count',
        text: '0',
        provenance: measured,
      },
      {
        id: 'compare.krr-cpu',
        label: 'KRR would request of CPU',
        value: 0.52,
        unit: 'cores',
        text: '520m',
        provenance: measured,
      },
    ],
    recommendation: {
      author: { kind: 'template' },
      why: ['A request that is never used keeps others from its node.'],
      risks: ['A sudden peak above the new request competes with the neighbours on the node.'],
      steps: [
        'Set the value in the manifest of the workload and roll it out.',
        'Wait one day and compare throttling with the day before.',
      ],
      watchAfterwards: ['Throttling of the container', 'Latency of its service'],
    },
    policyId: 'balanced',
    windowStart,
    windowEnd: WINDOW_END,
    detectedAt: WINDOW_END,
  };
}

export const opportunities: readonly OpportunityView[] = cases.map(opportunityOf);

/** A day's rhythm with a hole of half a day in the middle: hours without samples are not there. */
function hourly(base: number): ContainerView['hourlyCpu'] {
  return Array.from({ length: WINDOW_HOURS }, (_, index) => {
    const time = Date.parse(windowStart) + index * 3_600_000;
    // As in clusterSeries.ts, so that both sides of the workload page tell the same story.
    const daylight = 1 + 0.6 * Math.sin(((time % 86_400_000) / 86_400_000) * 2 * Math.PI - 1.6);
    return {
      hour: new Date(time).toISOString(),
      mean: base * daylight,
      max: base * daylight * (1.25 + ((index * 7919) % 13) / 40),
      samples: 120,
    };
  }).filter((_, index) => index < 160 || index > 172);
}

const statistics = (mean: number) => ({
  mean,
  p50: mean * 0.95,
  p95: mean * 1.8,
  p99: mean * 2.1,
  max: mean * 2.4,
  coverage: 0.98,
  samples: 39_000,
});

const container = (name: string, role: ContainerView['role'], cores: number): ContainerView => ({
  name,
  role,
  image: `registry.example/${name}:1.4.2`,
  requests: { cores: role === 'main' ? 2 : null, bytes: 2 * 2 ** 30, gpus: null },
  limits: { cores: null, bytes: 4 * 2 ** 30, gpus: null },
  cpu: statistics(cores),
  memory: statistics(0.9 * 2 ** 30),
  throttledRatio: null,
  oomKills: 0,
  hourlyCpu: hourly(cores),
  hourlyMemory: hourly(0.9 * 2 ** 30),
});

export const workloads: readonly WorkloadDetailView[] = cases.map(one => {
  const id = workloadId(referenceOf(one));
  const own = opportunities.filter(({ workloadId: other }) => other === id);
  const known = one.grams !== null;
  return {
    id,
    clusterId: one.cluster.id,
    demo: one.cluster.demo,
    namespace: one.namespace,
    kind: one.kind,
    name: one.workload,
    replicas: 3,
    labels: { app: one.workload },
    requestedCores: 6,
    requestedBytes: 6 * 2 ** 30,
    footprint: {
      usdPerMonth: Math.abs(one.usd) * 1.6 + 20,
      kilowattHoursPerMonth: known ? 212 : null,
      gramsCO2ePerMonth: known ? 24_700 : null,
      provenance: known ? [billed, measured, defaultGrid] : [billed],
      costs: {
        computeUsd: Math.abs(one.usd) * 1.6,
        gpuUsd: null,
        storageUsd: 20,
        loadBalancerUsd: null,
        networkUsd: null,
        sharedIdleUsd: 0,
      },
      gramsCO2eRange: known ? { low: 19_800, likely: 24_700, high: 29_600 } : null,
      embodiedGramsCO2ePerMonth: known ? 9_100 : null,
      sci: null,
    },
    opportunities: own.length,
    savingUsdPerMonth: one.usd,
    savingGramsCO2ePerMonth: one.grams,
    realisableUsdPerMonth: one.cluster.demo ? null : one.usd * 0.4,
    windowStart,
    windowEnd: WINDOW_END,
    containers: [
      container(one.change.container ?? 'main', 'main', 0.31),
      container('proxy', 'sidecar', 0.04),
    ],
    opportunityList: own,
  };
});
