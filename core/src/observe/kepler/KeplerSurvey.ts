/** Which Kepler meters which node, and what it tells. */
export interface KeplerSurvey {
  /** Kepler ≥ 0.10; `null` where there is none. */
  readonly generation2: {
    readonly version: string | null;
    readonly nodes: ReadonlySet<string>;
    /** The one RAPL zone that is read; `null` where no zone stands for the whole processor. */
    readonly zone: string | null;
    readonly zones: readonly string[];
    /** False where Kepler runs without Kubernetes metadata. */
    readonly podSeries: boolean;
    readonly containerSeries: boolean;
  } | null;
  /** Kepler ≤ 0.9; `null` where there is none. */
  readonly generation1: {
    readonly version: string | null;
    readonly nodes: ReadonlySet<string>;
    readonly idleSeries: boolean;
  } | null;
  /** Seconds between two scrapes. */
  readonly interval: number;
}
