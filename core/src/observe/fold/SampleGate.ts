import type { DroppedSamples } from '../../model/index.ts';

/** Lets usable samples of one series through, oldest first, and counts the others by reason. */
export class SampleGate {
  readonly #dropped = { notANumber: 0, negative: 0, duplicate: 0, outOfOrder: 0 };
  readonly #lastTime = new Map<string, number>();

  /** Calls `accept` for each usable sample of a piece of the series `key`. */
  pass(
    key: string,
    times: ArrayLike<number>,
    values: ArrayLike<number>,
    accept: (time: number, value: number) => void,
  ): void {
    let last = this.#lastTime.get(key) ?? Number.NEGATIVE_INFINITY;
    for (let index = 0; index < times.length; index += 1) {
      const time = times[index] ?? Number.NaN;
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value) || !Number.isFinite(time)) this.#dropped.notANumber += 1;
      else if (value < 0) this.#dropped.negative += 1;
      else if (time === last) this.#dropped.duplicate += 1;
      else if (time < last) this.#dropped.outOfOrder += 1;
      else {
        last = time;
        accept(time, value);
      }
    }
    this.#lastTime.set(key, last);
  }

  get dropped(): DroppedSamples {
    return { ...this.#dropped };
  }
}
