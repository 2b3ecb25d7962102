import type { ClusterReportView } from '../api/index.ts';

/** The report on a made-up cluster: of four nodes one goes now, one after a fix, two stay. */

const END = '2026-11-21T10:00:00.000Z';
const DAY_MS = 86_400_000;

const around = (likely: number) => ({ low: likely * 0.9, likely, high: likely * 1.2 });
const dayOf = (day: number) => new Date(Date.parse(END) + day * DAY_MS).toISOString();

const amounts = (usd: number, energy: number | null) => ({
  usdPerMonth: usd,
  kilowattHoursPerMonth: energy,
  gramsCO2ePerMonth: energy === null ? null : energy * 100,
  embodiedGramsCO2ePerMonth: null,
});

const figures = (usd: number) => ({
  usdPerMonth: around(usd),
  gramsCO2ePerMonth: around(usd * 10),
  kilowattHoursPerMonth: around(usd / 10),
  freedCores: 4,
  freedBytes: 2 ** 34,
});

type Measures = ClusterReportView['forecasts']['cluster'];

type Unit = 'cores' | 'bytes' | 'USD/h';

const summary = (unit: Unit, rate: number) => ({
  kind: 'forecast' as const,
  unit,
  now: around(rate),
  horizons: [30, 90].map(days => ({
    days,
    mean: around(rate),
    total: unit === 'USD/h' ? around(rate * 24 * days) : null,
  })),
});

const forecast = (unit: Unit, rate: number): Measures['cpu'] => ({
  ...summary(unit, rate),
  days: Array.from({ length: 90 }, (_, day) => ({ start: dayOf(day), ...around(rate * (1 + day / 300)) })),
  seasonality: 'hour-of-week',
  historyHours: 336,
  levelSince: null,
  trendPerDay: 0,
  accuracy: { heldOutHours: 240, coverage: 0.83, errorToNaive: 0.7 },
  anomalies: [],
  provenance: [{ kind: 'measured', method: 'cadvisor-cpu', source: 'cAdvisor', asOf: END }],
});

const UNKNOWN = { kind: 'not-enough-history', reason: 'Its power is not known' } as const;

const measures: Measures = {
  cost: forecast('USD/h', 2),
  carbon: UNKNOWN,
  cpu: forecast('cores', 12),
  memory: forecast('bytes', 2 ** 36),
};

const node = { instanceType: 'n2-standard-4', movedPods: null, saving: null, after: [], reasons: [] };

export const reportOf = (given: Partial<ClusterReportView> = {}): ClusterReportView => ({
  clusterId: 'production',
  demo: false,
  observedAt: END,
  balance: {
    nodes: amounts(1000, 80),
    workloads: amounts(600, 50),
    unallocated: amounts(400, 30),
    missing: ['The machine of 1 node is not known'],
  },
  consolidation: {
    nodes: [
      { ...node, name: 'node-a', pool: 'general', outlook: 'goes-now', movedPods: 3, saving: figures(140) },
      {
        ...node,
        name: 'node-b',
        pool: 'general',
        outlook: 'goes-after-fixes',
        movedPods: 5,
        saving: figures(140),
        after: [
          {
            id: 'opp-cart-cpu',
            title: 'Lower the CPU request of server from 2 to 640m',
            namespace: 'shop',
            kind: 'Deployment',
            name: 'cart',
          },
        ],
      },
      {
        ...node,
        name: 'node-c',
        pool: 'general',
        outlook: 'stays',
        reasons: ['shop/db-0 fits on no other node: 3 nodes without CPU to spare'],
      },
      {
        ...node,
        name: 'node-d',
        pool: 'data',
        outlook: 'stays',
        reasons: ['It is the last node of its pool'],
      },
    ],
    savingNow: figures(140),
    savingInTheEnd: figures(280),
    doubts: ['2 pods with scratch space lose it when they move'],
  },
  forecasts: {
    cluster: measures,
    namespaces: [
      {
        name: 'shop',
        measures: {
          cost: summary('USD/h', 1),
          carbon: UNKNOWN,
          cpu: summary('cores', 6),
          memory: summary('bytes', 2 ** 35),
        },
      },
    ],
    pools: [
      {
        name: 'general',
        nodes: 3,
        capacities: [
          {
            resource: 'cpu',
            basis: 'requested',
            capacity: 12,
            now: 10,
            full: { kind: 'full-on', earliest: dayOf(20), likely: dayOf(40), latest: null },
          },
        ],
      },
    ],
  },
  rulesOff: [{ type: 'unused-gpu', missing: [['DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE']] }],
  ...given,
});
