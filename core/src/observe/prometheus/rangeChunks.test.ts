import fc from 'fast-check';
import { MAX_POINTS, rangeChunks } from './rangeChunks.ts';

const moments = (start: number, end: number, step: number): number[] => {
  const all: number[] = [];
  for (let index = 0; start + index * step < end; index += 1) all.push(start + index * step);
  return all;
};

describe('rangeChunks', () => {
  it('covers every moment once, in order, within the limits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 1, max: 3600 }),
        fc.integer({ min: 1, max: 100_000 }),
        (start, length, step, maxSeconds) => {
          const end = start + length * 7;
          const chunks = rangeChunks({ start, end, step, maxSeconds });
          const covered = chunks.flatMap(chunk => moments(chunk.start, chunk.end + 1e-9, step));
          expect(covered).toEqual(moments(start, end, step));
          for (const chunk of chunks) {
            expect((chunk.end - chunk.start) / step + 1).toBeLessThanOrEqual(MAX_POINTS);
            expect(chunk.end - chunk.start).toBeLessThanOrEqual(Math.max(maxSeconds - step, 0));
          }
        },
      ),
    );
  });

  it('is empty for an empty window', () => {
    expect(rangeChunks({ start: 10, end: 10, step: 5, maxSeconds: 100 })).toEqual([]);
  });
});
