import type {
  ClusterIdentity,
  ObservationNote,
  PowerUsageEffectiveness,
  PriceBook,
  Service,
} from '../../model/index.ts';
import type { GridRhythm } from '../hourlyGrid.ts';
import type { NodePoolSpec, VolumeSpec, WorkloadSpec } from './workloadSpec.ts';

/** A demo cluster before it has lived. */
export interface ClusterSpec {
  readonly cluster: ClusterIdentity;
  readonly zones: readonly string[];
  readonly utcOffsetHours: number;
  readonly pools: readonly NodePoolSpec[];
  readonly workloads: readonly WorkloadSpec[];
  /** Claims that no pod mounts. */
  readonly forgottenVolumes: readonly (VolumeSpec & { readonly namespace: string })[];
  /** Disks whose claim is gone and that were kept. */
  readonly releasedVolumes: readonly (VolumeSpec & { readonly namespace: string })[];
  /** What namespaces say of themselves; those that are not here say nothing. */
  readonly namespaces: readonly NamespaceSpec[];
  /** Services whose pods went before them. */
  readonly forgottenServices: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly type: Service['type'];
  }[];
  /** Power as Kepler would meter it; `null` where nothing meters. */
  readonly meter: PowerMeterSpec | null;
  /** By node name; asked once the nodes are known. */
  readonly prices: (
    nodes: readonly { readonly name: string; readonly spot: boolean; readonly pool: string | null }[],
  ) => PriceBook;
  readonly grid: GridRhythm;
  readonly pue: PowerUsageEffectiveness;
  readonly notes: readonly ObservationNote[];
}

export interface NamespaceSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Before the window's end. */
  readonly ageDays: number;
}

export interface PowerMeterSpec {
  /** Power that a fully used core adds. */
  readonly activeWattsPerCore: number;
  /** Power of a core that does nothing. */
  readonly idleWattsPerCore: number;
  /** Share of a node's active power that belongs to no pod: kernel, kubelet, container runtime. */
  readonly unattributed: number;
}
