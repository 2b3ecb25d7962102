import type { Consolidation } from './consolidation.ts';
import type { Forecasts } from './forecast.ts';
import type { Estimate, Provenance } from './provenance.ts';
import type { Bytes, Cores, GramsCO2e, KilowattHours, Ratio, UnixSeconds, Usd } from './quantity.ts';
import type { ObjectReference, TimeWindow } from './workload.ts';

/** What the engine's own rules find; each is one file of `assess/rules`, described in docs/rules.md. */
export const BUILT_IN_OPPORTUNITY_TYPES = [
  'cpu-over-requested',
  'cpu-under-requested',
  'memory-over-requested',
  'memory-under-requested',
  'missing-requests',
  'limit-policy',
  'init-or-sidecar-dominates',
  'start-up-peak',
  'stranded-capacity',
  'too-many-replicas',
  'autoscaler-minimum-too-high',
  'autoscaler-target-and-request',
  'autoscaler-at-maximum',
  'autoscaling-candidate',
  'broken-autoscaler',
  'blocked-eviction',
  'idle-workload',
  'abandoned-by-traffic',
  'idle-namespace',
  'leftover-object',
  'failing-workload',
  'expired-environment',
  'batch-run-as-service',
  'off-hours',
  'unmounted-volume-claim',
  'released-volume',
  'oversized-volume',
  'drainable-node',
  'cluster-shape',
  'arm-ready',
  'spot-ready',
  'daemon-set-overhead',
  'idle-pool-capacity',
  'unused-gpu',
  'too-many-gpus',
  'shareable-gpu',
  'jvm-heap',
  'runtime-limits',
  'oversized-image',
  'cost-of-observing',
  'carbon-shift-in-time',
  'carbon-regression',
  'dirty-hour-consumer',
  'implausible-energy',
  'privileged-container',
  'host-path-volume',
  'runs-as-root',
] as const;

export type BuiltInOpportunityType = (typeof BUILT_IN_OPPORTUNITY_TYPES)[number];
/** Found by a rule that a user wrote; the part after the slash is the rule's id. */
export type CustomOpportunityType = `custom/${string}`;
export type OpportunityType = BuiltInOpportunityType | CustomOpportunityType;

/**
 * The field that a change sets: of a pod template (with its container), of a workload, or of the
 * autoscaler that drives it. `environment.X` is the container's variable X; of a variable that is a string of
 * options (JAVA_TOOL_OPTIONS, NODE_OPTIONS …) the flags in `from` give way to those in `to` and the rest stays.
 * `limits.nvidia.com/X` is the extended resource X, whose request is its limit: `gpu`, or a slice (`mig-1g.5gb`).
 */
export type ChangeTarget =
  | 'requests.cpu'
  | 'requests.memory'
  | 'limits.cpu'
  | 'limits.memory'
  | 'replicas'
  | 'schedule'
  | 'timeZone'
  | 'suspend'
  | 'autoscaler.minReplicas'
  | 'autoscaler.maxReplicas'
  | 'autoscaler.targetUtilization'
  | `limits.nvidia.com/${string}`
  | `environment.${string}`;

/** One value to set; quantities are written as a manifest would (`250m`, `512Mi`, `0`). */
export interface Change {
  readonly container: string | null;
  readonly target: ChangeTarget;
  /** `null` where the field is not set today. */
  readonly from: string | null;
  readonly to: string;
}

/** What a change does per month of 730 h, over all replicas. Negative = it costs more. */
export interface SavingFigures {
  readonly usd: Estimate<Usd>;
  /** `null` where no grid intensity or power is known. */
  readonly carbon: Estimate<GramsCO2e> | null;
  readonly energy: Estimate<KilowattHours> | null;
  readonly freedCpu: Cores;
  readonly freedMemory: Bytes;
}

export interface Saving {
  /** Value of the freed request at the price of its node. */
  readonly nominal: SavingFigures;
  /** What is left when only nodes that really go away are counted; `null` until that was simulated. */
  readonly realisable: SavingFigures | null;
  /** Where price, power and grid intensity come from. */
  readonly provenance: readonly Provenance[];
}

export type RiskLevel = 'low' | 'medium' | 'high';

/** What may go wrong when the change is made, and why it is thought so. */
export interface Risk {
  readonly level: RiskLevel;
  readonly reasons: readonly string[];
}

/** How sure the engine is, 0 … 1, and what that is made of. */
export interface Confidence {
  readonly score: Ratio;
  readonly reasons: readonly string[];
}

export type EvidenceUnit =
  | 'cores'
  | 'bytes'
  | 'bytes/s'
  | 'ratio'
  | 'count'
  | 'USD/month'
  | 'kWh/month'
  | 'gCO2e/month'
  | 'gCO2e/kWh'
  | 'watts'
  | 'seconds'
  | 'unix s';

/** One fact behind a finding. Texts may only use numbers that are facts. */
export interface EvidenceFact {
  /** Unique in its opportunity, e.g. `cpu.p95`. */
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: EvidenceUnit;
  readonly provenance: Provenance;
}

