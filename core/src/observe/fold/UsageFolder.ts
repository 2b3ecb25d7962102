import {
  type Bytes,
  bytes,
  type ContainerUsage,
  containerKey,
  type Cores,
  cores,
  type Seconds,
  type TimeWindow,
  type Workload,
} from '../../model/index.ts';
import type { SeriesChunk } from '../clusterSource.ts';
import type { PodIndex } from './PodIndex.ts';
import { ResourceFolder } from './ResourceFolder.ts';
import { SampleGate } from './SampleGate.ts';
import { expectedSamples } from './expectedSamples.ts';

type CounterFamily = 'cfsPeriods' | 'cfsThrottledPeriods' | 'oomKills';

/** Sum of a counter's increases over all pods; `null` until there is a sample. */
class CounterFolder {
  readonly #gate = new SampleGate();
  total: number | null = null;

  add(pod: string, times: ArrayLike<number>, values: ArrayLike<number>): void {
    this.#gate.pass(pod, times, values, (_, value) => {
      this.total = (this.total ?? 0) + value;
    });
  }
}

interface ContainerFold {
  readonly workload: Workload;
  readonly container: string;
  readonly cpu: ResourceFolder<Cores>;
  readonly memory: ResourceFolder<Bytes>;
  readonly counters: Record<CounterFamily, CounterFolder>;
}

/** Folds the series of containers into {@link ContainerUsage}, and remembers which nobody knows. */
export class UsageFolder {
  readonly #pods: PodIndex;
  readonly #window: TimeWindow;
  readonly #step: Seconds;
  readonly #folds = new Map<string, ContainerFold>();
  readonly #strangers = new Set<string>();

  constructor(pods: PodIndex, window: TimeWindow, step: Seconds) {
    this.#pods = pods;
    this.#window = window;
    this.#step = step;
  }

  /** Containers that meters saw in pods the inventory does not have: `namespace/pod/container`. */
  get strangers(): ReadonlySet<string> {
    return this.#strangers;
  }

  add(family: 'cpu' | 'memory' | CounterFamily, { subject, times, values }: SeriesChunk): void {
    const found = this.#pods.find(subject.namespace, subject.pod);
    const { container } = subject;
    if (found === undefined || container === null) {
      this.#strangers.add(`${subject.namespace ?? '?'}/${subject.pod ?? '?'}/${container ?? '?'}`);
      return;
    }
    const fold = this.#foldOf(found.workload, container);
    if (family === 'cpu' || family === 'memory') fold[family].add(found.pod.name, times, values);
    else fold.counters[family].add(found.pod.name, times, values);
  }

  finish(): Map<string, ContainerUsage> {
    const usage = new Map<string, ContainerUsage>();
    for (const [key, fold] of this.#folds) {
      const finished = this.#finishOne(fold);
      if (finished !== null) usage.set(key, finished);
    }
    return usage;
  }

  #foldOf(workload: Workload, container: string): ContainerFold {
    const key = containerKey(workload.id, container);
    const existing = this.#folds.get(key);
    if (existing) return existing;
    const created: ContainerFold = {
      workload,
      container,
      cpu: new ResourceFolder(cores, this.#window),
      memory: new ResourceFolder(bytes, this.#window),
      counters: {
        cfsPeriods: new CounterFolder(),
        cfsThrottledPeriods: new CounterFolder(),
        oomKills: new CounterFolder(),
      },
    };
    this.#folds.set(key, created);
    return created;
  }

  #finishOne({ workload, container, cpu, memory, counters }: ContainerFold): ContainerUsage | null {
    const role = workload.containers.find(({ name }) => name === container)?.role ?? 'main';
    const expected = (seen: (typeof cpu)['seen']) =>
      expectedSamples({ pods: workload.pods, role, seen, window: this.#window, step: this.#step });
    const cpuStatistics = cpu.finish(expected(cpu.seen));
    const memoryStatistics = memory.finish(expected(memory.seen));
    const { cfsPeriods, cfsThrottledPeriods, oomKills } = counters;
    if (cpuStatistics === null && memoryStatistics === null && oomKills.total === null) return null;
    return {
      workloadId: workload.id,
      container,
      window: this.#window,
      step: this.#step,
      pods: new Set([...cpu.seen.keys(), ...memory.seen.keys()]).size,
      cpu: cpuStatistics,
      memory: memoryStatistics,
      throttling:
        cfsPeriods.total === null
          ? null
          : { periods: cfsPeriods.total, throttledPeriods: cfsThrottledPeriods.total ?? 0 },
      oomKills: oomKills.total,
      days: [],
    };
  }
}
