import type { Taint } from './workload.ts';

/** One requirement of a label or node selector. */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

/**
 * Kubernetes label selector; matchLabels are written as `In` requirements. An empty list selects everything,
 * `In` with no values nothing.
 */
export type LabelSelector = readonly SelectorRequirement[];

/**
 * All requirements of one of the terms have to hold (required node affinity); no term at all fits no node.
 * The key `metadata.name` is the node's name, not a label.
 */
export type NodeSelectorTerms = readonly (readonly SelectorRequirement[])[];

export interface PodAffinityTerm {
  readonly selector: LabelSelector;
  readonly topologyKey: string;
  /** Empty = the pod's own namespace. */
  readonly namespaces: readonly string[];
  /** Namespaces by their labels; `null` = only `namespaces`. */
  readonly namespaceSelector: LabelSelector | null;
}

export interface Toleration {
  /** Empty with `Exists` tolerates every taint. */
  readonly key: string;
  readonly operator: 'Equal' | 'Exists';
  readonly value: string;
  /** Empty = every effect. */
  readonly effect: Taint['effect'];
}

export interface TopologySpread {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  readonly selector: LabelSelector;
  readonly minDomains: number | null;
}

/** Where the scheduler may put a workload's pods: the rules that must hold, not the wishes. */
export interface Scheduling {
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Required during scheduling; `null` = anywhere. */
  readonly nodeAffinity: NodeSelectorTerms | null;
  readonly podAffinity: readonly PodAffinityTerm[];
  readonly podAntiAffinity: readonly PodAffinityTerm[];
  readonly tolerations: readonly Toleration[];
  readonly topologySpread: readonly TopologySpread[];
  readonly priorityClass: string | null;
  readonly hostPorts: readonly number[];
}

/** What a workload's pods mount. */
export interface PodVolumes {
  /** Names of the claims, of a StatefulSet those of all its pods; generic ephemeral ones are claims too. */
  readonly claims: readonly string[];
  readonly hostPaths: readonly string[];
  /** Scratch space on the node's disk, which is lost with the pod. */
  readonly emptyDir: boolean;
}