/** One finding: what to change, what it saves, how sure that is, and why. */
export interface Opportunity {
  /** {@link opportunityId}: the same in every face and in every run. */
  readonly id: string;
  readonly type: OpportunityType;
  /** What the finding is about: mostly a workload, else a node, a volume, a namespace, the cluster … */
  readonly subject: ObjectReference;
  /** `null` where the subject is no workload. */
  readonly workloadId: string | null;
  /** `null` where the finding is about the subject as a whole. */
  readonly container: string | null;
  readonly policyId: string;
  readonly window: TimeWindow;
  readonly detectedAt: UnixSeconds;
  /** Empty where the cure is not a value to set but something to do, as the recommendation tells. */
  readonly changes: readonly Change[];
  readonly saving: Saving;
  /**
   * Id of another opportunity whose saving holds this one's already (a workload that is stopped needs
   * no smaller request); `null` where this saving counts. Sums add up only what counts.
   */
  readonly includedIn: string | null;
  readonly risk: Risk;
  readonly confidence: Confidence;
  readonly evidence: readonly EvidenceFact[];
}

/** A workload or rule that could not be judged, and why: listed, never dropped. */
export interface NotAssessed {
  readonly subject: ObjectReference | null;
  readonly container: string | null;
  readonly ruleId: OpportunityType | null;
  readonly reason: string;
}

/** What a workload costs per month of 730 h, by what is paid for; `null` where not known, which counts nothing in the sum. */
export interface WorkloadCosts {
  /** CPU and memory: of each the larger of request and mean use, at the prices of its nodes. */
  readonly compute: Usd;
  readonly gpu: Usd | null;
  /** Volumes it mounts; one that several mount is shared equally. */
  readonly storage: Usd;
  /** Of the services it runs behind, shared likewise. */
  readonly loadBalancer: Usd | null;
  /** Traffic, where it is metered. */
  readonly network: Usd | null;
  /** Its share of what the nodes have to spare, where the price book shares that. */
  readonly sharedIdle: Usd;
}

/** Cost, energy and carbon of one workload at today's requests and use, per month of 730 h. */
export interface WorkloadFootprint {
  readonly workloadId: string;
  readonly usdPerMonth: Usd;
  /** What {@link usdPerMonth} is made of. */
  readonly costs: WorkloadCosts;
  /** Active power plus the share of the nodes' idle power that its reservations hold. `null` where unknown. */
  readonly energyPerMonth: KilowattHours | null;
  /** Operational: energy × PUE × average intensity of the grid in the hours in which it was drawn. */
  readonly carbonPerMonth: GramsCO2e | null;
  /** The same with its bounds: errors of power, PUE and grid. */
  readonly carbonRange: Estimate<GramsCO2e> | null;
  /** Share of the manufacture of its nodes that its reservations hold; `null` where a node's machine is not known. */
  readonly embodiedPerMonth: GramsCO2e | null;
  /** Operational and embodied; `null` where one of them is. */
  readonly totalCarbonPerMonth: GramsCO2e | null;
  /** `null` where no functional unit is counted, or a part of the score is not known. */
  readonly sci: WorkloadSci | null;
  readonly provenance: readonly Provenance[];
}

/** Software Carbon Intensity (ISO/IEC 21031) over the hours in which units were counted. */
export interface WorkloadSci {
  readonly gramsPerUnit: Estimate<GramsCO2e>;
  /** What one unit is (`request`, `order`). */
  readonly unit: string;
  /** Units that were counted, and in how many hours. */
  readonly units: number;
  readonly hours: number;
  /** O and M of these hours. */
  readonly operational: GramsCO2e;
  readonly embodied: GramsCO2e;
  /** Of the count; that of energy, grid and hardware is the footprint's. */
  readonly provenance: Provenance;
}

/** Cost, energy and carbon per month of 730 h; `null` where not known. */
export interface LedgerAmounts {
  readonly usdPerMonth: Usd;
  readonly energyPerMonth: KilowattHours | null;
  /** Operational. */
  readonly carbonPerMonth: GramsCO2e | null;
  readonly embodiedPerMonth: GramsCO2e | null;
}

/** The cluster's ledger: nodes = workloads + unallocated, in each of the amounts. */
export interface ClusterBalance {
  readonly nodes: LedgerAmounts;
  /** Of the workloads whose amount is known. */
  readonly workloads: LedgerAmounts;
  /** What no workload was given: free capacity, the idle power it holds, and work of the node itself. */
  readonly unallocated: LedgerAmounts;
  /** What is not known and therefore not in the sums, as sentences. */
  readonly missing: readonly string[];
}

/** A rule that judged nothing, because the cluster shows none of what it needs. */
export interface RuleOff {
  readonly ruleId: OpportunityType;
  /** Metrics and API resources that are missing; of each entry any one would do. */
  readonly missing: readonly (readonly string[])[];
}

export interface Assessment {
  readonly opportunities: readonly Opportunity[];
  readonly footprints: ReadonlyMap<string, WorkloadFootprint>;
  readonly notAssessed: readonly NotAssessed[];
  readonly rulesOff: readonly RuleOff[];
  readonly balance: ClusterBalance;
  /** Which nodes go, now and after which change; `null` where nobody says where any pod may run. */
  readonly consolidation: Consolidation | null;
  /** Made when first asked for, because looking ahead takes longer than judging. */
  readonly forecasts: Forecasts;
}
