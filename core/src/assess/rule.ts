import type {
  Change,
  ClusterNode,
  Confidence,
  Consolidation,
  Container,
  ContainerUsage,
  EvidenceFact,
  EvidenceUnit,
  ObjectReference,
  Observation,
  OpportunityType,
  Policy,
  Provenance,
  Risk,
  SavingFigures,
  Wording,
  Workload,
} from '../model/index.ts';
import type { ClusterSketch } from './examples/clusterSketch.ts';
import type { ClusterPower } from './footprint/clusterPower.ts';
import type { ClusterCosts } from './footprint/costs.ts';
import type { EmbodiedOfCluster } from './footprint/embodiedShare.ts';
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

/**
 * Something a rule cannot judge without: metrics by their Prometheus name, lists of the Kubernetes API as
 * `api:<resource>` ({@link Observation.seen}). Where none of `anyOf` is there, the rule is off and says so.
 */
export interface Need {
  readonly anyOf: readonly [string, ...string[]];
  /** What it is needed for, as a noun phrase. */
  readonly for: string;
}

/** A cluster in a few lines and what the rule says of it: run as a test, printed in docs/rules.md. */
export interface RuleExample {
  /** `asks for two cores and uses a third of one`. */
  readonly name: string;
  readonly cluster: ClusterSketch;
  readonly verdict: 'found' | 'not found' | 'not assessed';
}

/** What a rule is, as data: the documentation, the screens and `docs/rules.md` are made from it. */
export interface RuleDeclaration {
  readonly id: OpportunityType;
  readonly title: string;
  /** What is found and when, in one or two sentences. */
  readonly finds: string;
  readonly needs: readonly Need[];
  readonly thresholds: readonly Threshold[];
  /** Whom the rule leaves alone, and why. */
  readonly leavesAlone: readonly string[];
  readonly remediation: string;
  /** `null` where `advise` has a template of its own for it. */
  readonly wording: Wording | null;
  /** A success first, then the near-misses; none of a rule that a user wrote. */
  readonly examples: readonly RuleExample[];
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
  /** Those that a workload or a namespace may choose from. */
  readonly policies: readonly Policy[];
  readonly nodes: ReadonlyMap<string, ClusterNode>;
  readonly idlePower: IdlePower;
  readonly power: ClusterPower;
  readonly embodied: EmbodiedOfCluster;
  readonly costs: ClusterCosts;
  /** Nodes on which something runs that could not be read. */
  readonly unknownLoad: ReadonlySet<string>;
  /** Which nodes go with today's requests; `null` where nobody says where pods may run. Simulated when first asked for. */
  readonly emptiedToday: () => Consolidation | null;
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

/** Part of a workload whose saving a finding counts; `null` = all of them. */
export interface Claim {
  /** Of an object that is no workload, its label. */
  readonly workloadId: string;
  readonly container: string | null;
  readonly resource: 'cpu' | 'memory' | 'gpus' | null;
}

/** Reservation that each pod gives back (negative: takes), priced at the nodes the pods run on. */
export interface FreedReservation {
  readonly kind: 'reservation';
  /** With the bounds that the choice of quantile leaves open. */
  readonly freedPerPod: {
    readonly low: Reservation;
    readonly likely: Reservation;
    readonly high: Reservation;
  };
  /** Share of the pods it is about: 1 for all, 0.5 where half of the replicas go. */
  readonly shareOfPods: number;
  /** The pods stop, so their active power goes too. */
  readonly stopsWork: boolean;
}

/** Figures per month that the rule has computed itself, because no reservation is freed. */
export interface OwnFigures {
  readonly kind: 'figures';
  readonly figures: SavingFigures;
  readonly provenance: readonly Provenance[];
  /** Whose savings are in these figures. */
  readonly claims: readonly Claim[];
}

/** The finding is about reliability, safety or knowledge; it claims neither money nor carbon. */
export interface NoSaving {
  readonly kind: 'none';
}

export type Effect = FreedReservation | OwnFigures | NoSaving;

/** What a rule proposes, before it is priced. */
export interface Finding<E extends Effect = Effect> {
  readonly changes: readonly Change[];
  readonly effect: E;
  /** Worth showing whatever it saves or costs, because it is about reliability. */
  readonly shownRegardless: boolean;
  readonly risk: Risk;
  readonly confidence: Confidence;
  readonly evidence: readonly EvidenceFact[];
}

export type Verdict<E extends Effect = Effect> =
  | { readonly kind: 'found'; readonly finding: Finding<E> }
  | { readonly kind: 'not-assessed'; readonly reason: string }
  | { readonly kind: 'fine' };

export const FINE: Verdict<never> = { kind: 'fine' };
export const found = <E extends Effect>(finding: Finding<E>): Verdict<E> => ({ kind: 'found', finding });
export const notAssessed = (reason: string): Verdict<never> => ({ kind: 'not-assessed', reason });

/** Judges one container at a time. */
export interface ContainerRule {
  readonly scope: 'container';
  readonly declaration: RuleDeclaration;
  detect(subject: ContainerSubject): Verdict;
}

/** Judges a workload as a whole, also one of which no pod runs at the moment. */
export interface WorkloadRule {
  readonly scope: 'workload';
  readonly declaration: RuleDeclaration;
  detect(subject: WorkloadSubject): Verdict;
}

/** What a rule says of one object that is no workload. */
export interface ObjectVerdict {
  readonly subject: ObjectReference;
  readonly verdict: Verdict<OwnFigures | NoSaving>;
}

/** Judges what is no workload: nodes, pools, volumes, namespaces, the cluster. One verdict per object it has something to say of. */
export interface ClusterRule {
  readonly scope: 'cluster';
  readonly declaration: RuleDeclaration;
  detect(context: ClusterContext): Iterable<ObjectVerdict>;
}

export type Rule = ContainerRule | WorkloadRule | ClusterRule;
