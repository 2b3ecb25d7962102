import type { LearnedPages, Seconds, TimeWindow } from '../../model/index.ts';
import { Page } from './Page.ts';
import { kindOf, type SubjectKind } from './subject.ts';

/** What is known of a cluster now: what was learned, and the newest samples that may still get company. */
export class LearnedView {
  readonly window: TimeWindow;
  readonly step: Seconds;
  readonly #learned: LearnedPages;
  readonly #provisional: LearnedPages;

  constructor(options: {
    readonly window: TimeWindow;
    readonly step: Seconds;
    readonly learned: LearnedPages;
    readonly provisional: LearnedPages;
  }) {
    this.window = options.window;
    this.step = options.step;
    this.#learned = options.learned;
    this.#provisional = options.provisional;
  }

  *subjects(kind: SubjectKind): Generator<string> {
    for (const subject of this.#learned.subjects()) if (kindOf(subject) === kind) yield subject;
    for (const subject of this.#provisional.subjects()) {
      if (kindOf(subject) === kind && !this.#learned.has(subject)) yield subject;
    }
  }

  has(subject: string): boolean {
    return this.#learned.has(subject) || this.#provisional.has(subject);
  }

  /** Whether any page of the subject is such; the newest is looked at first. */
  someDay(subject: string, isSuch: (page: Page) => boolean): boolean {
    const kind = kindOf(subject);
    return [...this.#learned.of(subject), ...this.#provisional.of(subject)]
      .reverse()
      .some(({ day, page }) => isSuch(Page.unpack(kind, day, page)));
  }

  /** Day by day, oldest first. */
  days(subject: string): Page[] {
    const kind = kindOf(subject);
    const pages = this.#learned.of(subject).map(({ day, page }) => Page.unpack(kind, day, page));
    for (const { day, page } of this.#provisional.of(subject)) {
      const unpacked = Page.unpack(kind, day, page);
      const ofDay = pages.find(known => known.day === day);
      if (ofDay) ofDay.merge(unpacked);
      else pages.push(unpacked);
    }
    return pages.sort((a, b) => a.day - b.day);
  }
}
