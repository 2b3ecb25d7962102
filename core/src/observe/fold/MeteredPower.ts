import type { UnixSeconds } from '../../model/index.ts';

export interface HourlyMean {
  /** Start of the hour. */
  readonly hour: UnixSeconds;
  readonly value: number;
}

export interface MeteredPod {
  readonly namespace: string;
  readonly pod: string;
  /** `null` where the meter does not say on which node. */
  readonly node: string | null;
  /** Mean over the window. */
  readonly value: number;
  /** Mean over each hour in which it has a sample, oldest first; a pod that was there half of the hour has half of what it drew then. */
  readonly hourly: readonly HourlyMean[];
}

export interface MeteredNode {
  readonly node: string;
  /** Mean over the window. */
  readonly active: number;
  readonly activeWhileThere: number;
  /** What the node drew while it was there; `null` where no meter tells. */
  readonly idle: number | null;
  /** The same for each hour with a sample of active power, oldest first. */
  readonly hourly: readonly {
    readonly hour: UnixSeconds;
    readonly active: number;
    readonly idle: number | null;
  }[];
}

/** What the meters of power, and of CPU as its stand-in, showed over the window. */
export interface MeteredPower {
  podWatts(): MeteredPod[];
  /** Cores of each pod, containers added up. */
  podCores(): MeteredPod[];
  /** Nodes that a meter of active power spoke of. */
  nodes(): MeteredNode[];
}
