import { QuantileSketch, SKETCH_RELATIVE_ERROR } from './quantileSketch.ts';

const oneToThousand = Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000);

describe('QuantileSketch', () => {
  it('answers every quantile within its stated error', () => {
    const sketch = QuantileSketch.of(oneToThousand);
    for (const q of [0.01, 0.5, 0.95, 0.99, 1]) {
      // Nearest rank of 1000 equally spaced values: q itself, ± one rank.
      expect(Math.abs(sketch.quantile(q) - q) / q).toBeLessThanOrEqual(SKETCH_RELATIVE_ERROR + 0.001 / q);
    }
  });

  it('merges without further loss', () => {
    const left = QuantileSketch.of(oneToThousand.slice(0, 300));
    left.merge(QuantileSketch.of(oneToThousand.slice(300)));
    const whole = QuantileSketch.of(oneToThousand);
    for (const q of [0, 0.25, 0.5, 0.9, 1]) expect(left.quantile(q)).toBe(whole.quantile(q));
    expect([left.count, left.min, left.max]).toEqual([1000, 0.001, 1]);
  });

  it('keeps zeroes apart from no data', () => {
    expect(QuantileSketch.of([0, 0, 0]).quantile(0.5)).toBe(0);
    expect(new QuantileSketch().quantile(0.5)).toBeNaN();
  });

  it('never answers above the highest value it has seen', () => {
    expect(QuantileSketch.of([1.2345]).quantile(1)).toBe(1.2345);
  });
});
