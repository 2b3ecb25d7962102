import type { Bytes, Cores, Seconds, UnixSeconds } from './quantity.ts';

/** A span of time, start inclusive, end exclusive. */
export interface TimeWindow {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

export const windowSeconds = (window: TimeWindow): Seconds => (window.end - window.start) as Seconds;

/** Where an observation was made. `demo` is true for generated clusters and is shown on every screen. */
export interface ClusterIdentity {
  /** Unique, stable, URL-safe; chosen by the user (`production-eu`). */
  readonly id: string;
  readonly name: string;
  readonly provider: 'aws' | 'gcp' | 'azure' | 'on-premises' | 'unknown';
  /** The provider's name of the region (`europe-west1`), which decides price and grid. */
  readonly region: string | null;
  readonly demo: boolean;
}

/** The controller that a user edits: the top of the owner chain of a pod. */
export interface WorkloadReference {
  readonly clusterId: string;
  readonly namespace: string;
  /** As Kubernetes spells it: Deployment, StatefulSet, DaemonSet, CronJob, Job, ReplicaSet, Rollout, Pod, Node (static pod), or any custom owner's kind. */
  readonly kind: string;
  readonly name: string;
}

/** Requests or limits of one container; an absent resource is `null` (not zero). */
export interface ResourceAmounts {
  readonly cpu: Cores | null;
  readonly memory: Bytes | null;
  /** Whole GPUs (nvidia.com/gpu, amd.com/gpu …). */
  readonly gpus: number | null;
}

export type ContainerRole = 'main' | 'init' | 'sidecar';

/** One container as the newest pod of its workload declares it. */
export interface Container {
  readonly name: string;
  readonly role: ContainerRole;
  readonly image: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

export interface Pod {
  readonly name: string;
  readonly uid: string;
  /** Node it is bound to; `null` while it waits to be scheduled. */
  readonly node: string | null;
  readonly phase: PodPhase;
  readonly startedAt: UnixSeconds | null;
  readonly restarts: number;
  /** False for a pod of the window that is no longer there: its usage counts, its reservation does not. */
  readonly present: boolean;
  /** On the node's own network, where its traffic cannot be told from the node's. */
  readonly hostNetwork: boolean;
}

/** What changes a workload's replica count, if anything. */
export interface Autoscaler {
  readonly kind: 'HorizontalPodAutoscaler';
  readonly name: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly currentReplicas: number;
  /** Resources it scales on, with the utilisation target in percent of the request where that is the kind of target. */
  readonly targets: readonly { readonly metric: string; readonly utilizationPercent: number | null }[];
}

export interface Workload {
  /** {@link workloadId} of `reference`. */
  readonly id: string;
  readonly reference: WorkloadReference;
  readonly containers: readonly Container[];
  readonly pods: readonly Pod[];
  /** What the controller asks for; `null` where the notion does not apply (CronJob, bare Pod). */
  readonly desiredReplicas: number | null;
  readonly autoscaler: Autoscaler | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Cron expression of a CronJob. */
  readonly schedule: string | null;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

export interface ClusterNode {
  readonly name: string;
  readonly instanceType: string | null;
  readonly region: string | null;
  readonly zone: string | null;
  readonly pool: string | null;
  readonly architecture: string | null;
  readonly spot: boolean;
  readonly capacity: ResourceAmounts;
  readonly allocatable: ResourceAmounts;
  readonly maxPods: number | null;
  readonly taints: readonly Taint[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface VolumeClaim {
  readonly namespace: string;
  readonly name: string;
  readonly storageClass: string | null;
  readonly requestedBytes: Bytes;
  /** Highest use seen, where the CSI driver reports it. */
  readonly usedBytes: Bytes | null;
  /** Workloads whose pods mount it. */
  readonly mountedBy: readonly string[];
}

/** What exists in the cluster at one moment. */
export interface Inventory {
  readonly observedAt: UnixSeconds;
  readonly nodes: readonly ClusterNode[];
  readonly workloads: readonly Workload[];
  readonly volumeClaims: readonly VolumeClaim[];
}
