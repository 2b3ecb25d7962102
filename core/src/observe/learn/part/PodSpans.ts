import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';
import type { NameTable } from './NameTable.ts';

/** First and last moment of which there is a sample. */
export interface SeenSpan {
  first: number;
  last: number;
}

/** Milliseconds in the units that moments are written in: the coarsest that keeps them all exact. */
const UNITS = [60_000, 1_000, 1] as const;

/** From when to when each pod was seen. */
export class PodSpans {
  readonly #spans = new Map<string, SeenSpan>();

  get size(): number {
    return this.#spans.size;
  }

  include(pod: string, first: number, last: number): void {
    const span = this.#spans.get(pod);
    if (span === undefined) {
      this.#spans.set(pod, { first, last });
      return;
    }
    if (first < span.first) span.first = first;
    if (last > span.last) span.last = last;
  }

  merge(other: PodSpans): void {
    for (const [pod, { first, last }] of other) this.include(pod, first, last);
  }

  [Symbol.iterator](): IterableIterator<[string, Readonly<SeenSpan>]> {
    return this.#spans.entries();
  }

  /** @param day - start of the day, to which moments are written */
  write(to: ByteWriter, names: NameTable, day: number): void {
    // Sorted, so that the same spans are the same bytes whoever was seen first.
    const spans = [...this.#spans]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([pod, { first, last }]) => ({
        pod,
        first: Math.round((first - day) * 1000),
        length: Math.round((last - first) * 1000),
      }));
    const index = UNITS.findIndex(unit =>
      spans.every(({ first, length }) => first % unit === 0 && length % unit === 0),
    );
    const unit = UNITS[index] ?? 1;
    to.number(spans.length);
    to.number(index);
    for (const { pod, first, length } of spans) {
      to.number(names.numberOf(pod));
      to.number(first / unit);
      to.number(length / unit);
    }
  }

  static read(from: ByteReader, names: NameTable, day: number): PodSpans {
    const spans = new PodSpans();
    const length = from.number();
    const perSecond = 1000 / (UNITS[from.number()] ?? 1);
    for (let index = 0; index < length; index += 1) {
      const pod = names.name(from.number());
      const first = day + from.number() / perSecond;
      spans.include(pod, first, first + from.number() / perSecond);
    }
    return spans;
  }
}
