import fc from 'fast-check';
import { asCpuManifest, asMemoryManifest } from '../sizing/sizing.ts';
import { HIGHEST_TARGET, pairAtScalePoint, replicasFor, scalePointOf } from './scalePoint.ts';

describe('pairAtScalePoint', () => {
  it('raises the target by as much as it lowers the request', () => {
    const pair = pairAtScalePoint({ requests: [1], targetPercent: 40 }, [0.5], asCpuManifest);
    expect(pair).toEqual({ requests: [0.5], targetPercent: 80 });
  });

  it('stops the request where the target reaches its bound', () => {
    const pair = pairAtScalePoint({ requests: [1], targetPercent: 60 }, [0.3], asCpuManifest);
    expect(pair?.targetPercent).toBe(HIGHEST_TARGET);
    expect(pair?.requests[0]).toBeCloseTo(0.667, 9);
  });

  it('counts all containers of the pod, as the autoscaler does', () => {
    const pair = pairAtScalePoint({ requests: [0.8, 0.2], targetPercent: 50 }, [0.4, 0.2], asCpuManifest);
    expect(pair?.targetPercent).toBe(83);
    expect((pair?.requests[0] ?? 0) + (pair?.requests[1] ?? 0)).toBeCloseTo(0.603, 9);
    expect(pair?.requests[1]).toBe(0.2);
  });

  it('has nothing to say where nothing gets smaller', () => {
    expect(pairAtScalePoint({ requests: [1], targetPercent: 50 }, [1], asCpuManifest)).toBeNull();
    expect(pairAtScalePoint({ requests: [1], targetPercent: 90 }, [0.2], asCpuManifest)).toBeNull();
    expect(pairAtScalePoint({ requests: [1], targetPercent: 95 }, [0.2], asCpuManifest)).toBeNull();
    expect(pairAtScalePoint({ requests: [1], targetPercent: 50 }, [Number.NaN], asCpuManifest)).toBeNull();
    expect(pairAtScalePoint({ requests: [], targetPercent: 50 }, [], asCpuManifest)).toBeNull();
  });

  const milli = fc.integer({ min: 10, max: 8_000 }).map(value => value / 1_000);
  const cpuPods = fc
    .array(fc.tuple(milli, fc.double({ min: 0.05, max: 1.2, noNaN: true })), { minLength: 1, maxLength: 4 })
    .map(pairs => ({
      requests: pairs.map(([now]) => now),
      wanted: pairs.map(([now, share]) => asCpuManifest(now * share)),
    }));

  it('keeps the scale point within the rounding of the requests, and its bounds', () => {
    fc.assert(
      fc.property(cpuPods, fc.integer({ min: 5, max: 100 }), ({ requests, wanted }, targetPercent) => {
        const now = { requests, targetPercent };
        const pair = pairAtScalePoint(now, wanted, asCpuManifest);
        if (pair === null) return;
        const rounding = (requests.length * 0.001 * pair.targetPercent) / 100;
        expect(scalePointOf(pair)).toBeGreaterThanOrEqual(scalePointOf(now) - 1e-9);
        expect(scalePointOf(pair)).toBeLessThanOrEqual(scalePointOf(now) + rounding + 1e-9);
        expect(pair.targetPercent).toBeGreaterThan(targetPercent);
        expect(pair.targetPercent).toBeLessThanOrEqual(HIGHEST_TARGET);
        expect(Number.isInteger(pair.targetPercent)).toBe(true);
        const total = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0);
        expect(total(pair.requests)).toBeGreaterThanOrEqual(total(wanted) - 1e-9);
        expect(total(pair.requests)).toBeLessThan(total(requests));
      }),
    );
  });

  it('does so for memory, in whole MiB', () => {
    const mib = 2 ** 20;
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 8_192 }),
        fc.double({ min: 0.1, max: 0.99, noNaN: true }),
        fc.integer({ min: 20, max: 89 }),
        (request, share, targetPercent) => {
          const now = { requests: [request * mib], targetPercent };
          const pair = pairAtScalePoint(now, [request * share * mib], asMemoryManifest);
          if (pair === null) return;
          const apart = scalePointOf(pair) - scalePointOf(now);
          expect(apart).toBeGreaterThanOrEqual(-1e-3);
          expect(apart).toBeLessThanOrEqual((mib * pair.targetPercent) / 100 + 1e-3);
        },
      ),
    );
  });

  it('asks for no more replicas than before, whatever the load', () => {
    fc.assert(
      fc.property(
        cpuPods,
        fc.integer({ min: 5, max: 89 }),
        fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 48 }),
        ({ requests, wanted }, targetPercent, demand) => {
          const now = { requests, targetPercent };
          const pair = pairAtScalePoint(now, wanted, asCpuManifest);
          if (pair === null) return;
          const bounds = { minReplicas: 1, maxReplicas: 1_000 };
          const before = replicasFor(demand, scalePointOf(now), bounds);
          const after = replicasFor(demand, scalePointOf(pair), bounds);
          after.forEach((replicas, hour) => expect(replicas).toBeLessThanOrEqual(before[hour] ?? 0));
        },
      ),
    );
  });
});

describe('replicasFor', () => {
  it('is the autoscaler’s own formula, within its bounds', () => {
    // Kubernetes documentation: current 3 at 200m with a target of 100m gives 6.
    expect(replicasFor([0.6], 0.1, { minReplicas: 1, maxReplicas: 10 })).toEqual([6]);
    expect(replicasFor([0, 0.61, 9], 0.1, { minReplicas: 2, maxReplicas: 10 })).toEqual([2, 7, 10]);
  });
});
