import type { Provenance } from './provenance.ts';
import type { QuantileSketch } from './quantileSketch.ts';
import {
  type Bytes,
  type BytesPerSecond,
  type Cores,
  type Ratio,
  type Seconds,
  seconds,
  type UnixSeconds,
  type Watts,
} from './quantity.ts';
import { type TimeWindow, windowSeconds } from './workload.ts';

/** Samples that could not be used, by reason: counted, never hidden. */
export interface DroppedSamples {
  readonly notANumber: number;
  readonly negative: number;
  readonly duplicate: number;
  readonly outOfOrder: number;
  /** Of a moment that was learned before: too late to count. */
  readonly late: number;
}

/** One hour of one container, over all pods of the workload. Amounts are per pod, comparable with the request. */
export interface HourlyUsage<U extends number> {
  /** Start of the hour. */
  readonly hour: UnixSeconds;
  readonly mean: U;
  readonly max: U;
  readonly samples: number;
}

/**
 * One resource of one container on one day (UTC), over all pods of the workload; amounts are per pod.
 * Each sample is in exactly one of the two sketches.
 */
export interface ResourceDay {
  /** What the pods used once they had started. */
  readonly steady: QuantileSketch;
  /** What they used in their first {@link START_UP_SECONDS}; `null` where none started on that day. */
  readonly startUp: QuantileSketch | null;
  /** Samples there would be without a hole. */
  readonly expectedSamples: number;
}

/** What was learned of one container on one day. Days merge into the window with no further loss. */
export interface UsageDay {
  /** 00:00 UTC. */
  readonly day: UnixSeconds;
  readonly cpu: ResourceDay | null;
  readonly memory: ResourceDay | null;
  readonly throttling: Throttling | null;
  readonly oomKills: number | null;
}

/** A container that has just started compiles, loads and fills caches: that is not its steady state. (CAST AI sets 5 min aside, VPA's CPU start-up boost is unbounded.) */
export const START_UP_SECONDS = 600 as Seconds;

/** CFS periods in which a limit was looked at, and those in which it stopped the container. */
export interface Throttling {
  readonly periods: number;
  readonly throttledPeriods: number;
}

/** Distribution of one resource over a window. Amounts are per pod. */
export interface UsageStatistics<U extends number> {
  readonly samples: number;
  /** Of all samples, start-up included. Samples there would be without a hole, from the pods' lifetimes and the step. */
  readonly expectedSamples: number;
  /** `samples / expectedSamples`, at most 1. */
  readonly coverage: Ratio;
  readonly mean: U;
  readonly max: U;
  readonly sketch: QuantileSketch;
  /** Oldest first; hours without a sample are absent, not zero. */
  readonly hourly: readonly HourlyUsage<U>[];
  readonly dropped: DroppedSamples;
}

const HOUR = 3_600;

/** From the first to the last hour with a sample, within the window that was looked at. */
export function historyOf(usage: ContainerUsage, statistics: UsageStatistics<number>): Seconds {
  const first = statistics.hourly[0];
  const last = statistics.hourly[statistics.hourly.length - 1];
  const window = windowSeconds(usage.window);
  return first && last ? seconds(Math.min(last.hour - first.hour + HOUR, window)) : window;
}

/** What one container of a workload used; `null` means "no data", which is not zero. */
export interface ContainerUsage {
  readonly workloadId: string;
  readonly container: string;
  readonly window: TimeWindow;
  readonly step: Seconds;
  /** Pods whose samples are in it, past ones included. */
  readonly pods: number;
  readonly cpu: UsageStatistics<Cores> | null;
  readonly memory: UsageStatistics<Bytes> | null;
  /** CFS periods; `null` where the container has no CPU limit. */
  readonly throttling: Throttling | null;
  readonly oomKills: number | null;
  /** The same, day by day, oldest first; days without anything learned are absent. */
  readonly days: readonly UsageDay[];
}

/** What one pod received, or transmitted, over all steps and pods. */
export interface TrafficStatistics {
  /** Over all pods. */
  readonly samples: number;
  readonly mean: BytesPerSecond;
  readonly p99: BytesPerSecond;
  readonly max: BytesPerSecond;
}

/**
 * Network traffic of a workload, through the interfaces of its pods' own networks. Amounts are per pod.
 * A direction is `null` where it was not metered; pods on the host's network are left out.
 */
export interface WorkloadTraffic {
  readonly workloadId: string;
  readonly received: TrafficStatistics | null;
  readonly transmitted: TrafficStatistics | null;
}

/** How often an autoscaler stood at its ends, over the window. */
export interface AutoscalerHistory {
  readonly workloadId: string;
  readonly samples: number;
  /** Shares of the samples with as many replicas as the minimum, or the maximum, allows. */
  readonly atMinimum: Ratio;
  readonly atMaximum: Ratio;
  readonly meanReplicas: number;
}

/** One GPU (or slice of one) that a container held, over the window. */
export interface GpuUsage {
  readonly workloadId: string;
  readonly container: string;
  /** UUID of the device. */
  readonly device: string;
  readonly model: string | null;
  readonly samples: number;
  /** Share of the time the device was busy (DCGM_FI_DEV_GPU_UTIL ÷ 100). */
  readonly meanUtilization: Ratio;
  readonly p98Utilization: Ratio;
  readonly maxUtilization: Ratio;
  /** Frame buffer used; `null` where not exported. */
  readonly maxMemory: Bytes | null;
  readonly totalMemory: Bytes | null;
  readonly meanWatts: Watts | null;
}

/**
 * What the language runtime of a container says of itself; each figure the highest of its pods, `null` where
 * not exported. What was used is the highest of the window, what is set (version, limits) is as of its end.
 */
export interface RuntimeUsage {
  readonly workloadId: string;
  readonly container: string;
  readonly runtime: 'jvm' | 'go' | 'node';
  /** As the runtime spells it (`go1.24.3`, `21.0.2`, `v22.11.0`). */
  readonly version: string | null;
  /** Heap in use right after a garbage collection; for Go and Node the live heap. */
  readonly liveHeap: Bytes | null;
  readonly maxHeap: Bytes | null;
  /** Memory of the runtime outside of the heap. */
  readonly nonHeap: Bytes | null;
  /** Operating-system threads, each with a stack of its own. */
  readonly threads: number | null;
  /** Threads that may run Go code at once. */
  readonly goMaxProcs: number | null;
  /** `null` where it is not set or not exported. */
  readonly goMemoryLimit: Bytes | null;
}

/** What a registry says of an image. */
export interface ImageFacts {
  readonly image: string;
  /** Compressed layers, as pulled, of the architecture the cluster runs. */
  readonly compressedBytes: Bytes;
  readonly layers: number;
  /** `linux/amd64`, `linux/arm64` … that the image is made for. */
  readonly platforms: readonly string[];
}

/** Work done, counted by a counter the user named: what carbon is told per. */
export interface FunctionalUnits {
  readonly workloadId: string;
  /** What one of them is (`request`, `order`). */
  readonly unit: string;
  /** Oldest first; hours without a sample are absent. */
  readonly hourly: readonly { readonly hour: UnixSeconds; readonly count: number }[];
  readonly provenance: Provenance;
}
