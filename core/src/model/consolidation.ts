import type { SavingFigures } from './opportunity.ts';
import type { WorkloadReference } from './workload.ts';

/** What keeps a pod, or a node, where it is. The first half is the pod's own, the second what no other node gives it. */
export type Constraint =
  | 'bare-pod'
  | 'job'
  | 'eviction-annotation'
  | 'disruption-budget'
  | 'unknown-scheduling'
  | 'unknown-volume'
  | 'unknown-namespaces'
  | 'unknown-load'
  | 'control-plane'
  | 'unknown-size'
  | 'last-of-pool'
  | 'last-of-zone'
  | 'cordoned'
  | 'taint'
  | 'node-affinity'
  | 'volume-zone'
  | 'cpu'
  | 'memory'
  | 'gpus'
  | 'pod-count'
  | 'host-port'
  | 'pod-affinity'
  | 'pod-anti-affinity'
  | 'topology-spread';

/** A pod, or a thing about the node itself, that keeps a node. */
export interface NodePin {
  /** `null` where it is about the node itself. */
  readonly workload: WorkloadReference | null;
  readonly pod: string | null;
  readonly constraint: Constraint;
  /** The disruption budget or the annotation that says no, where one does. */
  readonly by: string | null;
  /** Of the nodes that could not take the pod, how many by which constraint; empty where the pod may not leave at all. */
  readonly refusals: readonly { readonly constraint: Constraint; readonly nodes: number }[];
}

/** A node that goes, and what that saves per month of 730 h. */
export interface GoingNode {
  readonly node: string;
  /** Pods that move to another node first. */
  readonly movedPods: number;
  readonly saving: SavingFigures;
  /** Opportunities without any one of which it would not go; empty = it can go today. */
  readonly after: readonly string[];
}

export interface StayingNode {
  readonly node: string;
  /** Why it stays even when everything proposed is done. Never empty. */
  readonly pins: readonly NodePin[];
}

/** What one opportunity does to the nodes. */
export interface Contribution {
  readonly opportunityId: string;
  /** Nodes that go (or, for what needs room, come back) because of it, alone or with others. */
  readonly nodes: readonly string[];
  /** Its part of their saving; the parts add up. `null` where nodes are not the measure of it. */
  readonly realisable: SavingFigures | null;
  /** Why that is nothing, or not known; `null` where nodes go. */
  readonly reason: string | null;
}

/**
 * Which nodes can go: simulated by moving every pod that may move to another node that may take it, by
 * requests. `now` with today's requests, `afterFixes` once the opportunities that count are done.
 */
export interface Consolidation {
  /** In the order in which they are emptied; each relies on those before it. */
  readonly now: readonly GoingNode[];
  readonly afterFixes: readonly GoingNode[];
  /** Nodes of `now` that are needed again once what is too small is given what it needs; `after` says for whom. */
  readonly neededAgain: readonly GoingNode[];
  readonly staying: readonly StayingNode[];
  readonly contributions: readonly Contribution[];
  /** What the simulation did not know or does not model, as sentences. */
  readonly doubts: readonly string[];
}
