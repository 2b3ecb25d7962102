import {
  type HourlyUsage,
  QuantileSketch,
  ratio,
  unixSeconds,
  type UsageStatistics,
} from '../../model/index.ts';
import { SampleGate } from './SampleGate.ts';

const HOUR = 3_600;

/** First and last moment of which there is a sample. */
export interface SeenSpan {
  first: number;
  last: number;
}

/** Folds the samples of one resource of one container over all its pods; holds no sample. */
export class ResourceFolder<U extends number> {
  readonly #gate = new SampleGate();
  readonly #sketch = new QuantileSketch();
  readonly #hours = new Map<number, { sum: number; max: number; samples: number }>();
  readonly #seen = new Map<string, SeenSpan>();
  readonly #unit: (value: number) => U;

  constructor(unit: (value: number) => U) {
    this.#unit = unit;
  }

  /** By pod. */
  get seen(): ReadonlyMap<string, Readonly<SeenSpan>> {
    return this.#seen;
  }

  add(pod: string, times: ArrayLike<number>, values: ArrayLike<number>): void {
    this.#gate.pass(pod, times, values, (time, value) => {
      this.#sketch.add(value);
      const hour = Math.floor(time / HOUR) * HOUR;
      const statistics = this.#hours.get(hour);
      if (statistics) {
        statistics.sum += value;
        statistics.max = Math.max(statistics.max, value);
        statistics.samples += 1;
      } else this.#hours.set(hour, { sum: value, max: value, samples: 1 });
      const span = this.#seen.get(pod);
      if (span) span.last = time;
      else this.#seen.set(pod, { first: time, last: time });
    });
  }

  /** @returns `null` where no sample was usable */
  finish(expectedSamples: number): UsageStatistics<U> | null {
    const samples = this.#sketch.count;
    if (samples === 0) return null;
    const expected = Math.max(expectedSamples, samples);
    return {
      samples,
      expectedSamples: expected,
      coverage: ratio(samples / expected),
      mean: this.#unit(this.#sketch.mean),
      max: this.#unit(this.#sketch.max),
      sketch: this.#sketch,
      hourly: this.#hourly(),
      dropped: this.#gate.dropped,
    };
  }

  #hourly(): HourlyUsage<U>[] {
    return [...this.#hours]
      .sort(([a], [b]) => a - b)
      .map(([hour, { sum, max, samples }]) => ({
        hour: unixSeconds(hour),
        mean: this.#unit(sum / samples),
        max: this.#unit(max),
        samples,
      }));
  }
}
