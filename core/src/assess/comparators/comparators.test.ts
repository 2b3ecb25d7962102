import {
  bucketCount,
  bucketStart,
  CPU_BUCKETS,
  DecayingHistogram,
  findBucket,
  MEMORY_BUCKETS,
} from './DecayingHistogram.ts';
import { krrCpu, krrMemory, krrSimpleLimit, linearPercentile } from './krr.ts';
import { kubecostCpu, kubecostMemory, kubecostMonthlySaving, kubecostVolume } from './kubecost.ts';
import {
  boundsOf,
  confidenceFactor,
  confidenceOf,
  neededAfterOom,
  proportionalLimit,
  verticalPodAutoscaler,
} from './verticalPodAutoscaler.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const HOUR = 3_600;
const DAY = 86_400;

/** Vectors of the projects' own tests and documents, and of an independent re-implementation. */
describe('Vertical Pod Autoscaler', () => {
  it('has its buckets', () => {
    expect([bucketCount(CPU_BUCKETS), bucketCount(MEMORY_BUCKETS)]).toEqual([176, 176]);
    expect(bucketStart(CPU_BUCKETS, 175)).toBeCloseTo(1021.109, 3);
    const starts: [number, number][] = [
      [1, 0.01],
      [2, 0.0205],
      [3, 0.031525],
      [10, 0.125779],
      [50, 2.09348],
      [100, 26.100252],
    ];
    for (const [bucket, start] of starts) expect(bucketStart(CPU_BUCKETS, bucket)).toBeCloseTo(start, 5);
    expect(bucketStart(MEMORY_BUCKETS, 50)).toBeCloseTo(2_093_479_957, -1);
    const coarse = { first: 40, max: 500, ratio: 1.5 };
    expect(bucketCount(coarse)).toBe(6);
    expect([0, 1, 2, 3, 4, 5].map(bucket => bucketStart(coarse, bucket))).toEqual([
      0, 40, 100, 190, 325, 527.5,
    ]);
    expect([39.99, 40, 100, 900].map(value => findBucket(coarse, value))).toEqual([0, 1, 2, 5]);
  });

  // A ratio of nearly one makes the exponential scheme linear, as in the project's own tests.
  const linear = (first: number, max: number) => ({ first, max, ratio: 1 + 1e-9 });

  it.each([
    [0, 2],
    [0.1, 2],
    [0.2, 3],
    [0.3, 3],
    [0.4, 4],
    [0.5, 4],
    [0.6, 4],
    [0.7, 5],
    [0.8, 5],
    [0.9, 5],
    [1, 5],
  ])('of 1, 2, 3, 4 with their values as weights, P%d is %d', (p, expected) => {
    const histogram = new DecayingHistogram(linear(1, 10), Number.POSITIVE_INFINITY);
    for (const value of [1, 2, 3, 4]) histogram.add(value + 1e-6, value, 0);
    expect(histogram.percentile(p)).toBeCloseTo(expected, 3);
  });

  it('answers as for 0 and 1 outside of them', () => {
    const histogram = new DecayingHistogram(linear(0.1, 1), Number.POSITIVE_INFINITY);
    histogram.add(0.1001, 0.1, 0);
    histogram.add(0.2001, 0.2, 0);
    expect(histogram.percentile(-0.1)).toBeCloseTo(0.2, 6);
    expect(histogram.percentile(1.1)).toBeCloseTo(0.3, 6);
  });

  it.each([
    [0, 2],
    [0.02, 2],
    [0.03, 3],
    [0.1, 3],
    [0.11, 4],
    [0.34, 4],
    [0.35, 5],
    [1, 5],
  ])('decays: i at hour i with weight i, half-life 1 h, P%d is %d', (p, expected) => {
    const histogram = new DecayingHistogram(linear(1, 10), HOUR);
    for (const hour of [1, 2, 3, 4]) histogram.add(hour + 1e-6, hour, hour * HOUR);
    expect(histogram.percentile(p)).toBeCloseTo(expected, 3);
  });

  it('forgets what has decayed', () => {
    const heavy = new DecayingHistogram(linear(1, 10), HOUR);
    heavy.add(2 + 1e-6, 1000, 0);
    heavy.add(1 + 1e-6, 1, 20 * HOUR);
    expect(heavy.percentile(0.999)).toBeCloseTo(2, 3);
    expect(heavy.percentile(1)).toBeCloseTo(3, 3);
    const old = new DecayingHistogram(linear(1, 10), HOUR);
    old.add(2 + 1e-6, 1, 0);
    old.add(1 + 1e-6, 1, 101 * HOUR);
    expect(old.percentile(1)).toBeCloseTo(2, 3);
  });

  it('takes a sample back', () => {
    const histogram = new DecayingHistogram(CPU_BUCKETS, HOUR);
    histogram.add(1, 1, 0);
    histogram.subtract(1, 1, 0);
    expect(histogram.isEmpty).toBe(true);
    expect(histogram.percentile(0.9)).toBe(0);
  });

  it('estimates as the project’s tests say', () => {
    const cpu = new DecayingHistogram(CPU_BUCKETS, DAY);
    const memory = new DecayingHistogram(MEMORY_BUCKETS, DAY);
    for (const value of [1, 2, 3]) {
      cpu.add(value, 1, 0);
      memory.add(value * 1e9, 1, 0);
    }
    expect(cpu.percentile(0.2)).toBeCloseTo(1.016281, 6);
    expect(memory.percentile(0.5)).toBeCloseTo(2_093_479_957.15, 0);
    expect(confidenceOf(16 * 60, 9)).toBeCloseTo(0.00625, 9);
    expect(3.14 * confidenceFactor(0.00625, 0.1, 2)).toBeCloseTo(907.46, 2);
    expect(3.14 * confidenceFactor(0.5, 0.1, 2)).toBeCloseTo(4.5216, 3);
  });

  it.each([
    [5 / 1440, 289, 0.602793],
    [0.5, 3, 0.996012],
    [1, 2, 0.998003],
    [7, 1.142857, 0.999714],
    [8, 1.125, 0.99975],
  ])('at the confidence %d its bounds are wider by %d and %d', (confidence, upper, lower) => {
    expect(confidenceFactor(confidence, 1, 1)).toBeCloseTo(upper, 6);
    expect(confidenceFactor(confidence, 0.001, -2)).toBeCloseTo(lower, 6);
  });

  it('has no bounds without a history', () => {
    expect(boundsOf(() => 1, 1000, 0, 25)).toEqual({ lower: 25, target: 1150, upper: 1e14 });
  });

  const constant = (cores: number, bytes: number, containers = 1) =>
    verticalPodAutoscaler(
      Array.from({ length: 8 * 288 }, (_, index) => ({ time: index * 300, value: cores, count: 5 })),
      Array.from({ length: 8 }, (_, index) => ({ time: (index + 1) * DAY, value: bytes, count: 1 })),
      containers,
    );

  it.each([
    [0.001, 25],
    [0.05, 63],
    [0.1, 126],
    [0.25, 296],
    [0.5, 587],
    [1, 1168],
    [2, 2406],
  ])('a constant use of %d cores asks for %dm', (cores, millicores) => {
    expect(constant(cores, GIB).millicores?.target).toBe(millicores);
  });

  it.each([
    [100 * MIB, 262_144_000],
    [256 * MIB, 323_522_422],
    [GIB, 1_238_659_775],
    [4 * GIB, 4_992_073_454],
  ])('a constant use of %d bytes asks for %d', (bytes, expected) => {
    expect(Math.abs((constant(1, bytes).bytes?.target ?? 0) - expected)).toBeLessThanOrEqual(1);
  });

  it('shares its floor among the containers of a pod', () => {
    expect(constant(0.001, MIB, 2)).toMatchObject({
      millicores: { target: 12 },
      bytes: { target: 131_072_000 },
    });
  });

  it.each([
    ['90/10', 10, [126, 126, 1168]],
    ['89/11', 11, [126, 1168, 1168]],
    ['95/5', 5, [126, 126, 126]],
    ['94/6', 6, [126, 126, 1168]],
  ])('a mix %s of 0.1 and 1 core', (_, high, expected) => {
    const histogram = new DecayingHistogram(CPU_BUCKETS, DAY);
    for (let index = 0; index < 100; index += 1) histogram.add(index < 100 - high ? 0.1 : 1, 1, 0);
    const margin = (p: number) => {
      const milli = Math.trunc(histogram.percentile(p) * 1000);
      return milli + Math.trunc(milli * 0.15);
    };
    expect([0.5, 0.9, 0.95].map(margin)).toEqual(expected);
  });

  it.each([
    [1000, 0, 1200],
    [1, 0, 101],
    [1000, 3000, 3600],
    [500, 0, 600],
    [999, 1000, 1200],
    [2000, 1000, 2400],
  ])('after an OOM kill at %d MiB with a peak of %d MiB it wants %d MiB', (request, peak, needed) => {
    expect(neededAfterOom(request * MIB, peak * MIB) / MIB).toBeCloseTo(needed, 6);
  });

  it.each([
    [2, 1, 10, 20],
    [2000, 1500, 1000, 1333],
    [200, 150, 100, 133],
    [null, 1, 10, null],
    [2, null, 10, 10],
    [2, 2, 3, 3],
  ])('limit %d, request %d, recommended %d: limit %d', (limit, request, recommended, expected) => {
    expect(proportionalLimit(limit, request, recommended)).toBe(expected);
  });
});

