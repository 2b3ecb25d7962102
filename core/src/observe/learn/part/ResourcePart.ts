import { type DroppedSamples, QuantileSketch, START_UP_SECONDS } from '../../../model/index.ts';
import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';
import { Hours } from './Hours.ts';
import type { NameTable } from './NameTable.ts';
import type { Part, SampleRun } from './Part.ts';
import { PodSpans } from './PodSpans.ts';
import { readSketch, writeSketch } from './sketchCodec.ts';

export const NOTHING_DROPPED: DroppedSamples = {
  notANumber: 0,
  negative: 0,
  duplicate: 0,
  outOfOrder: 0,
  late: 0,
};

export const addDropped = (a: DroppedSamples, b: DroppedSamples): DroppedSamples => ({
  notANumber: a.notANumber + b.notANumber,
  negative: a.negative + b.negative,
  duplicate: a.duplicate + b.duplicate,
  outOfOrder: a.outOfOrder + b.outOfOrder,
  late: a.late + b.late,
});

/** One resource of one container on one day, over all pods of its workload. */
export class ResourcePart implements Part<ResourcePart> {
  readonly #day: number;
  readonly #amountsPerUnit: number;
  readonly hours: Hours;
  readonly pods: PodSpans;
  readonly steady: QuantileSketch;
  /** `null` where no pod started. */
  startUp: QuantileSketch | null = null;
  /** Exact sum of the amounts in `startUp`. */
  #startUpSum = 0;
  dropped: DroppedSamples = NOTHING_DROPPED;

  constructor(
    day: number,
    amountsPerUnit: number,
    parts?: { hours: Hours; pods: PodSpans; steady: QuantileSketch },
  ) {
    this.#day = day;
    this.#amountsPerUnit = amountsPerUnit;
    this.hours = parts?.hours ?? new Hours();
    this.pods = parts?.pods ?? new PodSpans();
    this.steady = parts?.steady ?? new QuantileSketch();
  }

  add({ pod, startedAt, times, amounts, from, to }: SampleRun): void {
    const startUpEnds = startedAt === null ? -Infinity : startedAt + START_UP_SECONDS;
    const startUpBegins = startedAt ?? Infinity;
    for (let index = from; index < to; index += 1) {
      const time = times[index] ?? 0;
      const amount = amounts[index] ?? 0;
      this.hours.add(time - this.#day, amount);
      // A StatefulSet gives a pod the name of the one before it: what lies before its start is another's steady state.
      if (time < startUpEnds && time >= startUpBegins) {
        this.startUp ??= new QuantileSketch();
        this.startUp.add(amount / this.#amountsPerUnit);
        this.#startUpSum += amount;
      } else {
        this.steady.add(amount / this.#amountsPerUnit);
      }
    }
    if (from < to) this.pods.include(pod, times[from] ?? 0, times[to - 1] ?? 0);
  }

  drop(dropped: DroppedSamples): void {
    this.dropped = addDropped(this.dropped, dropped);
  }

  merge(other: ResourcePart): void {
    this.hours.merge(other.hours);
    this.pods.merge(other.pods);
    this.steady.merge(other.steady);
    if (other.startUp) {
      this.startUp ??= new QuantileSketch();
      this.startUp.merge(other.startUp);
      this.#startUpSum += other.#startUpSum;
    }
    this.drop(other.dropped);
  }

  write(to: ByteWriter, names: NameTable): void {
    this.hours.write(to, true);
    this.pods.write(to, names, this.#day);
    to.number(this.startUp === null ? 0 : 1);
    if (this.startUp) {
      to.number(this.#startUpSum);
      writeSketch(to, this.startUp, this.#amountsPerUnit);
    }
    writeSketch(to, this.steady, this.#amountsPerUnit);
    const { notANumber, negative, duplicate, outOfOrder, late } = this.dropped;
    const counts = [notANumber, negative, duplicate, outOfOrder, late];
    const any = counts.some(count => count > 0);
    to.number(any ? 1 : 0);
    if (any) for (const count of counts) to.number(count);
  }

  static read(from: ByteReader, names: NameTable, day: number, amountsPerUnit: number): ResourcePart {
    const hours = Hours.read(from, true);
    const pods = PodSpans.read(from, names, day);
    let startUp: QuantileSketch | null = null;
    let startUpSum = 0;
    if (from.number() === 1) {
      startUpSum = from.number();
      startUp = readSketch(from, amountsPerUnit, startUpSum / amountsPerUnit);
    }
    const steady = readSketch(from, amountsPerUnit, (hours.total().sum - startUpSum) / amountsPerUnit);
    const part = new ResourcePart(day, amountsPerUnit, { hours, pods, steady });
    part.startUp = startUp;
    part.#startUpSum = startUpSum;
    if (from.number() === 1) {
      const next = () => from.number();
      part.dropped = {
        notANumber: next(),
        negative: next(),
        duplicate: next(),
        outOfOrder: next(),
        late: next(),
      };
    }
    return part;
  }
}
