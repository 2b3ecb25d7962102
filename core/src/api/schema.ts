import { z } from 'zod';
import { BUILT_IN_OPPORTUNITY_TYPES } from '../model/index.ts';

/**
 * The contract between the backend and its faces: server answers are checked against it in tests,
 * clients parse with it, and the command line prints it. Field names carry units; times are
 * ISO 8601 in UTC; `null` means "not known", never zero.
 */

/** Most likely value inside its bounds. */
export const estimateSchema = z.object({ low: z.number(), likely: z.number(), high: z.number() });
const estimate = estimateSchema;
export const isoTimeSchema = z.iso.datetime();
const isoTime = isoTimeSchema;

export const provenanceSchema = z.object({
  kind: z.enum(['measured', 'billed', 'configured', 'modelled', 'default']),
  method: z.string(),
  source: z.string(),
  asOf: isoTime.nullable(),
});

export const noteSchema = z.object({
  severity: z.enum(['info', 'warning', 'error']),
  source: z.string(),
  message: z.string(),
  cure: z.string().nullable(),
});

const footprintSchema = z.object({
  usdPerMonth: z.number(),
  kilowattHoursPerMonth: z.number().nullable(),
  gramsCO2ePerMonth: z.number().nullable(),
  provenance: z.array(provenanceSchema),
});

/** What a workload's cost is made of, per month; `null` where a part is not known, which counts nothing. */
const costPartsSchema = z.object({
  computeUsd: z.number(),
  gpuUsd: z.number().nullable(),
  storageUsd: z.number(),
  loadBalancerUsd: z.number().nullable(),
  networkUsd: z.number().nullable(),
  sharedIdleUsd: z.number(),
});

/** Software Carbon Intensity (ISO/IEC 21031) over the hours in which units were counted. */
const sciSchema = z.object({
  gramsCO2ePerUnit: estimate,
  unit: z.string(),
  units: z.number(),
  hours: z.number(),
  operationalGramsCO2e: z.number(),
  embodiedGramsCO2e: z.number(),
  provenance: provenanceSchema,
});

/** Of a workload. What the scan that wrote it did not tell is `null`. */
export const workloadFootprintSchema = footprintSchema.extend({
  costs: costPartsSchema.nullable().default(null),
  /** `gramsCO2ePerMonth`, which is operational, with its bounds. */
  gramsCO2eRange: estimate.nullable().default(null),
  /** Share of the manufacture of its nodes. */
  embodiedGramsCO2ePerMonth: z.number().nullable().default(null),
  /** `null` where no functional unit is counted. */
  sci: sciSchema.nullable().default(null),
});

export const savingFiguresSchema = z.object({
  usdPerMonth: estimate,
  gramsCO2ePerMonth: estimate.nullable(),
  kilowattHoursPerMonth: estimate.nullable(),
  freedCores: z.number(),
  freedBytes: z.number(),
});

export const opportunityTypeSchema = z.union([
  z.enum(BUILT_IN_OPPORTUNITY_TYPES),
  z.templateLiteral(['custom/', z.string()]),
]);

export const ruleOffSchema = z.object({
  type: opportunityTypeSchema,
  missing: z.array(z.array(z.string())),
});

/** One connection of a cluster, as the last good scan found it. */
export const clusterSourceSchema = z.object({
  source: z.enum(['kubernetes', 'prometheus', 'opencost', 'grid-intensity']),
  answered: z.boolean(),
  /** Time of the first of the scans since it last answered all; `null` where it answers. */
  failingSince: isoTime.nullable(),
  /** What it said or did instead; `null` where it answers. */
  message: z.string().nullable(),
});

