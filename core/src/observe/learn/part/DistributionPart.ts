import { QuantileSketch } from '../../../model/index.ts';
import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';
import type { Part, SampleRun } from './Part.ts';
import { readSketch, writeSketch } from './sketchCodec.ts';

/** Distribution of values, with their exact sum. */
export class DistributionPart implements Part<DistributionPart> {
  readonly #amountsPerUnit: number;
  readonly sketch: QuantileSketch;
  #sum: number;

  constructor(amountsPerUnit: number, sketch = new QuantileSketch(), sum = 0) {
    this.#amountsPerUnit = amountsPerUnit;
    this.sketch = sketch;
    this.#sum = sum;
  }

  add({ amounts, from, to }: SampleRun): void {
    for (let index = from; index < to; index += 1) {
      const amount = amounts[index] ?? 0;
      this.sketch.add(amount / this.#amountsPerUnit);
      this.#sum += amount;
    }
  }

  merge(other: DistributionPart): void {
    this.sketch.merge(other.sketch);
    this.#sum += other.#sum;
  }

  /** Exact; NaN without a sample. */
  get mean(): number {
    return this.#sum / this.#amountsPerUnit / this.sketch.count;
  }

  write(to: ByteWriter): void {
    to.number(this.#sum);
    writeSketch(to, this.sketch, this.#amountsPerUnit);
  }

  static read(from: ByteReader, amountsPerUnit: number): DistributionPart {
    const sum = from.number();
    return new DistributionPart(amountsPerUnit, readSketch(from, amountsPerUnit, sum / amountsPerUnit), sum);
  }
}
