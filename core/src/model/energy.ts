import type { Provenance } from './provenance.ts';
import type { Watts } from './quantity.ts';

/** Mean power of a node over the window. */
export interface NodeEnergy {
  readonly node: string;
  /** Power that follows the work done. */
  readonly active: Watts;
  /** Power that is drawn whether or not work is done. */
  readonly idle: Watts;
  readonly provenance: Provenance;
}

/** Mean active power attributed to a workload over the window (idle power stays with the nodes). */
export interface WorkloadEnergy {
  readonly workloadId: string;
  readonly active: Watts;
  readonly provenance: Provenance;
}

/** Energy of the cluster; a node or workload that is absent has no energy data, which is not zero. */
export interface ClusterEnergy {
  readonly nodes: ReadonlyMap<string, NodeEnergy>;
  readonly workloads: ReadonlyMap<string, WorkloadEnergy>;
}
