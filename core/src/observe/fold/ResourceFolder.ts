import { QuantileSketch, ratio, type TimeWindow, type UsageStatistics } from '../../model/index.ts';
import { HourlyFolder } from './HourlyFolder.ts';
import { SampleGate } from './SampleGate.ts';

/** First and last moment of which there is a sample. */
export interface SeenSpan {
  first: number;
  last: number;
}

/** Folds the samples of one resource of one container over all its pods; holds no sample. */
export class ResourceFolder<U extends number> {
  readonly #gate = new SampleGate();
  readonly #sketch = new QuantileSketch();
  readonly #hours: HourlyFolder;
  readonly #seen = new Map<string, SeenSpan>();
  readonly #unit: (value: number) => U;

  constructor(unit: (value: number) => U, window: TimeWindow) {
    this.#unit = unit;
    this.#hours = new HourlyFolder(window);
  }

  /** By pod. */
  get seen(): ReadonlyMap<string, Readonly<SeenSpan>> {
    return this.#seen;
  }

  add(pod: string, times: ArrayLike<number>, values: ArrayLike<number>): void {
    this.#gate.pass(pod, times, values, (time, value) => {
      this.#sketch.add(value);
      this.#hours.add(time, value);
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
      hourly: this.#hours.finish(this.#unit),
      dropped: this.#gate.dropped,
    };
  }
}
