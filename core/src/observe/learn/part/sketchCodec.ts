import { QuantileSketch } from '../../../model/index.ts';
import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';

/**
 * Bins that have values, each as one number where it follows the one before, as most do. The sum is not
 * written: it would depend on the order of the values, and whoever keeps the exact one gives it back.
 */
export function writeSketch(to: ByteWriter, sketch: QuantileSketch, amountsPerUnit: number): void {
  const { zeros, firstBin, counts, min, max } = sketch.parts;
  to.number(sketch.count);
  if (sketch.count === 0) return;
  to.number(Math.round(min * amountsPerUnit));
  to.number(Math.round(max * amountsPerUnit));
  to.number(zeros);
  let written = zeros;
  let next: number | null = null;
  for (let index = 0; written < sketch.count; index += 1) {
    const count = counts[index] ?? 0;
    if (count === 0) continue;
    const bin = firstBin + index;
    if (next === null) {
      to.signed(bin);
      to.number(count);
    } else if (bin === next) {
      to.number(2 * count);
    } else {
      to.number(2 * count + 1);
      to.number(bin - next);
    }
    next = bin + 1;
    written += count;
  }
}

/** Counts of bins while they are read; used again. */
let scratch = new Uint32Array(256);

/** @param sumOf - the exact sum, which is kept elsewhere */
export function readSketch(from: ByteReader, amountsPerUnit: number, sum: number): QuantileSketch {
  const count = from.number();
  if (count === 0) return new QuantileSketch();
  const min = from.number() / amountsPerUnit;
  const max = from.number() / amountsPerUnit;
  const zeros = from.number();
  let read = zeros;
  let length = 0;
  let firstBin = 0;
  while (read < count) {
    let inBin: number;
    let gap = 0;
    if (length === 0) {
      firstBin = from.signed();
      inBin = from.number();
    } else {
      const packed = from.number();
      inBin = Math.floor(packed / 2);
      if (packed % 2 === 1) gap = from.number();
    }
    if (length + gap >= scratch.length) scratch = enlarged(scratch, length + gap + 1);
    scratch.fill(0, length, length + gap);
    length += gap;
    scratch[length] = inBin;
    length += 1;
    read += inBin;
  }
  return QuantileSketch.restore({ zeros, sum, min, max, firstBin, counts: scratch.subarray(0, length) });
}

function enlarged(old: Uint32Array<ArrayBuffer>, atLeast: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(2 * old.length, atLeast));
  larger.set(old);
  return larger;
}
