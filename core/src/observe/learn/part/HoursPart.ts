import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';
import { Hours } from './Hours.ts';
import type { Part, SampleRun } from './Part.ts';

/** Sum and number of the samples of each hour. */
export class HoursPart implements Part<HoursPart> {
  readonly #day: number;
  readonly hours: Hours;
  readonly #coarser: number;

  /** @param coarser - how many amounts make one of those that are kept */
  constructor(day: number, coarser = 1, hours = new Hours()) {
    this.#day = day;
    this.hours = hours;
    this.#coarser = coarser;
  }

  add({ times, amounts, from, to }: SampleRun): void {
    for (let index = from; index < to; index += 1) {
      const amount = amounts[index] ?? 0;
      const kept = this.#coarser === 1 ? amount : Math.round(amount / this.#coarser);
      this.hours.add((times[index] ?? 0) - this.#day, kept);
    }
  }

  merge(other: HoursPart): void {
    this.hours.merge(other.hours);
  }

  write(to: ByteWriter): void {
    this.hours.write(to, false);
  }

  static read(from: ByteReader, day: number): HoursPart {
    return new HoursPart(day, 1, Hours.read(from, false));
  }
}
