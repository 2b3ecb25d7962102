import type { DroppedSamples, TimeWindow } from '../../model/index.ts';

/** Counted while samples pass. */
export type Dropped = { -readonly [Reason in keyof DroppedSamples]: number };

export const nothingDropped = (): Dropped => ({
  notANumber: 0,
  negative: 0,
  duplicate: 0,
  outOfOrder: 0,
  late: 0,
});

export const droppedAny = ({ notANumber, negative, duplicate, outOfOrder, late }: DroppedSamples): boolean =>
  notANumber + negative + duplicate + outOfOrder + late > 0;

/**
 * Lets the usable samples of a piece of a series through, as whole amounts, and counts the others by
 * reason. Its arrays are used again for the next piece.
 */
export class SampleGate {
  /** Unix seconds of what was let through; {@link length} of them count. */
  times = new Float64Array(512);
  amounts = new Float64Array(512);
  length = 0;
  dropped: DroppedSamples = nothingDropped();
  /** Of what is provisional: it will be asked for again, and be counted then. */
  droppedProvisionally: DroppedSamples = nothingDropped();

  /**
   * @param last - moment of the last sample of the series that was let through before
   * @param span - moments that are learned now; what lies before was learned, what lies after will be
   * @returns moment of the last sample that was let through
   */
  pass(
    piece: { readonly times: ArrayLike<number>; readonly values: ArrayLike<number> },
    last: number,
    span: TimeWindow & { readonly provisionalFrom: number },
    amountsPerUnit: number,
  ): number {
    const { times, values } = piece;
    if (times.length > this.times.length) {
      this.times = new Float64Array(2 * times.length);
      this.amounts = new Float64Array(2 * times.length);
    }
    const learned = nothingDropped();
    const provisional = nothingDropped();
    let newest = last;
    let length = 0;
    for (let index = 0; index < times.length; index += 1) {
      const time = times[index] ?? Number.NaN;
      const value = values[index] ?? Number.NaN;
      if (time >= span.end) continue;
      const dropped = time >= span.provisionalFrom ? provisional : learned;
      if (time < span.start) dropped.late += 1;
      else if (!(Math.abs(value) < Infinity) || Number.isNaN(time)) dropped.notANumber += 1;
      else if (value < 0) dropped.negative += 1;
      else if (time === newest) dropped.duplicate += 1;
      else if (time < newest) dropped.outOfOrder += 1;
      else {
        newest = time;
        this.times[length] = time;
        this.amounts[length] = Math.round(value * amountsPerUnit);
        length += 1;
      }
    }
    this.length = length;
    this.dropped = learned;
    this.droppedProvisionally = provisional;
    return newest;
  }
}
