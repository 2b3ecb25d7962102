import {
  BALANCED,
  bytes,
  type ClusterIdentity,
  type ContainerUsage,
  containerKey,
  cores,
  type Estimate,
  type Forecasts,
  gramsCO2e,
  kilowattHours,
  type LedgerAmounts,
  type Opportunity,
  type NoForecast,
  opportunityId,
  type OpportunityType,
  type Provenance,
  QuantileSketch,
  ratio,
  type Recommendation,
  type Scan,
  seconds,
  type TimeWindow,
  type UsageStatistics,
  type UnixSeconds,
  unixSeconds,
  usd,
  usdPerHour,
  type Workload,
  type WorkloadFootprint,
  workloadId,
} from '../../model/index.ts';

/** 2026-11-21T00:00:00Z. */
export const FIXTURE_END = unixSeconds(1_795_219_200);
const HOUR = 3600;

export interface FindingFixture {
  readonly type: OpportunityType;
  readonly usd: number;
  readonly grams?: number | null;
  readonly confidence?: number;
}

export interface WorkloadFixture {
  readonly name: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly replicas?: number;
  /** Cores that its container asks for; `null` for none. */
  readonly requestedCores?: number | null;
  readonly usdPerMonth?: number | null;
  readonly gramsPerMonth?: number | null;
  readonly findings?: readonly FindingFixture[];
  /** Mean cores of each hour up to the end of the window, newest last; `null` is a hole. */
  readonly hourlyCores?: readonly (number | null)[];
}

export interface ScanFixture {
  readonly cluster?: Partial<ClusterIdentity>;
  readonly end?: UnixSeconds;
  readonly days?: number;
  readonly workloads: readonly WorkloadFixture[];
}

const PRICES: Provenance = {
  kind: 'billed',
  method: 'opencost-prices',
  source: 'OpenCost /metrics',
  asOf: FIXTURE_END,
};
const METER: Provenance = { kind: 'measured', method: 'cadvisor-cpu', source: 'cAdvisor' };

const NO_AMOUNTS: LedgerAmounts = {
  usdPerMonth: usd(0),
  energyPerMonth: null,
  carbonPerMonth: null,
  embodiedPerMonth: null,
};

const around = <T extends number>(likely: number, unit: (value: number) => T): Estimate<T> => ({
  low: unit(likely * 0.8),
  likely: unit(likely),
  high: unit(likely * 1.2),
});

function workloadOf(clusterId: string, fixture: WorkloadFixture): Workload {
  const {
    name,
    namespace = 'shop',
    kind = 'Deployment',
    labels = {},
    replicas = 2,
    requestedCores = 1,
  } = fixture;
  const reference = { clusterId, namespace, kind, name };
  const unset = { cpu: null, memory: null, gpus: null };
  return {
    id: workloadId(reference),
    reference,
    containers: [
      {
        name: 'app',
        role: 'main',
        image: `registry.example/${name}:1.2.3`,
        requests: {
          cpu: requestedCores === null ? null : cores(requestedCores),
          memory: bytes(512 * 2 ** 20),
          gpus: null,
        },
        limits: unset,
        security: null,
        runtimeSettings: null,
        imagePullPolicy: null,
      },
    ],
    pods: [],
    desiredReplicas: replicas,
    autoscaler: null,
    labels,
    annotations: {},
    schedule: null,
    podLabels: {},
    timeZone: null,
    suspended: false,
    createdAt: null,
    job: null,
    maxUnavailable: null,
    terminationGracePeriod: null,
    scheduling: null,
    volumes: null,
  };
}

function usageOf(id: string, window: TimeWindow, hourlyCores: readonly (number | null)[]): ContainerUsage {
  const first = window.end - hourlyCores.length * HOUR;
  const hourly = hourlyCores.flatMap((mean, index) =>
    mean === null
      ? []
      : [{ hour: unixSeconds(first + index * HOUR), mean: cores(mean), max: cores(mean * 2), samples: 12 }],
  );
  const sketch = QuantileSketch.of(hourly.map(({ mean }) => mean));
  const cpu: UsageStatistics<(typeof hourly)[number]['mean']> = {
    samples: hourly.length * 12,
    expectedSamples: hourlyCores.length * 12,
    coverage: ratio(hourlyCores.length === 0 ? 0 : hourly.length / hourlyCores.length),
    mean: cores(sketch.mean),
    max: cores(sketch.max),
    sketch,
    hourly,
    dropped: { notANumber: 0, negative: 0, duplicate: 0, outOfOrder: 0, late: 0 },
  };
  return {
    workloadId: id,
    container: 'app',
    window,
    step: seconds(300),
    pods: 2,
    cpu,
    memory: null,
    throttling: { periods: 1000, throttledPeriods: 250 },
    oomKills: 0,
    days: [],
  };
}

