import type { Estimate, Provenance } from './provenance.ts';
import type { Bytes, Cores, GramsCO2e, KilowattHours, Ratio, UnixSeconds, Usd } from './quantity.ts';
import type { TimeWindow, WorkloadReference } from './workload.ts';

/** Rules of the engine; ids as in docs/rules. */
export type OpportunityType =
  | 'cpu-over-requested'
  | 'cpu-under-requested'
  | 'memory-over-requested'
  | 'memory-under-requested'
  | 'missing-requests'
  | 'idle-workload';

/** The field of a pod template (or workload) that a change sets. */
export type ChangeTarget = 'requests.cpu' | 'requests.memory' | 'limits.cpu' | 'limits.memory' | 'replicas';

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
  | 'seconds';

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
  readonly workload: WorkloadReference;
  readonly workloadId: string;
  /** `null` where the finding is about the workload as a whole. */
  readonly container: string | null;
  readonly policyId: string;
  readonly window: TimeWindow;
  readonly detectedAt: UnixSeconds;
  readonly changes: readonly Change[];
  readonly saving: Saving;
  readonly risk: Risk;
  readonly confidence: Confidence;
  readonly evidence: readonly EvidenceFact[];
}

/** A workload or rule that could not be judged, and why: listed, never dropped. */
export interface NotAssessed {
  readonly workload: WorkloadReference | null;
  readonly container: string | null;
  readonly ruleId: OpportunityType | null;
  readonly reason: string;
}

/** Cost, energy and carbon of one workload at today's requests and use. */
export interface WorkloadFootprint {
  readonly workloadId: string;
  readonly usdPerMonth: Usd;
  /** Active power plus the share of the nodes' idle power that its reservations hold. `null` where unknown. */
  readonly energyPerMonth: KilowattHours | null;
  readonly carbonPerMonth: GramsCO2e | null;
  readonly provenance: readonly Provenance[];
}

export interface Assessment {
  readonly opportunities: readonly Opportunity[];
  readonly footprints: ReadonlyMap<string, WorkloadFootprint>;
  readonly notAssessed: readonly NotAssessed[];
}
