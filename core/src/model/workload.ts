import type { DisruptionBudget, KubernetesNamespace, PersistentVolume, Service } from './clusterObjects.ts';
import type { Bytes, BytesPerSecond, Cores, Seconds, UnixSeconds } from './quantity.ts';
import type { PodVolumes, Scheduling } from './scheduling.ts';

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
  /** IANA name of the zone its users live in, where the configuration says so. */
  readonly timeZone?: string | undefined;
  readonly demo: boolean;
}

/** Any object of a cluster. */
export interface ObjectReference {
  readonly clusterId: string;
  /** Empty for what stands in no namespace: a node, a persistent volume, a node pool, the cluster. */
  readonly namespace: string;
  /** As Kubernetes spells it. `NodePool` and `Cluster` are ours. */
  readonly kind: string;
  readonly name: string;
}

/**
 * The controller that a user edits: the top of the owner chain of a pod. Its kind is Deployment,
 * StatefulSet, DaemonSet, CronJob, Job, ReplicaSet, Rollout, Pod, Node (static pod), or any custom owner's.
 */
export type WorkloadReference = ObjectReference;

/** Requests or limits of one container; an absent resource is `null` (not zero). */
export interface ResourceAmounts {
  readonly cpu: Cores | null;
  readonly memory: Bytes | null;
  /** Whole GPUs (nvidia.com/gpu, amd.com/gpu …). */
  readonly gpus: number | null;
}

export type ContainerRole = 'main' | 'init' | 'sidecar';

/** What a container may do to its node; from its own and its pod's security context. */
export interface ContainerSecurity {
  readonly privileged: boolean;
  /** `null` where only the image decides. */
  readonly runsAsRoot: boolean | null;
  readonly allowsPrivilegeEscalation: boolean;
}

/** One container as the newest pod of its workload declares it. */
export interface Container {
  readonly name: string;
  readonly role: ContainerRole;
  readonly image: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  /** `null` where the API was not asked: kube-state-metrics does not tell. */
  readonly security: ContainerSecurity | null;
  /**
   * Literal environment variables that size a language runtime (JAVA_TOOL_OPTIONS, GOMEMLIMIT, GOMAXPROCS,
   * NODE_OPTIONS …) and flags of the command that do (-Xmx…, --max-old-space-size=…); of option strings only
   * such flags. Nothing else of the environment is read, because secrets stand there. `null` where the API
   * was not asked.
   */
  readonly runtimeSettings: RuntimeSettings | null;
  readonly imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never' | null;
}

export interface RuntimeSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
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
  /** Why it does not run as it should: `CrashLoopBackOff`, `ImagePullBackOff`, `Evicted`, `OOMKilled` …; `null` where all is well. */
  readonly trouble: string | null;
}

/** What changes a workload's replica count, if anything. */
export interface Autoscaler {
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject';
  readonly name: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly currentReplicas: number;
  /** Resources it scales on, with the utilisation target in percent of the request where that is the kind of target. */
  readonly targets: readonly { readonly metric: string; readonly utilizationPercent: number | null }[];
  /** Conditions that say it does not work (ScalingActive=False …), with the reason it gives. */
  readonly failures: readonly { readonly condition: string; readonly reason: string }[];
}

/** How a Job ended, or `null` for what still runs. */
export interface JobResult {
  readonly succeeded: number;
  readonly failed: number;
  readonly finishedAt: UnixSeconds | null;
  readonly cleanedUpAfter: Seconds | null;
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
  /** Labels of its pods, by which services, disruption budgets and other pods' affinity select them. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Annotations of its pods by which the autoscalers of nodes are told to leave them alone; absent where the API was not asked. */
  readonly podAnnotations?: Readonly<Record<string, string>> | undefined;
  /** Cron expression of a CronJob, and the IANA zone it is read in (UTC where `null`). */
  readonly schedule: string | null;
  readonly timeZone: string | null;
  /** A CronJob or Job that is told not to run. */
  readonly suspended: boolean;
  readonly createdAt: UnixSeconds | null;
  /** Of a Job; `null` for everything else. */
  readonly job: JobResult | null;
  /** Share of the replicas that a roll-out may take away at once (whole pods, rounded down); `null` where not known. */
  readonly maxUnavailable: number | null;
  readonly terminationGracePeriod: Seconds | null;
  /** `null` where the API was not asked: where its pods may run is then not known. */
  readonly scheduling: Scheduling | null;
  readonly volumes: PodVolumes | null;
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
  /** Cordoned: nothing new is placed on it. */
  readonly unschedulable: boolean;
  readonly createdAt: UnixSeconds | null;
  /** Product name of its GPUs (`NVIDIA-A100-SXM4-40GB`), from the device plugin's label. */
  readonly gpuModel: string | null;
}

export interface VolumeClaim {
  readonly namespace: string;
  readonly name: string;
  readonly storageClass: string | null;
  readonly requestedBytes: Bytes;
  /** Highest use seen, where the CSI driver reports it. */
  readonly usedBytes: Bytes | null;
  /** Slope of a straight line through its use over the window; absent or `null` where not known. */
  readonly growth?: BytesPerSecond | null;
  /** Workloads whose pods mount it. */
  readonly mountedBy: readonly string[];
  /** Name of the persistent volume it is bound to; `null` while it waits. */
  readonly volume: string | null;
  readonly createdAt: UnixSeconds | null;
}

/** What exists in the cluster at one moment. A list that could not be read is `null`, which is not empty. */
export interface Inventory {
  readonly observedAt: UnixSeconds;
  readonly nodes: readonly ClusterNode[];
  readonly workloads: readonly Workload[];
  readonly volumeClaims: readonly VolumeClaim[];
  readonly volumes: readonly PersistentVolume[] | null;
  readonly disruptionBudgets: readonly DisruptionBudget[] | null;
  readonly namespaces: readonly KubernetesNamespace[] | null;
  readonly services: readonly Service[] | null;
}
