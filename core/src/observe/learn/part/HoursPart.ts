import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';
import { Hours } from './Hours.ts';
import type { Part, SampleRun } from './Part.ts';

/** Sum and number of the samples of each hour. */
export class HoursPart implements Part<HoursPart> {
  readonly #day: number;
  readonly hours: Hours;

  constructor(day: number, hours = new Hours()) {
    this.#day = day;
    this.hours = hours;
  }

  add({ times, amounts, from, to }: SampleRun): void {
    for (let index = from; index < to; index += 1) {
      this.hours.add((times[index] ?? 0) - this.#day, amounts[index] ?? 0);
    }
  }

  merge(other: HoursPart): void {
    this.hours.merge(other.hours);
  }

  write(to: ByteWriter): void {
    this.hours.write(to, false);
  }

  static read(from: ByteReader, day: number): HoursPart {
    return new HoursPart(day, Hours.read(from, false));
  }
}
