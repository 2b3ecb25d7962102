import { z } from 'zod';
import {
  estimateSchema,
  isoTimeSchema,
  provenanceSchema,
  ruleOffSchema,
  savingFiguresSchema,
} from './schema.ts';

/** What is true of a cluster as a whole: its ledger, which nodes can go, what is coming. Part of the contract as `schema.ts` is. */

const amountsSchema = z.object({
  usdPerMonth: z.number(),
  kilowattHoursPerMonth: z.number().nullable(),
  /** Operational. */
  gramsCO2ePerMonth: z.number().nullable(),
  embodiedGramsCO2ePerMonth: z.number().nullable(),
});

/** nodes = workloads + unallocated, in each of the amounts. */
const balanceSchema = z.object({
  nodes: amountsSchema,
  workloads: amountsSchema,
  unallocated: amountsSchema,
  /** What is not known and therefore not in the sums. */
  missing: z.array(z.string()),
});

/** A finding without which a node would not go, or because of which it is needed again. */
const causeSchema = z.object({
  id: z.string(),
  title: z.string(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
});

const nodeOutlookSchema = z.object({
  name: z.string(),
  pool: z.string().nullable(),
  instanceType: z.string().nullable(),
  /** `needed-again`: it could go today, but not once something too small is given what it needs. */
  outlook: z.enum(['goes-now', 'goes-after-fixes', 'needed-again', 'stays']),
  /** Pods that move to another node first; `null` where the node stays. */
  movedPods: z.number().int().nullable(),
  /** `null` where the node stays. */
  saving: savingFiguresSchema.nullable(),
  after: z.array(causeSchema),
  /** Why it stays; empty where it goes. */
  reasons: z.array(z.string()),
});

const consolidationSchema = z.object({
  /** Those that go now first, those that stay last. */
  nodes: z.array(nodeOutlookSchema),
  /** Saved by the nodes that can go today. */
  savingNow: savingFiguresSchema,
  /** Saved once every finding that counts is done. */
  savingInTheEnd: savingFiguresSchema,
  /** What the simulation did not know or does not model. */
  doubts: z.array(z.string()),
});

const noForecastSchema = z.object({ kind: z.literal('not-enough-history'), reason: z.string() });

/** Rates in `unit`; `total` in its US dollars or gCO₂e where it adds up over time. */
const forecastSummarySchema = z.object({
  kind: z.literal('forecast'),
  unit: z.enum(['cores', 'bytes', 'USD/h', 'gCO2e/h']),
  /** Mean of the first 24 h to come, which is what "now" means here. */
  now: estimateSchema,
  horizons: z.array(
    z.object({ days: z.number().int(), mean: estimateSchema, total: estimateSchema.nullable() }),
  ),
});

const forecastDetailSchema = forecastSummarySchema.extend({
  days: z.array(estimateSchema.extend({ start: isoTimeSchema })),
  seasonality: z.enum(['hour-of-week', 'hour-of-day', 'none']),
  historyHours: z.number(),
  levelSince: isoTimeSchema.nullable(),
  trendPerDay: z.number(),
  accuracy: z.object({
    heldOutHours: z.number(),
    coverage: z.number(),
    errorToNaive: z.number().nullable(),
  }),
  anomalies: z.array(
    z.object({ start: isoTimeSchema, hours: z.number(), measured: z.number(), expected: estimateSchema }),
  ),
  provenance: z.array(provenanceSchema),
});

const summarySchema = z.discriminatedUnion('kind', [forecastSummarySchema, noForecastSchema]);
const detailSchema = z.discriminatedUnion('kind', [forecastDetailSchema, noForecastSchema]);

const capacitySchema = z.object({
  resource: z.enum(['cpu', 'memory']),
  basis: z.enum(['requested', 'used']),
  /** Allocatable of today's nodes, in cores or bytes. */
  capacity: z.number(),
  now: z.number().nullable(),
  full: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('full-now') }),
    z.object({
      kind: z.literal('full-on'),
      earliest: isoTimeSchema,
      likely: isoTimeSchema.nullable(),
      latest: isoTimeSchema.nullable(),
    }),
    z.object({ kind: z.literal('never'), withinDays: z.number().int() }),
    noForecastSchema,
  ]),
});

const measuresOf = <Forecast extends z.ZodType>(forecast: Forecast) =>
  z.object({ cpu: forecast, memory: forecast, cost: forecast, carbon: forecast });

/** The answer of `GET /clusters/:id/report`. */
export const clusterReportSchema = z.object({
  clusterId: z.string(),
  demo: z.boolean(),
  observedAt: isoTimeSchema,
  balance: balanceSchema,
  /** `null` where nobody says where any pod may run. */
  consolidation: consolidationSchema.nullable(),
  forecasts: z.object({
    cluster: measuresOf(detailSchema),
    namespaces: z.array(z.object({ name: z.string(), measures: measuresOf(summarySchema) })),
    pools: z.array(
      z.object({ name: z.string(), nodes: z.number().int(), capacities: z.array(capacitySchema) }),
    ),
  }),
  rulesOff: z.array(ruleOffSchema),
});

export type ClusterReportView = z.infer<typeof clusterReportSchema>;
export type BalanceView = ClusterReportView['balance'];
export type LedgerAmountsView = BalanceView['nodes'];
export type ConsolidationView = NonNullable<ClusterReportView['consolidation']>;
export type NodeOutlookView = ConsolidationView['nodes'][number];
export type NodeOutlook = NodeOutlookView['outlook'];
export type ForecastsView = ClusterReportView['forecasts'];
export type ForecastMeasureName = keyof ForecastsView['cluster'];
export type ForecastDetailView = ForecastsView['cluster'][ForecastMeasureName];
export type KnownForecastView = Extract<ForecastDetailView, { kind: 'forecast' }>;
export type ForecastSummaryView = z.infer<typeof summarySchema>;
export type PoolForecastView = ForecastsView['pools'][number];
export type CapacityView = PoolForecastView['capacities'][number];
export type RuleOffView = ClusterReportView['rulesOff'][number];
