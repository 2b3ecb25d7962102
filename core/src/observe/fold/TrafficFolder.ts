import {
  bytesPerSecond,
  QuantileSketch,
  type TimeWindow,
  type TrafficStatistics,
  type WorkloadTraffic,
} from '../../model/index.ts';
import type { SeriesChunk } from '../clusterSource.ts';
import type { PodIndex } from './PodIndex.ts';
import { SampleGate } from './SampleGate.ts';

type Direction = 'receivedBytes' | 'transmittedBytes';

interface TrafficFold {
  readonly gate: SampleGate;
  readonly sketches: Readonly<Record<Direction, QuantileSketch>>;
}

const statisticsOf = (sketch: QuantileSketch): TrafficStatistics => ({
  samples: sketch.count,
  mean: bytesPerSecond(sketch.mean),
  p99: bytesPerSecond(sketch.quantile(0.99)),
  max: bytesPerSecond(sketch.max),
});

/** Learns what the pods of each workload carry. Pods on the host's network are left out: theirs is the node's. */
export class TrafficFolder {
  readonly #pods: PodIndex;
  readonly #window: TimeWindow;
  readonly #folds = new Map<string, TrafficFold>();

  constructor(pods: PodIndex, window: TimeWindow) {
    this.#pods = pods;
    this.#window = window;
  }

  add(family: Direction, { subject, times, values }: SeriesChunk): void {
    const found = this.#pods.find(subject.namespace, subject.pod);
    if (found === undefined || found.pod.hostNetwork) return;
    const { gate, sketches } = this.#foldOf(found.workload.id);
    gate.pass(`${family}/${found.pod.name}`, times, values, (time, value) => {
      if (time >= this.#window.start && time <= this.#window.end) sketches[family].add(value);
    });
  }

  finish(): Map<string, WorkloadTraffic> {
    const traffic = new Map<string, WorkloadTraffic>();
    for (const [workloadId, { sketches }] of this.#folds) {
      const { receivedBytes, transmittedBytes } = sketches;
      if (receivedBytes.count + transmittedBytes.count === 0) continue;
      traffic.set(workloadId, {
        workloadId,
        received: receivedBytes.count === 0 ? null : statisticsOf(receivedBytes),
        transmitted: transmittedBytes.count === 0 ? null : statisticsOf(transmittedBytes),
      });
    }
    return traffic;
  }

  #foldOf(workloadId: string): TrafficFold {
    const existing = this.#folds.get(workloadId);
    if (existing) return existing;
    const created: TrafficFold = {
      gate: new SampleGate(),
      sketches: { receivedBytes: new QuantileSketch(), transmittedBytes: new QuantileSketch() },
    };
    this.#folds.set(workloadId, created);
    return created;
  }
}
