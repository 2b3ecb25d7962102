import { type Bytes, bytes } from '../../model/index.ts';
import { STEPS_PER_DAY, STEPS_PER_HOUR } from '../grid.ts';
import { Random } from '../random.ts';
import { describeWithRealTraces, nezhaMemory } from '../testing/realTraces.ts';
import { mean, quantile } from '../testing/traceStatistics.ts';
import { memorySeries } from './memoryPattern.ts';

const GROUND = bytes(400e6);
const even = new Float64Array(14 * STEPS_PER_DAY).fill(1);
const series = (leakPerHour: number, limit: Bytes | null) =>
  memorySeries(new Random('memory'), { typical: GROUND, leakPerHour, follows: 0 }, even, limit);

/** Medians of the hours of a series. */
const hourly = (values: ArrayLike<number>, perHour: number): number[] =>
  Array.from({ length: Math.floor(values.length / perHour) }, (_, hour) =>
    quantile(Array.from(values).slice(hour * perHour, (hour + 1) * perHour), 0.5),
  );

describe('memory', () => {
  it('warms up and then stays: its 95th percentile is within 5 % of its median', () => {
    const { bytes: used, oomKills } = series(0, null);
    expect(quantile([...used], 0.95) / quantile([...used], 0.5)).toBeLessThan(1.05);
    expect((used[0] ?? 0) / GROUND).toBeGreaterThan(0.8);
    expect((used[0] ?? 0) / GROUND).toBeLessThan(0.9);
    expect(oomKills.every(kills => kills === 0)).toBe(true);
  });

  it('leaks by the hour what it was told to', () => {
    const hours = hourly(series(0.014, null).bytes, STEPS_PER_HOUR);
    // After two days the warm-up no longer shows: 0.014 × 400 MB an hour.
    const growth = ((hours[200] ?? 0) - (hours[48] ?? 0)) / 152;
    expect(growth / (0.014 * GROUND)).toBeCloseTo(1, 1);
  });

  it('is killed at its limit, never passes it, and starts anew', () => {
    const limit = bytes(800e6);
    const { bytes: used, oomKills } = series(0.014, limit);
    expect(Math.max(...used)).toBeLessThanOrEqual(limit);
    // 400 MB more at 5.6 MB an hour: about 72 hours from start to kill, so four times in 14 days.
    expect(oomKills.reduce((sum, kills) => sum + kills, 0)).toBe(4);
    const kill = oomKills.indexOf(1);
    expect(used[kill + 1] ?? 0).toBeLessThan(0.6 * (used[kill - 1] ?? 0));
  });
});

describeWithRealTraces('memory of the real pods of Online Boutique', () => {
  const steady = [
    'adservice-5f6585d649-fnmft',
    'cartservice-579f59597d-wc2lz',
    'frontend-579b9bff58-t2dbm',
    'emailservice-55fdc5b988-f6xth',
  ];

  it.each(steady)('%s: 95th percentile within 5 % of the median', pod => {
    const { values } = nezhaMemory(pod);
    expect(quantile(values, 0.95) / quantile(values, 0.5)).toBeLessThan(1.05);
  });

  it('paymentservice grows after its restart by one to two per cent an hour, as the demo leaks', () => {
    const hours = hourly(nezhaMemory('paymentservice-9cdb6588f-554sm').values, 60);
    // Restarted in the third hour; from there to the end of the recorded day.
    const after = hours.slice(2);
    const growth = (mean(after.slice(-2)) - mean(after.slice(0, 2))) / (after.length - 2) / (after[0] ?? 1);
    expect(growth).toBeGreaterThan(0.01);
    expect(growth).toBeLessThan(0.02);
  });
});
