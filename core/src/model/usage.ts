import type { QuantileSketch } from './quantileSketch.ts';
import {
  type Bytes,
  type BytesPerSecond,
  type Cores,
  type Ratio,
  type Seconds,
  seconds,
  type UnixSeconds,
} from './quantity.ts';
import { type TimeWindow, windowSeconds } from './workload.ts';

/** Samples that could not be used, by reason: counted, never hidden. */
export interface DroppedSamples {
  readonly notANumber: number;
  readonly negative: number;
  readonly duplicate: number;
  readonly outOfOrder: number;
}

/** One hour of one container, over all pods of the workload. Amounts are per pod, comparable with the request. */
export interface HourlyUsage<U extends number> {
  /** Start of the hour. */
  readonly hour: UnixSeconds;
  readonly mean: U;
  readonly max: U;
  readonly samples: number;
}

/** Distribution of one resource over a window. Amounts are per pod. */
export interface UsageStatistics<U extends number> {
  readonly samples: number;
  /** Samples there would be without a hole, from the pods' lifetimes and the step. */
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
  readonly throttling: { readonly periods: number; readonly throttledPeriods: number } | null;
  readonly oomKills: number | null;
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
