import type { GridIntensity, PowerUsageEffectiveness } from './carbon.ts';
import type { ClusterEnergy } from './energy.ts';
import type { PriceBook } from './price.ts';
import type { Seconds, UnixSeconds } from './quantity.ts';
import type {
  AutoscalerHistory,
  ContainerUsage,
  FunctionalUnits,
  GpuUsage,
  ImageFacts,
  RuntimeUsage,
  WorkloadTraffic,
} from './usage.ts';
import type { ClusterIdentity, Inventory, TimeWindow } from './workload.ts';

export type SourceName =
  | 'kubernetes'
  | 'prometheus'
  | 'cadvisor'
  | 'kube-state-metrics'
  | 'kepler'
  | 'opencost'
  | 'grid-intensity'
  | 'registry';

/** Something the observation lacks or doubts, and what that costs the reader. */
export interface ObservationNote {
  readonly severity: 'info' | 'warning' | 'error';
  readonly source: SourceName;
  /** What is so, as a sentence. */
  readonly message: string;
  /** What can be done about it, as a sentence; absent where nothing needs doing. */
  readonly cure?: string;
  /** The source gave no answer, or refused one: what it would have told is missing. */
  readonly unanswered?: true;
}

/** Everything `assess` knows of a cluster: facts only, with their origin. */
export interface Observation {
  readonly cluster: ClusterIdentity;
  readonly window: TimeWindow;
  /** Hours from here on are new or fuller than in the observation before; absent where there was none. */
  readonly newSince?: UnixSeconds;
  readonly step: Seconds;
  readonly observedAt: UnixSeconds;
  readonly inventory: Inventory;
  /**
   * What could be read: names of Prometheus metrics that have a series in the window, and
   * `api:<resource>` for each list that the Kubernetes API gave (`api:poddisruptionbudgets`).
   */
  readonly seen: ReadonlySet<string>;
  /** By {@link containerKey}. A container that is absent was never seen by the meters. */
  readonly usage: ReadonlyMap<string, ContainerUsage>;
  /** By workload id. */
  readonly traffic: ReadonlyMap<string, WorkloadTraffic>;
  /** By workload id; a workload without an autoscaler, or whose autoscaler nobody watched, is absent. */
  readonly autoscaling: ReadonlyMap<string, AutoscalerHistory>;
  readonly gpus: readonly GpuUsage[];
  /** By {@link containerKey}. */
  readonly runtimes: ReadonlyMap<string, RuntimeUsage>;
  /** By image as the container names it; filled where access to registries is configured. */
  readonly images: ReadonlyMap<string, ImageFacts>;
  /** By workload id; filled where the user named a counter. */
  readonly functionalUnits: ReadonlyMap<string, FunctionalUnits>;
  readonly energy: ClusterEnergy;
  readonly prices: PriceBook;
  /** `null` where nothing says what the grid emits: carbon is then unknown, not zero. */
  readonly grid: GridIntensity | null;
  readonly pue: PowerUsageEffectiveness;
  readonly notes: readonly ObservationNote[];
  /** Sources with a connection of their own, all of which were asked; absent for a recording. */
  readonly asked?: readonly SourceName[];
}
