import { type UnixSeconds, unixSeconds } from './quantity.ts';

/** What was learned of one subject (a container, a pod's power …) on one day, packed by `observe/learn`. */
export interface LearnedPage {
  readonly subject: string;
  /** 00:00 UTC. */
  readonly day: UnixSeconds;
  readonly page: Uint8Array;
}

export type LearnedDay = Omit<LearnedPage, 'subject'>;

const DAY = 86_400;
/** Before each page: its day, its length, and where the page of the day before it is. */
const HEADER = 16;
const SMALLEST_SLAB = 2 ** 16;
const LARGEST_SLAB = 2 ** 22;
/** A position is the number of a slab and an offset in it. */
const POSITIONS_PER_SLAB = 2 ** 24;
const NOWHERE = -1;
/** Rewritten only when as much is waste, and when it is worth it. */
const LEAST_WASTE = 2 ** 24;

interface Slab {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/**
 * Pages by subject and day, in a few large arrays: there are millions of them, and an object for each would
 * take as much memory as what it holds. The pages of a subject are a chain, the newest first. A page that is
 * replaced stays behind as waste until there is enough of it.
 */
export class LearnedPages {
  #slabs: Slab[] = [];
  /** Bytes in use of the last slab. */
  #used = 0;
  /** Position of the newest page of each subject. */
  readonly #newest = new Map<string, number>();
  #oldestDay = Number.POSITIVE_INFINITY;
  #live = 0;
  #waste = 0;

  subjects(): IterableIterator<string> {
    return this.#newest.keys();
  }

  has(subject: string): boolean {
    return this.#newest.has(subject);
  }

