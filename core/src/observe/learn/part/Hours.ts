import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';

const HOUR = 3_600;
export const HOURS_PER_DAY = 24;
const MAX = HOURS_PER_DAY;
const COUNT = 2 * HOURS_PER_DAY;
/** Bits that are looked at together for zeros that all amounts end with. */
const WORD = 32;

/** Copied for every part. It has held a fraction once: engines then lay it, and its copies, out for large numbers from the start. */
const EMPTY: readonly number[] = new Array<number>(3 * HOURS_PER_DAY).fill(0.5).fill(0);

/** Sum, highest and number of the amounts in each hour of a day; whole numbers. */
export class Hours {
  /** Sums, then highest, then numbers. A plain array: typed ones of this size are slow to make. */
  readonly #values = EMPTY.slice();

  /** @param offset - seconds since the day began */
  add(offset: number, amount: number): void {
    const hour = Math.floor(offset / HOUR);
    const values = this.#values;
    values[hour] = (values[hour] ?? 0) + amount;
    if (amount > (values[MAX + hour] ?? 0)) values[MAX + hour] = amount;
    values[COUNT + hour] = (values[COUNT + hour] ?? 0) + 1;
  }

  merge(other: Hours): void {
    for (let hour = 0; hour < HOURS_PER_DAY; hour += 1) {
      const samples = other.samples(hour);
      if (samples > 0) this.#put(hour, other.sum(hour), other.max(hour), samples);
    }
  }

  sum(hour: number): number {
    return this.#values[hour] ?? 0;
  }

  max(hour: number): number {
    return this.#values[MAX + hour] ?? 0;
  }

  samples(hour: number): number {
    return this.#values[COUNT + hour] ?? 0;
  }

  total(): { sum: number; samples: number } {
    let sum = 0;
    let samples = 0;
    for (let hour = 0; hour < HOURS_PER_DAY; hour += 1) {
      sum += this.sum(hour);
      samples += this.samples(hour);
    }
    return { sum, samples };
  }

  write(to: ByteWriter, withMax: boolean): void {
    const present = Array.from({ length: HOURS_PER_DAY }, (_, hour) => hour).filter(
      hour => this.samples(hour) > 0,
    );
    to.number(present.reduce((mask, hour) => mask | (1 << hour), 0));
    const first = this.samples(present[0] ?? 0);
    const alike = present.every(hour => this.samples(hour) === first);
    to.number(alike ? first : 0);
    // Memory comes in whole pages: what all numbers end with is written once.
    const shift = this.#commonZeros(withMax);
    const factor = 2 ** shift;
    to.number(shift);
    for (const hour of present) {
      if (!alike) to.number(this.samples(hour));
      to.number(this.sum(hour) / factor);
      if (withMax) to.number(this.max(hour) / factor);
    }
  }

  static read(from: ByteReader, withMax: boolean): Hours {
    const hours = new Hours();
    const mask = from.number();
    const alike = from.number();
    const factor = 2 ** from.number();
    for (let hour = 0; hour < HOURS_PER_DAY; hour += 1) {
      if ((mask & (1 << hour)) === 0) continue;
      const samples = alike > 0 ? alike : from.number();
      const sum = from.number() * factor;
      hours.#put(hour, sum, withMax ? from.number() * factor : 0, samples);
    }
    return hours;
  }

  #put(hour: number, sum: number, max: number, samples: number): void {
    this.#values[hour] = this.sum(hour) + sum;
    this.#values[MAX + hour] = Math.max(this.max(hour), max);
    this.#values[COUNT + hour] = this.samples(hour) + samples;
  }

  /** Binary zeros that every number ends with. */
  #commonZeros(withMax: boolean): number {
    let bits = 0;
    const end = withMax ? COUNT : MAX;
    for (let index = 0; index < end; index += 1) bits |= (this.#values[index] ?? 0) % 2 ** WORD;
    return bits === 0 ? 0 : WORD - 1 - Math.clz32(bits & -bits);
  }
}
