import type {
  ClusterIdentity,
  GridIntensity,
  Inventory,
  Observation,
  ObservationNote,
  PowerUsageEffectiveness,
  PriceBook,
  Provenance,
  Seconds,
  SourceName,
  TimeWindow,
} from '../model/index.ts';

/**
 * What one time series measures. Values are per step:
 * - `cpu`: mean cores; `memory`: working set in bytes
 * - `cfsPeriods`, `cfsThrottledPeriods`, `oomKills`: increase over the step
 * - `receivedBytes`, `transmittedBytes`: bytes per second, per pod (no container)
 * - `autoscalerReplicas`: replicas there are; the object is the autoscaler's name
 * - `gpuUtilization` (0 … 1), `gpuMemory` (bytes used), `gpuWatts`: of one device; the object is its UUID,
 *   of a slice (MIG) `<UUID>/<instance>`
 * - `functionalUnits`: increase over the step of the counter the user named, per pod; the object is the unit
 * - `podWatts`: mean active power of a pod; `nodeActiveWatts`, `nodeIdleWatts`: of a node
 */
export type SeriesFamily =
  | 'cpu'
  | 'memory'
  | 'cfsPeriods'
  | 'cfsThrottledPeriods'
  | 'oomKills'
  | 'receivedBytes'
  | 'transmittedBytes'
  | 'podWatts'
  | 'nodeActiveWatts'
  | 'nodeIdleWatts'
  | 'autoscalerReplicas'
  | 'gpuUtilization'
  | 'gpuMemory'
  | 'gpuWatts'
  | 'functionalUnits';

/** Whom a series is about; which fields are set depends on the family. */
export interface SeriesSubject {
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  readonly node: string | null;
  /** What else the series is about, where the family says so. */
  readonly object: string | null;
}

/** Some samples of one series, oldest first; a hole is simply not there. Values may still be NaN or negative: folding filters and counts. */
export interface SeriesChunk {
  readonly family: SeriesFamily;
  readonly subject: SeriesSubject;
  /** Unix seconds. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Where the energy series come from, as told by the source. */
export interface EnergyProvenance {
  readonly pods: Provenance | null;
  readonly nodes: Provenance | null;
}

/** What is read once in a cycle; maps and sets as in {@link Observation}. */
export type ClusterFacts = Pick<Observation, 'seen' | 'runtimes' | 'images'>;

/** How far a long read has come. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** What was found of one source. */
export interface SourceFinding {
  readonly source: SourceName;
  readonly status: 'ok' | 'degraded' | 'missing' | 'failed' | 'not-configured';
  /** As the source tells it; `null` where it does not. */
  readonly version: string | null;
  /** Precise sentence of what was found or what is wrong. */
  readonly finding: string;
  /** How to fix it; `null` where nothing is wrong. */
  readonly cure: string | null;
}

/** What `greenops doctor` says of one source. */
export interface SourceDiagnosis extends SourceFinding {
  /** How long asking it took; `null` where nothing was asked. */
  readonly milliseconds: number | null;
}

/**
 * A cluster that can be read: the live one through its APIs, or one in a recording. Each method may
 * throw the typed errors of `model/errors`; whatever can be had without the failing part is still had,
 * because {@link observe} asks for the parts one by one and turns a failure into a note.
 */
export interface ClusterSource {
  readonly cluster: ClusterIdentity;
  /** Distance of the samples that {@link series} yields. */
  readonly step: Seconds;
  /** The window that can be read: for a live cluster the wanted one, for a recording its own. */
  readonly window: TimeWindow;
  /** True where reading a day costs as much as reading all: learning then reads everything at once. */
  readonly inOnePass?: boolean;
  /** Sources that it has a connection to; absent for a recording. */
  readonly asked?: readonly SourceName[];
  inventory(signal?: AbortSignal): Promise<Inventory>;
  /** What is read as it is now, not sample by sample. */
  facts(signal?: AbortSignal): Promise<ClusterFacts>;
  /** Series, in a fixed number of range queries whatever the number of workloads. */
  series(options?: {
    /** What to read of each family: start inclusive, end exclusive. A family that is not in it is left out; without `spans` the whole window of every family is read. */
    spans?: ReadonlyMap<SeriesFamily, TimeWindow>;
    /** Told of a family that could not be read to its end; the others are still read. */
    onFailure?: (family: SeriesFamily) => void;
    signal?: AbortSignal;
    onProgress?: (progress: Progress) => void;
  }): AsyncIterable<SeriesChunk>;
  energyProvenance(signal?: AbortSignal): Promise<EnergyProvenance>;
  prices(signal?: AbortSignal): Promise<PriceBook>;
  grid(signal?: AbortSignal): Promise<GridIntensity | null>;
  pue(signal?: AbortSignal): Promise<PowerUsageEffectiveness>;
  diagnose(signal?: AbortSignal): Promise<readonly SourceDiagnosis[]>;
  /** Doubts collected while reading (duplicate jobs, missing metrics …). */
  notes(): readonly ObservationNote[];
}
