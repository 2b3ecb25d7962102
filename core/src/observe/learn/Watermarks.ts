import { type TimeWindow, type UnixSeconds, unixSeconds } from '../../model/index.ts';
import type { SeriesFamily } from '../clusterSource.ts';
import { FAMILIES } from './families.ts';

const DAY = 86_400;

/**
 * How far each family has been learned, and what of it is to be read next. A family that fails stays
 * where it is and is read from there the next time; the others go on.
 */
export class Watermarks {
  readonly #learned = new Map<SeriesFamily, UnixSeconds>();
  /** What was read in this cycle, be it learned or not. */
  readonly #read = new Map<SeriesFamily, UnixSeconds>();
  readonly #failed = new Set<SeriesFamily>();
  readonly #end: UnixSeconds;

  /** @param window - families begin at its start where nobody has learned of them before */
  constructor(known: ReadonlyMap<string, UnixSeconds>, window: TimeWindow) {
    this.#end = window.end;
    for (const family of FAMILIES) {
      const learned = unixSeconds(Math.max(window.start, known.get(family) ?? window.start));
      this.#learned.set(family, learned);
      this.#read.set(family, learned);
    }
  }

  /**
   * What to read next of each family: up to the end of the day that it is in, or all of it at once.
   * Empty when all is read.
   */
  next(inOnePass: boolean): Map<SeriesFamily, TimeWindow> {
    const spans = new Map<SeriesFamily, TimeWindow>();
    for (const [family, start] of this.#read) {
      if (start >= this.#end || this.#failed.has(family)) continue;
      const midnight = (Math.floor(start / DAY) + 1) * DAY;
      const end = inOnePass ? this.#end : unixSeconds(Math.min(this.#end, midnight));
      spans.set(family, { start, end });
    }
    return spans;
  }

  fail(family: SeriesFamily): void {
    this.#failed.add(family);
  }

  /** Spans were read; of them, what lies before `until` is learned. */
  advance(spans: ReadonlyMap<SeriesFamily, TimeWindow>, until: UnixSeconds): void {
    for (const [family, { start, end }] of spans) {
      if (this.#failed.has(family)) continue;
      this.#read.set(family, end);
      const before = this.#learned.get(family) ?? start;
      this.#learned.set(family, unixSeconds(Math.max(before, Math.min(end, until))));
    }
  }

  /** The oldest moment that is still to be read. */
  get oldest(): UnixSeconds {
    return unixSeconds(Math.min(...this.#read.values()));
  }

  get learned(): ReadonlyMap<SeriesFamily, UnixSeconds> {
    return new Map(this.#learned);
  }
}