export const clusterSchema = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  region: z.string().nullable(),
  /** True for generated data; every screen that shows it says so. */
  demo: z.boolean(),
  status: z.enum(['never-scanned', 'scanning', 'ok', 'failed']),
  lastScanAt: isoTime.nullable(),
  lastError: z.string().nullable(),
  /** Time of the first of the failed scans since the last good one; `null` while scans succeed. */
  failingSince: isoTime.nullable().default(null),
  /** Which of its connections answered in the last good scan; empty for recordings and before the first. */
  sources: z.array(clusterSourceSchema).default([]),
  /** `null`: nobody defines it any more, and its history is all there is. */
  definedIn: z.enum(['config', 'registry']).nullable().default(null),
  /** False: it is kept as it is and not read. */
  enabled: z.boolean().default(true),
  nodes: z.number().int(),
  workloads: z.number().int(),
  containers: z.number().int(),
  opportunities: z.number().int(),
  footprint: footprintSchema.nullable(),
  /** Sum of the likely nominal savings of all open opportunities. */
  savingUsdPerMonth: z.number(),
  savingGramsCO2ePerMonth: z.number().nullable(),
  /** What of these really leaves the bill, because nodes go; `null` where that was not simulated. */
  realisableUsdPerMonth: z.number().nullable().default(null),
  notes: z.array(noteSchema),
  /** Why workloads, containers or rules could not be judged, the most frequent reason first. */
  notJudged: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  /** Rules that judged nothing, because what they need is missing; of each inner list any one would do. */
  rulesOff: z.array(ruleOffSchema),
});

const changeSchema = z.object({
  container: z.string().nullable(),
  /** `requests.cpu`, `replicas`, `autoscaler.minReplicas`, `environment.GOMEMLIMIT` … */
  target: z.string(),
  from: z.string().nullable(),
  to: z.string(),
});

const evidenceSchema = z.object({
  id: z.string(),
  label: z.string(),
  value: z.number(),
  unit: z.string(),
  /** The value as every face writes it. */
  text: z.string(),
  provenance: provenanceSchema,
});

export const opportunitySchema = z.object({
  id: z.string(),
  /** A rule of our own, or `custom/<id>` for a rule of the user's. */
  type: opportunityTypeSchema,
  clusterId: z.string(),
  demo: z.boolean(),
  /** `null` where the finding is about something else: a node, a volume, a namespace, the cluster. */
  workloadId: z.string().nullable(),
  /** Of the object the finding is about; empty for what stands in no namespace. */
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  container: z.string().nullable(),
  title: z.string(),
  summary: z.string(),
  changes: z.array(changeSchema),
  saving: z.object({
    nominal: savingFiguresSchema,
    realisable: savingFiguresSchema.nullable(),
    /** Nodes that go, or that are needed again, because of it, alone or with other findings. */
    nodes: z.array(z.string()).default([]),
    /** Why no node goes because of it; `null` where one does, or where nothing was simulated. */
    realisableReason: z.string().nullable().default(null),
    provenance: z.array(provenanceSchema),
  }),
  /** Id of the opportunity whose saving holds this one's already; sums leave this one out then. */
  includedIn: z.string().nullable(),
  risk: z.object({ level: z.enum(['low', 'medium', 'high']), reasons: z.array(z.string()) }),
  confidence: z.object({ score: z.number(), reasons: z.array(z.string()) }),
  evidence: z.array(evidenceSchema),
  recommendation: z.object({
    author: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('template') }),
      z.object({ kind: z.literal('model'), provider: z.string(), model: z.string() }),
    ]),
    why: z.array(z.string()),
    risks: z.array(z.string()),
    steps: z.array(z.string()),
    watchAfterwards: z.array(z.string()),
  }),
  policyId: z.string(),
  windowStart: isoTime,
  windowEnd: isoTime,
  detectedAt: isoTime,
});

export const workloadSchema = z.object({
  id: z.string(),
  clusterId: z.string(),
  demo: z.boolean(),
  namespace: z.string(),
  kind: z.string(),
  name: z.string(),
  replicas: z.number().int(),
  labels: z.record(z.string(), z.string()),
  requestedCores: z.number().nullable(),
  requestedBytes: z.number().nullable(),
  footprint: workloadFootprintSchema.nullable(),
  opportunities: z.number().int(),
  savingUsdPerMonth: z.number(),
  savingGramsCO2ePerMonth: z.number().nullable(),
  realisableUsdPerMonth: z.number().nullable().default(null),
});

