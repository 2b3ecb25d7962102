import type { ClusterNode, DisruptionBudget, Workload } from '../../model/index.ts';
import type { Hold } from './mobility.ts';
import type { Labels, NodeFit } from './nodeFit.ts';
import type { PodRequest } from './podRequest.ts';

/** What is free on a node, in the units of {@link PodRequest}. */
export interface Room {
  cpu: number;
  memory: number;
  gpus: number;
  pods: number;
}

/** A node in the simulation. */
export interface SimulatedNode {
  readonly index: number;
  readonly node: ClusterNode;
  readonly labels: Labels;
  readonly allocatable: Readonly<Room>;
  readonly room: Room;
  readonly pods: Set<SimulatedPod>;
  /** Pods that use each host port. */
  readonly hostPorts: Map<number, number>;
  /** Why it stays whatever its pods do; `null` where only they decide. */
  readonly hold: Hold | null;
  /** No longer there, or being emptied: takes no pod. */
  closed: boolean;
}

/** A workload in the simulation; its pods are alike but for their volumes. */
export interface SimulatedWorkload {
  readonly index: number;
  readonly workload: Workload;
  readonly hostPorts: readonly number[];
  readonly hold: Hold | null;
  /** Set where an annotation forbids to move its pods. */
  readonly annotation: string | null;
  readonly leavesWithNode: boolean;
  readonly budgets: readonly DisruptionBudget[];
  readonly pods: SimulatedPod[];
  request: PodRequest;
}

export interface SimulatedPod {
  readonly name: string;
  readonly startedAt: number;
  readonly workload: SimulatedWorkload;
  readonly fit: NodeFit;
  /** Because of its own volumes. */
  readonly hold: Hold | null;
  /** `null` while it waits for a node, and once it is taken away. */
  node: SimulatedNode | null;
}

/** A pod and the node it goes to. */
export interface Move {
  readonly pod: SimulatedPod;
  readonly to: SimulatedNode;
}
