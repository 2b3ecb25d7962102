import type { Seconds } from '../../model/index.ts';
import type { SeriesFamily } from '../clusterSource.ts';

interface Noted {
  readonly times: Set<number>;
  /** A span of which every step is in `times`: most series have the same moments, and are done with at once. */
  denseFirst: number;
  denseLast: number;
}

/** Remembers at which moments there was a sample of a family at all. */
export class Moments {
  readonly #step: Seconds;
  readonly #families = new Map<SeriesFamily, Noted>();

  constructor(step: Seconds) {
    this.#step = step;
  }

  /** @returns those of the first `length` moments that were not noted before */
  note(family: SeriesFamily, times: Float64Array, length: number): readonly number[] {
    if (length === 0) return [];
    const noted = this.#of(family);
    const first = times[0] ?? 0;
    const last = times[length - 1] ?? 0;
    const dense = (last - first) / this.#step === length - 1;
    if (dense && first >= noted.denseFirst && last <= noted.denseLast && this.#onGrid(first, noted))
      return [];
    const fresh: number[] = [];
    for (let index = 0; index < length; index += 1) {
      const time = times[index] ?? 0;
      if (noted.times.has(time)) continue;
      noted.times.add(time);
      fresh.push(time);
    }
    if (dense && last - first > noted.denseLast - noted.denseFirst) {
      noted.denseFirst = first;
      noted.denseLast = last;
    }
    return fresh;
  }

  #onGrid(time: number, { denseFirst }: Noted): boolean {
    return (time - denseFirst) % this.#step === 0;
  }

  #of(family: SeriesFamily): Noted {
    const known = this.#families.get(family);
    if (known) return known;
    const created = { times: new Set<number>(), denseFirst: 0, denseLast: -1 };
    this.#families.set(family, created);
    return created;
  }
}
