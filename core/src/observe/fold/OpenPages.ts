import { LearnedPages, type UnixSeconds } from '../../model/index.ts';
import type { SeriesFamily } from '../clusterSource.ts';
import { Page } from '../learn/Page.ts';
import { mergePacked } from '../learn/mergePacked.ts';
import { kindOf } from '../learn/subject.ts';

/** An open page takes some kilobytes, a packed one some hundred bytes. */
const MOST_OPEN = 16_384;

/** Pages that samples are being folded into; when there are many, they are packed and go on from there. */
export class OpenPages {
  /** By day and subject. */
  readonly #open = new Map<UnixSeconds, Map<string, Page>>();
  #number = 0;
  #packed = new LearnedPages();

  page(subject: string, day: UnixSeconds): Page {
    let ofDay = this.#open.get(day);
    if (ofDay === undefined) {
      ofDay = new Map();
      this.#open.set(day, ofDay);
    }
    const existing = ofDay.get(subject);
    if (existing) return existing;
    if (this.#number >= MOST_OPEN) {
      this.#pack();
      return this.page(subject, day);
    }
    const created = new Page(kindOf(subject), day);
    ofDay.set(subject, created);
    this.#number += 1;
    return created;
  }

  /** Takes back what a family has said: it could not be read to its end. */
  forget(family: SeriesFamily): void {
    this.#pack();
    const kept = new LearnedPages();
    for (const { subject, day, page } of this.#packed) {
      const unpacked = Page.unpack(kindOf(subject), day, page);
      unpacked.forget(family);
      if (!unpacked.isEmpty) kept.set({ subject, day, page: unpacked.pack() });
    }
    this.#packed = kept;
  }

  /** Everything, packed. */
  finish(): LearnedPages {
    this.#pack();
    return this.#packed;
  }

  #pack(): void {
    for (const [day, pages] of [...this.#open].sort(([a], [b]) => a - b)) {
      for (const [subject, page] of pages) {
        const before = this.#packed.get(subject, day);
        this.#packed.set({ subject, day, page: mergePacked(before, { kind: page.kind, day, page }) });
      }
    }
    this.#open.clear();
    this.#number = 0;
  }
}
