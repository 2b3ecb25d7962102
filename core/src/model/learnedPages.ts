import { type UnixSeconds, unixSeconds } from './quantity.ts';

/** What was learned of one subject (a container, a pod's power …) on one day, packed by `observe/learn`. */
export interface LearnedPage {
  readonly subject: string;
  /** 00:00 UTC. */
  readonly day: UnixSeconds;
  readonly page: Uint8Array;
}

export type LearnedDay = Omit<LearnedPage, 'subject'>;

/** Days that are over stand in one array, newest last: there are too many pages for an object each. */
interface Book {
  closed: Uint8Array;
  day: number;
  open: Uint8Array;
}

/** Day and length of a page, four bytes each, before the page itself. */
const HEADER = 8;
const DAY = 86_400;
const EMPTY = new Uint8Array(0);

/** Pages by subject and day, held closely: millions of them in a few hundred megabytes. */
export class LearnedPages {
  readonly #books = new Map<string, Book>();

  subjects(): IterableIterator<string> {
    return this.#books.keys();
  }

  has(subject: string): boolean {
    return this.#books.has(subject);
  }

  /** Oldest first. */
  of(subject: string): LearnedDay[] {
    const book = this.#books.get(subject);
    if (book === undefined) return [];
    return [...closedDays(book.closed), { day: unixSeconds(book.day), page: book.open }];
  }

  get(subject: string, day: UnixSeconds): Uint8Array | undefined {
    const book = this.#books.get(subject);
    if (book === undefined || day > book.day) return undefined;
    return day === book.day ? book.open : this.of(subject).find(page => page.day === day)?.page;
  }

  /** Puts a page in the place of the one that is there. */
  set({ subject, day, page }: LearnedPage): void {
    const book = this.#books.get(subject);
    if (book === undefined) {
      this.#books.set(subject, { closed: EMPTY, day, open: page });
    } else if (day === book.day) {
      book.open = page;
    } else if (day > book.day) {
      book.closed = joined([...closedDays(book.closed), { day: unixSeconds(book.day), page: book.open }]);
      book.day = day;
      book.open = page;
    } else {
      const others = [...closedDays(book.closed)].filter(other => other.day !== day);
      book.closed = joined([...others, { day, page }].sort((a, b) => a.day - b.day));
    }
  }

  /** Forgets the days before `day`. */
  dropBefore(day: UnixSeconds): void {
    for (const [subject, book] of this.#books) {
      if (book.day < day) {
        this.#books.delete(subject);
        continue;
      }
      const [oldest] = closedDays(book.closed);
      if (oldest === undefined || oldest.day >= day) continue;
      book.closed = joined([...closedDays(book.closed)].filter(closed => closed.day >= day));
    }
  }

  clear(): void {
    this.#books.clear();
  }

  /** Size of all pages. */
  get bytes(): number {
    let total = 0;
    for (const { closed, open } of this.#books.values()) total += closed.length + open.length;
    return total;
  }

  *[Symbol.iterator](): Generator<LearnedPage> {
    for (const subject of this.#books.keys()) {
      for (const { day, page } of this.of(subject)) yield { subject, day, page };
    }
  }
}

function* closedDays(closed: Uint8Array): Generator<LearnedDay> {
  const view = new DataView(closed.buffer, closed.byteOffset, closed.byteLength);
  for (let at = 0; at < closed.length;) {
    const day = unixSeconds(view.getInt32(at) * DAY);
    const end = at + HEADER + view.getUint32(at + 4);
    yield { day, page: closed.subarray(at + HEADER, end) };
    at = end;
  }
}

function joined(days: readonly LearnedDay[]): Uint8Array {
  const bytes = new Uint8Array(days.reduce((total, { page }) => total + HEADER + page.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { day, page } of days) {
    view.setInt32(at, day / DAY);
    view.setUint32(at + 4, page.length);
    bytes.set(page, at + HEADER);
    at += HEADER + page.length;
  }
  return bytes;
}
