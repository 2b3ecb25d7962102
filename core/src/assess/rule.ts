import type {
  Change,
  ClusterNode,
  Confidence,
  Container,
  ContainerUsage,
  EvidenceFact,
  EvidenceUnit,
  Observation,
  OpportunityType,
  Policy,
  Risk,
  Workload,
} from '../model/index.ts';
import type { IdlePower } from './footprint/idlePower.ts';
import type { Reservation } from './footprint/reservation.ts';

/** A number that a rule decides by, with its unit and where it was taken from. */
export interface Threshold {
  /** What the number means, as a noun phrase. */
  readonly meaning: string;
  readonly unit: EvidenceUnit;
  /** Whose number it is. */
  readonly source: string;
  /** The number under a policy; constant for rules that do not follow the policy. */
  readonly valueIn: (policy: Policy) => number;
}

/** What a rule is, as data: the documentation, the screens and `docs/rules.md` are made from it. */
export interface RuleDeclaration {
  readonly id: OpportunityType;
  readonly title: string;
  /** What is found and when, in one or two sentences. */
  readonly finds: string;
  /** Metrics and objects it cannot judge without. */
  readonly needs: readonly string[];
  readonly thresholds: readonly Threshold[];
  /** Whom the rule leaves alone, and why. */
  readonly leavesAlone: readonly string[];
  readonly remediation: string;
}

/** The pods of a workload that run on one node; `pods` is a mean over the window, and fractional, for work that comes and goes. */
export interface Placement {
  readonly node: string | null;
  readonly pods: number;
}

/** What all rules of one cycle share. */
export interface ClusterContext {
  readonly observation: Observation;
  readonly policy: Policy;
  readonly nodes: ReadonlyMap<string, ClusterNode>;
  readonly idlePower: IdlePower;
}

/** One workload before the judge. */
export interface WorkloadSubject {
  readonly context: ClusterContext;
  readonly workload: Workload;
  readonly placements: readonly Placement[];
  /** Main containers and sidecars; init containers are over before the workload works. */
  readonly containers: readonly ContainerSubject[];
}

/** One container of it; `usage` is `null` where the meters never saw the container. */
export interface ContainerSubject {
  readonly context: ClusterContext;
  readonly workload: Workload;
  /** Pods that run it, over all nodes. */
  readonly replicas: number;
  readonly container: Container;
  readonly usage: ContainerUsage | null;
}

/** What a rule proposes, before it is priced. */
export interface Finding {
  readonly changes: readonly Change[];
  /** Reservation that each pod gives back (negative: takes), with the bounds that the choice of quantile leaves open. */
  readonly freedPerPod: {
    readonly low: Reservation;
    readonly likely: Reservation;
    readonly high: Reservation;
  };
  /** The workload stops, so its active power goes too. */
  readonly stopsWork: boolean;
  /** Worth showing whatever it saves or costs, because it is about reliability. */
  readonly shownRegardless: boolean;
  readonly risk: Risk;
  readonly confidence: Confidence;
  readonly evidence: readonly EvidenceFact[];
}

export type Verdict =
  | { readonly kind: 'found'; readonly finding: Finding }
  | { readonly kind: 'not-assessed'; readonly reason: string }
  | { readonly kind: 'fine' };

export const FINE: Verdict = { kind: 'fine' };
export const found = (finding: Finding): Verdict => ({ kind: 'found', finding });
export const notAssessed = (reason: string): Verdict => ({ kind: 'not-assessed', reason });

/** Judges one container at a time. */
export interface ContainerRule {
  readonly scope: 'container';
  readonly declaration: RuleDeclaration;
  detect(subject: ContainerSubject): Verdict;
}

/** Judges a workload as a whole. */
export interface WorkloadRule {
  readonly scope: 'workload';
  readonly declaration: RuleDeclaration;
  detect(subject: WorkloadSubject): Verdict;
}

export type Rule = ContainerRule | WorkloadRule;
