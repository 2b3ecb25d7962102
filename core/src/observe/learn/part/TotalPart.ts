import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';
import type { Part, SampleRun } from './Part.ts';

/** Sum of a counter's increases. */
export class TotalPart implements Part<TotalPart> {
  sum = 0;

  add({ amounts, from, to }: SampleRun): void {
    for (let index = from; index < to; index += 1) this.sum += amounts[index] ?? 0;
  }

  merge(other: TotalPart): void {
    this.sum += other.sum;
  }

  write(to: ByteWriter): void {
    to.number(this.sum);
  }

  static read(from: ByteReader): TotalPart {
    const part = new TotalPart();
    part.sum = from.number();
    return part;
  }
}