function opportunityOf(workload: Workload, window: TimeWindow, finding: FindingFixture): Opportunity {
  const { type, usd: saved, grams = null, confidence = 0.8 } = finding;
  return {
    id: opportunityId(type, workload.reference, 'app'),
    type,
    subject: workload.reference,
    workloadId: workload.id,
    container: 'app',
    policyId: BALANCED.id,
    window,
    detectedAt: window.end,
    changes: [{ container: 'app', target: 'requests.cpu', from: '1', to: '250m' }],
    saving: {
      nominal: {
        usd: around(saved, usd),
        carbon: grams === null ? null : around(grams, gramsCO2e),
        energy: null,
        freedCpu: cores(0.75),
        freedMemory: bytes(0),
      },
      realisable: null,
      provenance: [PRICES],
    },
    includedIn: null,
    risk: { level: 'low', reasons: ['The busiest hour stays below the new request.'] },
    confidence: { score: ratio(confidence), reasons: ['14 days of history.'] },
    evidence: [{ id: 'cpu.p95', label: 'P95 of CPU', value: 0.2, unit: 'cores', provenance: METER }],
  };
}

const recommendationOf = ({ id, subject }: Opportunity): Recommendation => ({
  opportunityId: id,
  author: { kind: 'template' },
  title: `Lower the CPU request of ${subject.name}`,
  summary: 'It asks for more than it uses.',
  why: ['P95 of CPU is 200m.'],
  risks: [],
  steps: ['Set requests.cpu to 250m.'],
  watchAfterwards: [],
});

function footprintOf(
  workload: Workload,
  { usdPerMonth = 30, gramsPerMonth = null }: WorkloadFixture,
): WorkloadFootprint[] {
  if (usdPerMonth === null) return [];
  return [
    {
      workloadId: workload.id,
      usdPerMonth: usd(usdPerMonth),
      costs: {
        compute: usd(usdPerMonth),
        gpu: usd(0),
        storage: usd(0),
        loadBalancer: null,
        network: null,
        sharedIdle: usd(0),
      },
      energyPerMonth: gramsPerMonth === null ? null : kilowattHours(gramsPerMonth / 400),
      carbonPerMonth: gramsPerMonth === null ? null : gramsCO2e(gramsPerMonth),
      carbonRange: gramsPerMonth === null ? null : around(gramsPerMonth, gramsCO2e),
      embodiedPerMonth: null,
      totalCarbonPerMonth: null,
      sci: null,
      provenance: [PRICES],
    },
  ];
}

const UNKNOWN: NoForecast = { kind: 'not-enough-history', reason: 'Only 20 h of its past is known' };

const noForecasts = (clusterId: string): Forecasts => ({
  cluster: {
    subject: { clusterId, namespace: '', kind: 'Cluster', name: clusterId },
    measures: { cpu: UNKNOWN, memory: UNKNOWN, cost: UNKNOWN, carbon: UNKNOWN },
  },
  namespaces: [],
  pools: [],
});

/** A scan built by hand: what the tests of the store save, with nothing in it that they did not ask for. */
export function scanFixture({ cluster = {}, end = FIXTURE_END, days = 14, workloads }: ScanFixture): Scan {
  const identity: ClusterIdentity = {
    id: 'production',
    name: 'Production',
    provider: 'gcp',
    region: 'europe-west1',
    demo: false,
    ...cluster,
  };
  const window: TimeWindow = { start: unixSeconds(end - days * 86_400), end };
  const made = workloads.map(fixture => ({ fixture, workload: workloadOf(identity.id, fixture) }));
  const opportunities = made.flatMap(({ fixture, workload }) =>
    (fixture.findings ?? []).map(finding => opportunityOf(workload, window, finding)),
  );
  const footprints = made.flatMap(({ fixture, workload }) => footprintOf(workload, fixture));
  return {
    observation: {
      cluster: identity,
      window,
      step: seconds(300),
      observedAt: end,
      inventory: {
        observedAt: end,
        nodes: [],
        workloads: made.map(({ workload }) => workload),
        volumeClaims: [],
        volumes: null,
        disruptionBudgets: null,
        namespaces: null,
        services: null,
      },
      usage: new Map(
        made
          .filter(({ fixture }) => fixture.hourlyCores !== undefined)
          .map(({ fixture, workload }) => [
            containerKey(workload.id, 'app'),
            usageOf(workload.id, window, fixture.hourlyCores ?? []),
          ]),
      ),
      traffic: new Map(),
      seen: new Set(),
      autoscaling: new Map(),
      gpus: [],
      runtimes: new Map(),
      images: new Map(),
      functionalUnits: new Map(),
      energy: { nodes: new Map(), workloads: new Map() },
      prices: {
        nodes: new Map(),
        fallback: { perCore: usdPerHour(0.03), perGiB: usdPerHour(0.004), perGpu: null, provenance: PRICES },
        storagePerGiB: usdPerHour(0.0001),
        storageProvenance: PRICES,
      },
      grid: null,
      pue: { factor: ratio(1.2), provenance: PRICES },
      notes: [
        { severity: 'warning', source: 'kepler', message: 'Kepler was not found.', cure: 'Install Kepler.' },
      ],
    },
    assessment: {
      opportunities,
      footprints: new Map(footprints.map(footprint => [footprint.workloadId, footprint])),
      notAssessed: ['Init containers are not judged', 'Only 20 h of history', 'Only 20 h of history'].map(
        reason => ({ subject: null, container: null, ruleId: null, reason }),
      ),
      rulesOff: [],
      consolidation: null,
      forecasts: noForecasts(identity.id),
      balance: { nodes: NO_AMOUNTS, workloads: NO_AMOUNTS, unallocated: NO_AMOUNTS, missing: [] },
    },
    recommendations: new Map(
      opportunities.map(opportunity => [opportunity.id, recommendationOf(opportunity)]),
    ),
  };
}
