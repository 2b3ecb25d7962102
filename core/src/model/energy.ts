import type { Provenance } from './provenance.ts';
import type { UnixSeconds, Watts } from './quantity.ts';

/** Mean power of a node over the window. */
export interface NodeEnergy {
  readonly node: string;
  /** Power that follows the work done: mean over all hours in which anything of the cluster was seen. */
  readonly active: Watts;
  /** Power that is drawn whether or not work is done: mean over the hours in which the node was there. */
  readonly idle: Watts;
  /** Oldest first; hours in which nothing of the node was seen are absent. The figures above are its means. */
  readonly hourly: readonly HourlyNodePower[];
  readonly provenance: Provenance;
}

export interface HourlyNodePower {
  readonly hour: UnixSeconds;
  readonly active: Watts;
  readonly idle: Watts;
}

export interface HourlyPower {
  readonly hour: UnixSeconds;
  readonly active: Watts;
}

/** Mean active power attributed to a workload over the window (idle power stays with the nodes). */
export interface WorkloadEnergy {
  readonly workloadId: string;
  readonly active: Watts;
  /** Mean over each hour, oldest first; an hour in which it drew nothing is there with 0, one nobody measured is absent. */
  readonly hourly: readonly HourlyPower[];
  readonly provenance: Provenance;
}

/** Energy of the cluster; a node or workload that is absent has no energy data, which is not zero. */
export interface ClusterEnergy {
  readonly nodes: ReadonlyMap<string, NodeEnergy>;
  readonly workloads: ReadonlyMap<string, WorkloadEnergy>;
}
