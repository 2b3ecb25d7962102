import {
  type ClusterNode,
  type Container,
  type GpuUsage,
  type ImageFacts,
  type Inventory,
  type Observation,
  type Pod,
  type PodVolumes,
  type PriceBook,
  type Provenance,
  type RuntimeUsage,
  seconds,
  type Scheduling,
  unixSeconds,
  type Workload,
} from '../../model/index.ts';

/** How a small cluster is told in a few lines: what a workload asks for and what it uses. For the rules' examples and for tests. */

export const END = unixSeconds(Date.UTC(2026, 10, 16) / 1000);
export const STEP = seconds(300);

/** Where a sketched figure comes from. */
export const origin = (kind: Provenance['kind'], method: string): Provenance => ({
  kind,
  method,
  source: 'test',
  asOf: END,
});

/** Use that follows the clock (UTC): cores of one pod inside and outside of the busy hours. */
export interface ClockPattern {
  readonly busy: number;
  readonly quiet: number;
  /** First busy hour of a day and the first that is not any more; `from` after `to` lasts over midnight. */
  readonly from: number;
  readonly to: number;
  /** 0 = Sunday … 6 = Saturday; every day if not given. */
  readonly weekdays?: readonly number[];
}

export interface ContainerSketch {
  readonly name?: string;
  readonly role?: Container['role'];
  /** Cores; `null` = not set. */
  readonly cpuRequest?: number | null;
  readonly cpuLimit?: number | null;
  /** MiB; `null` = not set. */
  readonly memoryRequest?: number | null;
  readonly memoryLimit?: number | null;
  readonly gpus?: number;
  /** Cores of one pod, one per sample and repeated over the window; `null` = no data. */
  readonly cpu?: readonly number[] | null;
  /** MiB of one pod, likewise. */
  readonly memory?: readonly number[] | null;
  /** In place of `cpu`, hour by hour. */
  readonly cpuByClock?: ClockPattern;
  /** Cores of one pod while it starts, one per sample, on top of the others; each pod starts once a day. */
  readonly startUpCpu?: readonly number[];
  /** MiB of one pod while it starts, likewise. */
  readonly startUpMemory?: readonly number[];
  /** Throttled share of the CFS periods. */
  readonly throttled?: number;
  readonly oomKills?: number | null;
  readonly coverage?: number;
  readonly image?: string;
  /** What its language runtime tells; a JVM, if not given otherwise. */
  readonly runtime?: Partial<RuntimeUsage>;
  /** What was metered of each GPU it held. */
  readonly devices?: readonly Partial<GpuUsage>[];
  /** What the registry says of its image. */
  readonly imageFacts?: Partial<ImageFacts>;
  /** Overrides of the container as declared. */
  readonly declared?: Partial<Container>;
}

export interface WorkloadSketch {
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly replicas?: number;
  readonly containers?: readonly ContainerSketch[];
  /** Days that the pods have been running; longer than the window = from before it. */
  readonly ageDays?: number;
  readonly restarts?: number;
  readonly phase?: Pod['phase'];
  /** Why its pods do not run as they should. */
  readonly trouble?: string;
  /** Pods that are in trouble; all if not given. */
  readonly troubled?: number;
  readonly autoscaler?: Workload['autoscaler'];
  /** How often the autoscaler stood at its ends; not watched if not given. */
  readonly autoscaled?: {
    readonly atMinimum?: number;
    readonly atMaximum?: number;
    readonly meanReplicas?: number;
  };
  /** P99 of the bytes per second of a pod; `null` = no data. */
  readonly trafficP99?: number | null;
  /** Highest bytes per second of a pod; as much as P99 if not given. */
  readonly trafficMax?: number;
  /** Mean active power; `null` = no data. */
  readonly activeWatts?: number | null;
  /** In place of it: watts hour by hour. */
  readonly wattsByClock?: ClockPattern;
  /** Units of work done in each hour (`request`); not counted if not given. */
  readonly unitsPerHour?: number;
  /** A release so many days before the end, and what a unit draws since then, as a multiple of before. */
  readonly released?: { readonly daysAgo: number; readonly drawsTimes: number };
  /** Where its pods may run: what differs from anywhere; not known if not given. */
  readonly scheduling?: Partial<Scheduling>;
  readonly volumes?: Partial<PodVolumes>;
  /** Index of the node of each pod, one after the other if not given. */
  readonly on?: readonly number[];
  /** Overrides of the workload as declared. */
  readonly declared?: Partial<Workload>;
}

/** A node that differs from the others. */
export interface NodeSketch {
  readonly cpu?: number;
  /** GiB. */
  readonly memory?: number;
  readonly pool?: string;
  readonly zone?: string;
  /** Overrides of the node. */
  readonly declared?: Partial<ClusterNode>;
}

export interface ClusterSketch {
  readonly days?: number;
  readonly workloads: readonly WorkloadSketch[];
  /** Nodes of 4 cores, 16 GiB, 20 W at rest. */
  readonly nodes?: number | readonly NodeSketch[];
  readonly demo?: boolean;
  readonly clusterId?: string;
  readonly grid?: number | null;
  /** gCO₂e/kWh hour by hour, besides. */
  readonly gridByClock?: ClockPattern;
  /** Overrides of the inventory. */
  readonly inventory?: Partial<Inventory>;
  /** Overrides of the observation. */
  readonly facts?: Partial<Observation>;
  /** What could be read; everything if not given. */
  readonly seen?: ReadonlySet<string>;
  readonly priceKind?: Provenance['kind'];
  /** Prices besides those of cores, memory and GPUs. */
  readonly prices?: Partial<PriceBook>;
}
