import { type HourlyUsage, type TimeWindow, unixSeconds } from '../../model/index.ts';

const HOUR = 3_600;

/** Sum, highest value and count of each hour of a window, in flat arrays: there are millions of hours to keep. */
export class HourlyFolder {
  readonly #first: number;
  readonly #sums: Float64Array;
  readonly #highest: Float64Array;
  readonly #counts: Uint32Array;

  constructor(window: TimeWindow) {
    this.#first = Math.floor(window.start / HOUR);
    const hours = Math.max(0, Math.ceil(window.end / HOUR) - this.#first);
    this.#sums = new Float64Array(hours);
    this.#highest = new Float64Array(hours);
    this.#counts = new Uint32Array(hours);
  }

  /** @param value - not negative; what lies outside the window is of no hour of it and is left out */
  add(time: number, value: number): void {
    const hour = Math.floor(time / HOUR) - this.#first;
    const count = this.#counts[hour];
    if (count === undefined) return;
    this.#counts[hour] = count + 1;
    this.#sums[hour] = (this.#sums[hour] ?? 0) + value;
    if (value > (this.#highest[hour] ?? 0)) this.#highest[hour] = value;
  }

  /** Oldest first; hours without a sample are absent. */
  finish<U extends number>(unit: (value: number) => U): HourlyUsage<U>[] {
    const hourly: HourlyUsage<U>[] = [];
    for (const [index, samples] of this.#counts.entries()) {
      if (samples === 0) continue;
      hourly.push({
        hour: unixSeconds((this.#first + index) * HOUR),
        mean: unit((this.#sums[index] ?? 0) / samples),
        max: unit(this.#highest[index] ?? 0),
        samples,
      });
    }
    return hourly;
  }
}
