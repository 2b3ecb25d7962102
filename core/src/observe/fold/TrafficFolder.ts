import { bytesPerSecond, type Seconds, type TimeWindow, type WorkloadTraffic } from '../../model/index.ts';
import type { SeriesChunk } from '../clusterSource.ts';
import type { PodIndex } from './PodIndex.ts';
import { SampleGate } from './SampleGate.ts';

type Direction = 'receivedBytes' | 'transmittedBytes';

/** One number per step and workload: what all its pods carried in that step, in both directions. */
interface TrafficFold {
  readonly gate: SampleGate;
  /** NaN where there is no sample. */
  readonly perStep: Float32Array;
  readonly sum: Record<Direction, number>;
}

/** Adds up the traffic of each workload's pods. Pods on the host's network are left out: theirs is the node's. */
export class TrafficFolder {
  readonly #pods: PodIndex;
  readonly #window: TimeWindow;
  readonly #step: Seconds;
  readonly #folds = new Map<string, TrafficFold>();

  constructor(pods: PodIndex, window: TimeWindow, step: Seconds) {
    this.#pods = pods;
    this.#window = window;
    this.#step = step;
  }

  add(family: Direction, { subject, times, values }: SeriesChunk): void {
    const found = this.#pods.find(subject.namespace, subject.pod);
    if (found === undefined || found.pod.hostNetwork) return;
    const fold = this.#foldOf(found.workload.id);
    fold.gate.pass(`${family}/${found.pod.name}`, times, values, (time, value) => {
      const index = Math.round((time - this.#window.start) / this.#step);
      if (index < 0 || index >= fold.perStep.length) return;
      const before = fold.perStep[index] ?? Number.NaN;
      fold.perStep[index] = (Number.isNaN(before) ? 0 : before) + value;
      fold.sum[family] += value;
    });
  }

  finish(): Map<string, WorkloadTraffic> {
    const traffic = new Map<string, WorkloadTraffic>();
    for (const [workloadId, { perStep, sum }] of this.#folds) {
      let samples = 0;
      let peak = 0;
      for (const value of perStep) {
        if (Number.isNaN(value)) continue;
        samples += 1;
        peak = Math.max(peak, value);
      }
      if (samples === 0) continue;
      traffic.set(workloadId, {
        workloadId,
        meanReceived: bytesPerSecond(sum.receivedBytes / samples),
        meanTransmitted: bytesPerSecond(sum.transmittedBytes / samples),
        peak: bytesPerSecond(peak),
        samples,
      });
    }
    return traffic;
  }

  #foldOf(workloadId: string): TrafficFold {
    const existing = this.#folds.get(workloadId);
    if (existing) return existing;
    const steps = Math.ceil((this.#window.end - this.#window.start) / this.#step);
    const created: TrafficFold = {
      gate: new SampleGate(),
      perStep: new Float32Array(steps).fill(Number.NaN),
      sum: { receivedBytes: 0, transmittedBytes: 0 },
    };
    this.#folds.set(workloadId, created);
    return created;
  }
}
