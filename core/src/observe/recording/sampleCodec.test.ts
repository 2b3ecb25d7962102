import fc from 'fast-check';
import { decodeSamples, encodeSamples, type SampleGrid } from './sampleCodec.ts';

const grid: SampleGrid = { start: 1_790_000_100, step: 300, steps: 4032, relativeError: 0.001 };
const positions = fc
  .uniqueArray(fc.integer({ min: 0, max: grid.steps }))
  .map(list => list.sort((a, b) => a - b));
const timesOf = (list: readonly number[]) => list.map(position => grid.start + position * grid.step);

describe('samples in a recording', () => {
  it('keep their place on the grid, holes included, and their value within the stated error', () => {
    const value = fc.oneof(
      fc.constant(0),
      fc.double({ min: 1e-8, max: 1e15, noNaN: true }),
      fc.double({ min: -1e9, max: -1e-8, noNaN: true }),
    );
    fc.assert(
      fc.property(
        positions.chain(list =>
          fc.tuple(
            fc.constant(timesOf(list)),
            fc.array(value, { minLength: list.length, maxLength: list.length }),
          ),
        ),
        ([times, values]) => {
          const read = decodeSamples(encodeSamples('memory', { times, values }, grid), grid);
          expect([...read.times]).toEqual(times);
          for (const [index, v] of values.entries()) {
            expect(Math.abs((read.values[index] ?? Number.NaN) - v)).toBeLessThanOrEqual(
              Math.abs(v) * grid.relativeError * (1 + 1e-9),
            );
          }
        },
      ),
    );
  });

  it('keep what is no finite number', () => {
    const values = [1, Number.NaN, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY, -3];
    const read = decodeSamples(
      encodeSamples('cpu', { times: timesOf([0, 1, 2, 3, 4, 5]), values }, grid),
      grid,
    );
    expect(read.values[1]).toBeNaN();
    expect([read.values[2], read.values[4]]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(read.values[3]).toBeCloseTo(1, 2);
    expect(read.values[5]).toBeCloseTo(-3, 2);
  });

  it('keep whole counts exactly, and counts with a fraction within the stated error', () => {
    const times = timesOf([0, 1, 2]);
    expect([
      ...decodeSamples(encodeSamples('cfsPeriods', { times, values: [2999, 0, 3001] }, grid), grid).values,
    ]).toEqual([2999, 0, 3001]);
    const [fraction = 0] = decodeSamples(
      encodeSamples('cfsPeriods', { times, values: [2999.4, 0, 1] }, grid),
      grid,
    ).values;
    expect(Math.abs(fraction / 2999.4 - 1)).toBeLessThanOrEqual(grid.relativeError);
  });

  it.each([
    ['off the grid', [grid.start + 0.25, grid.start + 301.5]],
    ['out of order', timesOf([5, 2, 9])],
    ['twice', timesOf([3, 3])],
    ['before the window', timesOf([-4, 2])],
    ['after the window', timesOf([1, grid.steps + 1])],
  ])('keep times that are %s', (_, times) => {
    const encoded = encodeSamples('cpu', { times, values: times.map(() => 1) }, grid);
    expect(encoded.runs).toBeUndefined();
    expect([...decodeSamples(encoded, grid).times]).toEqual(times);
  });

  it('cost one character where nothing changes', () => {
    const times = timesOf(Array.from({ length: 100 }, (_, index) => index));
    const encoded = encodeSamples('memory', { times, values: times.map(() => 5e8) }, grid);
    expect(encoded.runs).toEqual([0, 100]);
    expect(encoded.values.slice(-99)).toBe('A'.repeat(99));
  });

  it.each([
    [{ code: 'integer', values: 'CC', runs: [0, 1] }, '1 times for 2 values'],
    [{ code: 'integer', values: 'C', runs: [0, 4000] }, 'more times than the 1 values'],
    [{ code: 'integer', values: 'C', runs: [4033, 1] }, 'outside the window'],
    [{ code: 'integer', values: 'C', runs: [0, 1], odd: [[7, 'NaN']] }, 'no value number 7'],
    [{ code: 'logarithmic', values: '*', runs: [0, 1] }, 'not base64'],
  ] as const)('are refused where they make no sense: %j', (encoded, reason) => {
    expect(() => decodeSamples(encoded, grid)).toThrow(reason);
  });
});
