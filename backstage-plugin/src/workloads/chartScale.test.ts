import { chartScale, tickStep } from './chartScale';

describe('tickStep', () => {
  it.each([
    [1, 0.25],
    [3, 1],
    [0.016, 0.005],
    [70, 20],
  ])('gives at least three round steps up to %d', (highest, step) => {
    expect(tickStep(highest, 10)).toBeCloseTo(step, 12);
  });

  it('stays on powers of two for bytes, so that ticks read as MiB and GiB', () => {
    expect(tickStep(2 ** 30, 2)).toBe(2 ** 28);
  });
});

describe('chartScale', () => {
  const scale = chartScale({ from: 0, to: 1000, highest: 10, width: 100, height: 50 }, 10);

  it('draws time from left to right and amounts upwards', () => {
    expect([scale.x(0), scale.x(1000)]).toEqual([0, 100]);
    expect(scale.y(0)).toBe(50);
    expect(scale.y(10)).toBeGreaterThan(0);
    expect(scale.y(10)).toBeLessThan(scale.y(5));
  });

  it('has a place for a single hour and for nothing but zeroes', () => {
    const flat = chartScale({ from: 5, to: 5, highest: 0, width: 100, height: 50 }, 10);
    expect(flat.x(5)).toBe(50);
    expect(flat.y(0)).toBe(50);
  });
});
