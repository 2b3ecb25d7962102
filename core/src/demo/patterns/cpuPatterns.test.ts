import { unixSeconds } from '../../model/index.ts';
import { gridEndingAt, timeAt } from '../grid.ts';
import { Random } from '../random.ts';
import { FITTED } from '../testing/fittedStatistics.ts';
import { describeWithRealTraces } from '../testing/realTraces.ts';
import { quantile, type Trace, type TraceStatistics, traceStatistics } from '../testing/traceStatistics.ts';
import { CPU_SHAPES, type CpuPattern } from './cpuPatterns.ts';
import { noise } from './noise.ts';
import { throttle } from './throttling.ts';

const patterns = Object.keys(CPU_SHAPES) as CpuPattern[];
const statistics = (pattern: CpuPattern) => Object.keys(FITTED[pattern].bounds) as (keyof TraceStatistics)[];
const cases = patterns.flatMap(pattern =>
  statistics(pattern).map(statistic => [pattern, statistic] as const),
);

const grid = gridEndingAt(unixSeconds(1_794_787_200), 14, 1);
const SEEDS = Array.from({ length: 9 }, (_, index) => index);

/** One pod's CPU with this pattern, as the generator makes it. */
function generated(pattern: CpuPattern, seed: number): TraceStatistics {
  const random = new Random(`${pattern} ${seed}`);
  const shape = CPU_SHAPES[pattern];
  const own = noise(random.child('pod'), grid.steps, shape.noise.spread, shape.noise.colour);
  const values = shape
    .demand(random.child('demand'), grid)
    .map((value, position) => value * (own[position] ?? 1));
  return traceStatistics({
    times: Array.from(values, (_, position) => timeAt(grid, position)),
    values: Array.from(values),
  });
}

describe('CPU patterns behave as the traces they were fitted to', () => {
  const all = new Map(patterns.map(pattern => [pattern, SEEDS.map(seed => generated(pattern, seed))]));

  it.each(cases)('%s: %s', (pattern, statistic) => {
    const typical = quantile(
      (all.get(pattern) ?? []).map(found => found[statistic]).filter(Number.isFinite),
      0.5,
    );
    const [low, high] = FITTED[pattern].bounds[statistic] ?? [];
    expect(typical).toBeGreaterThanOrEqual(low ?? Number.NaN);
    expect(typical).toBeLessThanOrEqual(high ?? Number.NaN);
  });
});

describeWithRealTraces('the bounds are those of the real traces', () => {
  const real = new Map<() => readonly Trace[], TraceStatistics[]>();
  beforeAll(() => {
    for (const { traces } of Object.values(FITTED)) {
      if (!real.has(traces)) real.set(traces, traces().map(traceStatistics));
    }
  }, 30_000);

  it.each(cases)('%s: %s', (pattern, statistic) => {
    const found = (real.get(FITTED[pattern].traces) ?? [])
      .map(each => each[statistic])
      .filter(Number.isFinite);
    const [low = Number.NaN, high = Number.NaN] = FITTED[pattern].bounds[statistic] ?? [];
    expect(found.length).toBeGreaterThan(0);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...found)).toBeLessThanOrEqual(high);
  });
});

describe('a CPU limit', () => {
  const limit = 0.2 as never;

  it('caps what is used and counts the periods in which the quota ran out', () => {
    const { usage, periods, throttled } = throttle(Float64Array.from([0.05, 0.1, 0.19, 0.25, 1]), limit);
    expect(Math.max(...usage)).toBeLessThanOrEqual(limit);
    expect([...usage.slice(0, 3)]).toEqual([0.05, 0.1, 0.19]);
    // Pressure 0.25 and 0.5 leave no period throttled; from there it only rises.
    const shares = [...throttled].map((count, index) => count / (periods[index] ?? 1));
    expect(shares.slice(0, 2)).toEqual([0, 0]);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[4]).toBeGreaterThan(0.9);
  });
});