  /** Oldest first. */
  of(subject: string): LearnedDay[] {
    const days: LearnedDay[] = [];
    for (let at = this.#newest.get(subject) ?? NOWHERE; at !== NOWHERE; at = this.#before(at)) {
      days.push({ day: this.#day(at), page: this.#page(at) });
    }
    return days.reverse();
  }

  get(subject: string, day: UnixSeconds): Uint8Array | undefined {
    const at = this.#find(subject, day);
    return at === NOWHERE ? undefined : this.#page(at);
  }

  /** Puts a page in the place of the one that is there. */
  set({ subject, day, page }: LearnedPage): void {
    const newest = this.#newest.get(subject) ?? NOWHERE;
    const there = this.#find(subject, day);
    if (there !== NOWHERE && sameBytes(this.#page(there), page)) return;
    if (newest === NOWHERE || day > this.#day(newest)) {
      this.#newest.set(subject, this.#append(day, page, newest));
    } else if (there === newest) {
      const before = this.#before(newest);
      this.#discard(newest);
      this.#newest.set(subject, this.#append(day, page, before));
    } else {
      this.#insert(subject, day, page);
    }
    if (this.#waste > LEAST_WASTE && this.#waste > this.#live) this.#rewrite();
  }

  /** Forgets the days before `day`. */
  dropBefore(day: UnixSeconds): void {
    if (day <= this.#oldestDay) return;
    this.#oldestDay = day;
    for (const [subject, newest] of this.#newest) {
      let kept = NOWHERE;
      let at = newest;
      while (at !== NOWHERE && this.#day(at) >= day) {
        kept = at;
        at = this.#before(at);
      }
      for (let gone = at; gone !== NOWHERE; gone = this.#before(gone)) this.#discard(gone);
      if (kept === NOWHERE) this.#newest.delete(subject);
      else this.#setBefore(kept, NOWHERE);
    }
  }

  clear(): void {
    this.#slabs = [];
    this.#used = 0;
    this.#newest.clear();
    this.#oldestDay = Number.POSITIVE_INFINITY;
    this.#live = 0;
    this.#waste = 0;
  }

  /** Size of all pages. */
  get bytes(): number {
    return this.#live;
  }

  *[Symbol.iterator](): Generator<LearnedPage> {
    for (const subject of this.#newest.keys()) {
      for (const { day, page } of this.of(subject)) yield { subject, day, page };
    }
  }

  #find(subject: string, day: UnixSeconds): number {
    let at = this.#newest.get(subject) ?? NOWHERE;
    while (at !== NOWHERE && this.#day(at) > day) at = this.#before(at);
    return at !== NOWHERE && this.#day(at) === day ? at : NOWHERE;
  }

  /** A page of a day that is over: the chain is written anew. */
  #insert(subject: string, day: UnixSeconds, page: Uint8Array): void {
    const others = this.of(subject).filter(known => known.day !== day);
    for (let at = this.#newest.get(subject) ?? NOWHERE; at !== NOWHERE; at = this.#before(at))
      this.#discard(at);
    let newest = NOWHERE;
    for (const each of [...others, { day, page }].sort((a, b) => a.day - b.day)) {
      newest = this.#append(each.day, each.page, newest);
    }
    this.#newest.set(subject, newest);
  }

  #append(day: number, page: Uint8Array, before: number): number {
    const size = HEADER + page.length;
    const slab = this.#slabWith(size);
    const offset = this.#used;
    slab.view.setInt32(offset, day / DAY);
    slab.view.setUint32(offset + 4, page.length);
    slab.view.setFloat64(offset + 8, before);
    slab.bytes.set(page, offset + HEADER);
    this.#used += size;
    this.#live += page.length;
    this.#oldestDay = Math.min(this.#oldestDay, day);
    return (this.#slabs.length - 1) * POSITIONS_PER_SLAB + offset;
  }

  #slabWith(size: number): Slab {
    const last = this.#slabs.at(-1);
    if (last && this.#used + size <= last.bytes.length) return last;
    const doubled = 2 * (last?.bytes.length ?? SMALLEST_SLAB / 2);
    const bytes = new Uint8Array(Math.max(size, Math.min(LARGEST_SLAB, doubled)));
    const slab = { bytes, view: new DataView(bytes.buffer) };
    this.#slabs.push(slab);
    this.#used = 0;
    return slab;
  }

  #discard(at: number): void {
    const { length } = this.#page(at);
    this.#live -= length;
    this.#waste += length;
  }

  #rewrite(): void {
    const chains = [...this.#newest.keys()];
    const old = this.#slabs;
    this.#slabs = [];
    this.#used = 0;
    this.#live = 0;
    this.#waste = 0;
    for (const subject of chains) {
      const positions: number[] = [];
      let at = this.#newest.get(subject) ?? NOWHERE;
      for (; at !== NOWHERE; at = beforeAt(old, at)) positions.push(at);
      const newest = positions.reduceRight(
        (last, each) => this.#append(dayAt(old, each), pageAt(old, each), last),
        NOWHERE,
      );
      this.#newest.set(subject, newest);
    }
  }

  #day(at: number): UnixSeconds {
    return dayAt(this.#slabs, at);
  }

  #page(at: number): Uint8Array {
    return pageAt(this.#slabs, at);
  }

  #before(at: number): number {
    return beforeAt(this.#slabs, at);
  }

  #setBefore(at: number, position: number): void {
    slabOf(this.#slabs, at).view.setFloat64(offsetOf(at) + 8, position);
  }
}

const offsetOf = (at: number): number => at % POSITIONS_PER_SLAB;

function slabOf(slabs: readonly Slab[], at: number): Slab {
  const slab = slabs[Math.floor(at / POSITIONS_PER_SLAB)];
  if (slab === undefined) throw new RangeError(`there is no page at ${at}`);
  return slab;
}

const dayAt = (slabs: readonly Slab[], at: number): UnixSeconds =>
  unixSeconds(slabOf(slabs, at).view.getInt32(offsetOf(at)) * DAY);

function pageAt(slabs: readonly Slab[], at: number): Uint8Array {
  const { bytes, view } = slabOf(slabs, at);
  const start = offsetOf(at) + HEADER;
  return bytes.subarray(start, start + view.getUint32(offsetOf(at) + 4));
}

const beforeAt = (slabs: readonly Slab[], at: number): number =>
  slabOf(slabs, at).view.getFloat64(offsetOf(at) + 8);

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
