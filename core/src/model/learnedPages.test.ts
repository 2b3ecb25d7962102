import fc from 'fast-check';
import { type LearnedPage, LearnedPages } from './learnedPages.ts';
import { unixSeconds } from './quantity.ts';

const DAY = 86_400;
const dayNumber = (number: number) => unixSeconds(number * DAY);

describe('LearnedPages', () => {
  it('holds the page that was put last for each subject and day, oldest first, whatever the order', () => {
    const page = fc.record({
      subject: fc.constantFrom('a', 'b', 'c'),
      day: fc.integer({ min: 0, max: 6 }).map(dayNumber),
      page: fc.uint8Array({ maxLength: 40 }),
    });
    const drop = fc.integer({ min: 0, max: 6 }).map(dayNumber);
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: page }, { weight: 1, arbitrary: drop })),
        steps => {
          const pages = new LearnedPages();
          let expected: LearnedPage[] = [];
          for (const step of steps) {
            if (typeof step === 'number') {
              pages.dropBefore(step);
              expected = expected.filter(({ day }) => day >= step);
            } else {
              pages.set(step);
              expected = expected.filter(({ subject, day }) => subject !== step.subject || day !== step.day);
              expected.push(step);
            }
          }
          for (const subject of ['a', 'b', 'c']) {
            const ofSubject = expected.filter(each => each.subject === subject).sort((a, b) => a.day - b.day);
            expect(pages.of(subject)).toEqual(
              ofSubject.map(({ day, page: bytes }) => ({ day, page: bytes })),
            );
            expect(pages.has(subject)).toBe(ofSubject.length > 0);
            for (const { day, page: bytes } of ofSubject) expect(pages.get(subject, day)).toEqual(bytes);
          }
          expect(pages.get('a', dayNumber(7))).toBeUndefined();
          expect(pages.bytes).toBe(expected.reduce((sum, { page: bytes }) => sum + bytes.length, 0));
          expect([...pages]).toHaveLength(expected.length);
        },
      ),
    );
  });

  it('takes back the room of pages that were replaced, and keeps the others', () => {
    const pages = new LearnedPages();
    const large = (fill: number) => new Uint8Array(2 ** 20).fill(fill);
    pages.set({ subject: 'kept', day: dayNumber(1), page: large(1) });
    pages.set({ subject: 'kept', day: dayNumber(2), page: large(2) });
    for (let round = 0; round < 100; round += 1) {
      pages.set({ subject: 'changing', day: dayNumber(1), page: large(round) });
    }
    expect(pages.bytes).toBe(3 * 2 ** 20);
    expect(pages.of('kept').map(({ page }) => page[0])).toEqual([1, 2]);
    expect(pages.get('changing', dayNumber(1))?.[2 ** 20 - 1]).toBe(99);
  });

  it('takes a page that is larger than any slab', () => {
    const pages = new LearnedPages();
    pages.set({ subject: 'small', day: dayNumber(1), page: new Uint8Array([1]) });
    pages.set({ subject: 'large', day: dayNumber(1), page: new Uint8Array(5_000_000).fill(3) });
    pages.set({ subject: 'after', day: dayNumber(1), page: new Uint8Array([2]) });
    expect([...pages].map(({ page }) => [page.length, page[0]])).toEqual([
      [1, 1],
      [5_000_000, 3],
      [1, 2],
    ]);
  });
});