const resourceAmountsSchema = z.object({
  cores: z.number().nullable(),
  bytes: z.number().nullable(),
  gpus: z.number().nullable(),
});

const usageStatisticsSchema = z.object({
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  coverage: z.number(),
  samples: z.number().int(),
});

/** One hour, amounts per pod; cores for CPU, bytes for memory. */
export const hourlyUsageSchema = z.object({
  hour: isoTime,
  mean: z.number(),
  max: z.number(),
  samples: z.number().int(),
});

export const containerSchema = z.object({
  name: z.string(),
  role: z.enum(['main', 'init', 'sidecar']),
  image: z.string(),
  requests: resourceAmountsSchema,
  limits: resourceAmountsSchema,
  /** `null` where the meters never saw the container. */
  cpu: usageStatisticsSchema.nullable(),
  memory: usageStatisticsSchema.nullable(),
  throttledRatio: z.number().nullable(),
  oomKills: z.number().nullable(),
  hourlyCpu: z.array(hourlyUsageSchema),
  hourlyMemory: z.array(hourlyUsageSchema),
});

export const workloadDetailSchema = workloadSchema.extend({
  windowStart: isoTime,
  windowEnd: isoTime,
  containers: z.array(containerSchema),
  opportunityList: z.array(opportunitySchema),
});

/** A page of a list. `total` counts all that match; `nextCursor` is `null` on the last page. */
const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.number().int(), nextCursor: z.string().nullable() });

export const clusterPageSchema = page(clusterSchema);
export const workloadPageSchema = page(workloadSchema);
export const opportunityPageSchema = page(opportunitySchema);

const listQuery = {
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  kind: z.string().optional(),
  /** Exact name of the workload. */
  name: z.string().optional(),
  /** Kubernetes label selector (`app=cart,tier!=cache,env in (dev,test)`) over the workload's labels. */
  labelSelector: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().optional(),
};

export const workloadQuerySchema = z.strictObject({
  ...listQuery,
  sort: z.enum(['-cost', '-saving', '-carbon', 'name']).default('-saving'),
});

export const opportunityQuerySchema = z.strictObject({
  ...listQuery,
  workload: z.string().optional(),
  type: opportunitySchema.shape.type.optional(),
  sort: z.enum(['-saving', '-carbon', '-confidence', 'name']).default('-saving'),
});

/** RFC 9457 problem details. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  cure: z.string().nullable(),
});

export type ProvenanceView = z.infer<typeof provenanceSchema>;
export type NotJudgedView = ClusterView['notJudged'][number];
export type NoteView = z.infer<typeof noteSchema>;
export type FootprintView = z.infer<typeof footprintSchema>;
export type WorkloadFootprintView = z.infer<typeof workloadFootprintSchema>;
export type SavingFiguresView = z.infer<typeof savingFiguresSchema>;
export type ClusterSourceView = z.infer<typeof clusterSourceSchema>;
export type ClusterView = z.infer<typeof clusterSchema>;
export type OpportunityView = z.infer<typeof opportunitySchema>;
export type WorkloadView = z.infer<typeof workloadSchema>;
export type ContainerView = z.infer<typeof containerSchema>;
export type HourlyUsageView = z.infer<typeof hourlyUsageSchema>;
export type UsageStatisticsView = z.infer<typeof usageStatisticsSchema>;
export type WorkloadDetailView = z.infer<typeof workloadDetailSchema>;
export type ClusterPage = z.infer<typeof clusterPageSchema>;
export type WorkloadPage = z.infer<typeof workloadPageSchema>;
export type OpportunityPage = z.infer<typeof opportunityPageSchema>;
export type WorkloadQuery = z.infer<typeof workloadQuerySchema>;
export type OpportunityQuery = z.infer<typeof opportunityQuerySchema>;
export type Problem = z.infer<typeof problemSchema>;
