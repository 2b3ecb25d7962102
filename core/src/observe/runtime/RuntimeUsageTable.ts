import { bytes, containerKey, type RuntimeUsage, type Workload } from '../../model/index.ts';
import type { RuntimeFigure } from './runtimeFigures.ts';

type Runtime = RuntimeUsage['runtime'];
type Figure = RuntimeFigure['figure'];

/** math.MaxInt64: Go's way to say that no limit is set; a float cannot hold it exactly. */
const NO_GO_LIMIT = 2 ** 62;

/** Where two runtimes show themselves in one container, the one that holds the memory; the other is an agent. */
const BY_WEIGHT: readonly Runtime[] = ['jvm', 'node', 'go'];

interface Row {
  readonly workload: Workload;
  readonly container: string;
  readonly runtime: Runtime;
  version: string | null;
  readonly whole: Map<Figure, number>;
  /** Per figure the highest of each metric. */
  readonly parts: Map<Figure, Map<string, number>>;
}

/** Collects what was read, one row per container and runtime, each figure the highest of its pods. */
export class RuntimeUsageTable {
  readonly #rows = new Map<string, Row>();

  /**
   * Figures are to be added the best metric first: a `whole` figure that a better metric told is not
   * replaced by a worse one.
   */
  add(
    workload: Workload,
    container: string,
    told: RuntimeFigure,
    value: number,
    better: ReadonlySet<string>,
  ): void {
    if (!Number.isFinite(value)) return;
    const row = this.#row(workload, container, told.runtime);
    if (told.role === 'part') {
      const parts = row.parts.get(told.figure) ?? new Map<string, number>();
      parts.set(told.metric, Math.max(parts.get(told.metric) ?? 0, value));
      row.parts.set(told.figure, parts);
      return;
    }
    // The live heap of a JVM is nought until the first full collection: that is not known, not nothing.
    if (told.figure === 'liveHeap' && value === 0) return;
    if (better.has(this.#key(workload, container, told.runtime))) return;
    row.whole.set(told.figure, Math.max(row.whole.get(told.figure) ?? 0, value));
  }

  addVersion(workload: Workload, container: string, runtime: Runtime, version: string): void {
    this.#row(workload, container, runtime).version = version;
  }

  /** Containers of which a figure is known already. */
  having(figure: Figure): ReadonlySet<string> {
    return new Set([...this.#rows].filter(([, row]) => row.whole.has(figure)).map(([key]) => key));
  }

  finish(): Map<string, RuntimeUsage> {
    const usages = new Map<string, RuntimeUsage>();
    const byWeight = [...this.#rows.values()].sort(
      (a, b) => BY_WEIGHT.indexOf(a.runtime) - BY_WEIGHT.indexOf(b.runtime),
    );
    for (const row of byWeight) {
      const key = containerKey(row.workload.id, row.container);
      if (!usages.has(key)) usages.set(key, usageOf(row));
    }
    return usages;
  }

  #key(workload: Workload, container: string, runtime: Runtime): string {
    return `${containerKey(workload.id, container)}/${runtime}`;
  }

  #row(workload: Workload, container: string, runtime: Runtime): Row {
    const key = this.#key(workload, container, runtime);
    const row = this.#rows.get(key) ?? {
      workload,
      container,
      runtime,
      version: null,
      whole: new Map<Figure, number>(),
      parts: new Map<Figure, Map<string, number>>(),
    };
    this.#rows.set(key, row);
    return row;
  }
}

function usageOf({ workload, container, runtime, version, whole, parts }: Row): RuntimeUsage {
  const amount = (figure: Figure) => {
    const value = whole.get(figure);
    return value === undefined ? null : bytes(value);
  };
  const besides = parts.get('nonHeap');
  const goLimit = amount('goMemoryLimit');
  return {
    workloadId: workload.id,
    container,
    runtime,
    version,
    liveHeap: amount('liveHeap'),
    // No pool of the heap has a bound: nobody says how large it may grow.
    maxHeap: whole.get('maxHeap') === 0 ? null : amount('maxHeap'),
    nonHeap: besides ? bytes([...besides.values()].reduce((total, part) => total + part, 0)) : null,
    threads: whole.get('threads') ?? null,
    goMaxProcs: whole.get('goMaxProcs') ?? null,
    goMemoryLimit: goLimit !== null && goLimit < NO_GO_LIMIT ? goLimit : null,
  };
}