describe('KRR', () => {
  it.each([
    [0.0004, 0.01],
    [0.0101, 0.011],
    [0.0100001, 0.011],
    [0.1239, 0.124],
  ])('P95 of %d cores asks for %d', (p95, cores) => {
    expect(krrCpu(p95)).toBeCloseTo(cores, 9);
  });

  it.each([
    [20 * MIB, null, 100],
    [87 * MIB, null, 101],
    [100 * MIB, null, 115],
    [256 * MIB, null, 295],
    [300_000_000, null, 330],
    [GIB, null, 1178],
    [200 * MIB, 256 * MIB, 320],
    [300 * MIB, 256 * MIB, 345],
  ])('%d bytes at the highest, killed at %d: %d MiB', (max, killedAt, expected) => {
    expect(krrMemory(max, killedAt) / MIB).toBe(expected);
  });

  it('interpolates percentiles of all pods together', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);
    expect(krrSimpleLimit(hundred)).toEqual({
      request: expect.closeTo(0.6634, 9),
      limit: expect.closeTo(0.9604, 9),
    });
    expect(linearPercentile(hundred, 0.95)).toBeCloseTo(0.9505, 9);
  });
});

describe('Kubecost', () => {
  it('divides by the target utilisation', () => {
    expect(kubecostCpu(0.1, 0.8)).toBeCloseTo(0.125, 9);
    expect(kubecostCpu(1.2, 0.8)).toBeCloseTo(1.5, 9);
    expect(kubecostCpu(0.25, 0.7)).toBeCloseTo(0.35714, 5);
    expect(kubecostMemory(256 * MIB, 0.7) / MIB).toBeCloseTo(365.71, 2);
    expect(kubecostCpu(0)).toBe(0.01);
    expect(kubecostMemory(0)).toBe(20 * MIB);
  });

  it('normalises a saving to the month', () => {
    expect(kubecostMonthlySaving(0.5, 7, 0.75)).toBeCloseTo(3406.67, 2);
    expect(kubecostMonthlySaving(0.25, 7, 0.75)).toBeCloseTo(1703.33, 1);
  });

  it('sizes volumes', () => {
    expect(kubecostVolume(5_419_008)).toBeCloseTo(5_960_908.8, 6);
    expect(kubecostVolume(206_999_552)).toBeCloseTo(227_699_507.2, 6);
  });
});
