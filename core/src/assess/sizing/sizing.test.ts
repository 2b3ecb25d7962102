import fc from 'fast-check';
import {
  BALANCED,
  bytes,
  type ContainerUsage,
  cores,
  HEADROOM,
  MAX_SAVINGS,
  type Policy,
  QuantileSketch,
  ratio,
} from '../../model/index.ts';
import { observationOf } from '../examples/observationOf.ts';
import { RecentDemand } from './RecentDemand.ts';
import { cpuAtQuantile } from './cpuAtQuantile.ts';
import { memoryTarget } from './memoryTarget.ts';
import { cpuSize, demandOf, memorySize, NO_FLOOR } from './recommendedSize.ts';
import { replayDays, replayOf } from './replay.ts';
import { cpuChanges, memoryChanges } from './resourceChange.ts';
import { asCpuManifest, atLeast, sized, withHeadroom } from './sizing.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const DAY = 86_400;
const POLICIES = [MAX_SAVINGS, BALANCED, HEADROOM];

const demandOfDays = (days: readonly (readonly number[])[], policy: Policy = BALANCED): RecentDemand => {
  const demand = new RecentDemand(policy.halfLife);
  for (const values of days) demand.add(QuantileSketch.of(values));
  return demand;
};

describe('sized', () => {
  it('runs its steps in the order they are written', () => {
    // 100m + 15 % = 115m; the floor of 200m comes after it, so no headroom is added to the floor.
    expect(sized(0.1, withHeadroom(ratio(0.15)), atLeast(0.2), asCpuManifest)).toBe(0.2);
    expect(sized(0.1, withHeadroom(ratio(0.15)), atLeast(0.01), asCpuManifest)).toBe(0.115);
  });
});

describe('cpuSize', () => {
  const one = (values: readonly number[], policy: Policy = BALANCED) =>
    cpuSize(demandOfDays([values], policy), policy);

  it('of a constant use is that use, its headroom and room for a peak not seen yet', () => {
    // 1 core × 1.1 + 0.02 × √1 = 1.12; within the sketch's 1 %.
    expect(one([1, 1, 1])).toBeGreaterThanOrEqual(1.12 * 0.99);
    expect(one([1, 1, 1])).toBeLessThanOrEqual(1.12 * 1.01 + 0.001);
    // Four cores are twice as large by the root: 4.4 + 0.04.
    expect(Math.abs(one([4, 4]) - 4.44)).toBeLessThan(0.05);
  });

  /** A use with a peak in 2 % of the samples. */
  const spiky = (usual: number, peak: number) => [
    ...Array<number>(98).fill(usual),
    ...Array<number>(2).fill(peak),
  ];

  it('covers the rare peak of a small container, and not that of a large one', () => {
    // P95 10m: √0.01 = 0.1; 10m + 2.25 × 0.1 × 0.2 = 55m are worth it.
    expect(one(spiky(0.01, 0.05))).toBeGreaterThan(0.05);
    // P95 2 cores: 2 + 2.25 × 1.41 × 0.2 = 2.64 are worth it, 16 are not.
    expect(one(spiky(2, 16))).toBeLessThan(3.1);
    expect(one(spiky(2, 16))).toBeGreaterThan(2.6);
  });

  it('weighs recent days more: a new regime counts after half-lives, an old one fades', () => {
    const days = (early: number, late: number) => [
      ...Array.from({ length: 7 }, () => [early]),
      ...Array.from({ length: 7 }, () => [late]),
    ];
    const risen = cpuSize(demandOfDays(days(1, 4)), BALANCED);
    const fallen = cpuSize(demandOfDays(days(4, 1)), BALANCED);
    expect(risen).toBeGreaterThan(4);
    expect(fallen).toBeLessThan(2.2);
  });

  it('never gives a smaller size for more use, whatever the day and the policy', () => {
    const values = fc.array(fc.double({ min: 0, max: 64, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 5 }),
        fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 20, maxLength: 20 }),
        fc.constantFrom(...POLICIES),
        (days, more, policy) => {
          const raised = days.map(day => day.map((value, index) => value + (more[index] ?? 0)));
          expect(cpuSize(demandOfDays(raised, policy), policy)).toBeGreaterThanOrEqual(
            // A bin of the sketch is 2 % wide: two values in it cannot be told apart.
            cpuSize(demandOfDays(days, policy), policy) * 0.98 - 0.001,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('grows from policy to policy', () => {
    const values = Array.from({ length: 288 }, (_, index) => 0.2 + (index % 24) / 12);
    const sizes = POLICIES.map(policy => one(values, policy));
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  });

  it('does not go below the floor', () => {
    expect(one([0, 0])).toBe(0.01);
  });
});

describe('cpuAtQuantile', () => {
  it('covers that share of the samples, with headroom', () => {
    const sketch = QuantileSketch.of(Array.from({ length: 100 }, (_, index) => (index + 1) / 100));
    expect(cpuAtQuantile(sketch, BALANCED, ratio(0.95))).toBeCloseTo(0.95 * 1.1, 1);
  });
});

describe('memorySize', () => {
  const balanced = (values: readonly number[], floor = NO_FLOOR) =>
    memorySize(demandOfDays([values]), BALANCED, floor) / MIB;

  it('covers the highest use with headroom and room for more', () => {
    // 1 GiB × 1.1 + 192 MiB × √1, within the sketch's 1 % of the root.
    expect(balanced([GIB])).toBeGreaterThanOrEqual(1127 + 190);
    expect(balanced([GIB])).toBeLessThanOrEqual(1127 + 194);
    expect(balanced([100 * MIB, 900 * MIB])).toBeGreaterThan(990);
  });

  it('doubles what is very small at the most, and does not go below the floor', () => {
    expect(balanced([20 * MIB])).toBeLessThanOrEqual(42);
    expect(balanced([MIB])).toBe(32);
  });

  // OOM-killed at 256 MiB: 256 × 1.25 = 320 MiB, unless the highest use asks for more. (KRR's own vector.)
  it('never lies below the limit that killed plus 25 %, nor below what the runtime needs', () => {
    expect(balanced([50 * MIB], { killedAt: bytes(256 * MIB), runtime: null })).toBe(320);
    expect(balanced([50 * MIB], { killedAt: null, runtime: bytes(700 * MIB) })).toBe(700);
  });

  it('never lies below the highest use', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 2 ** 40, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.constantFrom(BALANCED, HEADROOM),
        (values, policy) => {
          expect(memorySize(demandOfDays([values], policy), policy, NO_FLOOR)).toBeGreaterThanOrEqual(
            Math.max(...values),
          );
        },
      ),
    );
  });
});

describe('memoryTarget', () => {
  it('is the highest use and the headroom that is asked for', () => {
    expect(memoryTarget({ highest: bytes(100 * MIB), killedAt: null }, BALANCED, ratio(0.15)) / MIB).toBe(
      115,
    );
    expect(memoryTarget({ highest: bytes(200 * MIB), killedAt: bytes(256 * MIB) }, BALANCED) / MIB).toBe(320);
  });
});

describe('demandOf', () => {
  const usageOf = (sketch: Parameters<typeof observationOf>[0]['workloads'][number]): ContainerUsage => {
    const [usage] = [...observationOf({ workloads: [sketch] }).usage.values()];
    if (!usage) throw new Error('no usage');
    return usage;
  };

  it('leaves the start out of CPU and not out of memory', () => {
    const usage = usageOf({ containers: [{ cpu: [0.2], memory: [400] }] });
    const [first] = usage.days;
    if (!first?.cpu || !first.memory) throw new Error('no day');
    const starting: ContainerUsage = {
      ...usage,
      days: [
        {
          ...first,
          cpu: { ...first.cpu, startUp: QuantileSketch.of([3]) },
          memory: { ...first.memory, startUp: QuantileSketch.of([GIB]) },
        },
      ],
    };
    expect(demandOf(starting, 'cpu', BALANCED).peak).toBeLessThan(0.21);
    expect(demandOf(starting, 'memory', BALANCED).peak).toBe(GIB);
  });
});

describe('replay', () => {
  const day = (index: number, values: readonly number[]) => ({
    day: (index * DAY) as never,
    sketch: QuantileSketch.of(values),
  });
  const quiet = Array<number>(288).fill(0.5);

  it('scores each day against what the days before it asked for', () => {
    const calm = replayDays(
      Array.from({ length: 10 }, (_, index) => day(index, quiet)),
      'cpu',
      BALANCED,
    );
    expect(calm).toEqual({ days: 7, samples: 7 * 288, samplesAbove: 0, badDays: 0, changes: 0 });
  });

  it('sees a day that nobody could have known of', () => {
    const days = Array.from({ length: 10 }, (_, index) =>
      day(index, index === 6 ? quiet.map(() => 2) : quiet),
    );
    expect(replayDays(days, 'cpu', BALANCED)).toMatchObject({ samplesAbove: 288, badDays: 1 });
  });

  it('does not judge by the future: what comes after a day changes nothing of it', () => {
    const past = Array.from({ length: 8 }, (_, index) => day(index, quiet));
    const before = replayDays(past, 'cpu', BALANCED);
    const after = replayDays(
      [
        ...past,
        day(
          8,
          quiet.map(() => 50),
        ),
      ],
      'cpu',
      BALANCED,
    );
    expect(after?.samplesAbove).toBe((before?.samplesAbove ?? 0) + 288);
  });

  it('needs days to hold out', () => {
    expect(replayDays([day(0, quiet), day(1, quiet)], 'cpu', BALANCED)).toBeNull();
    const [usage] = [...observationOf({ days: 2, workloads: [{}] }).usage.values()];
    expect(usage && replayOf(usage, 'cpu', BALANCED)).toBeNull();
  });
});

describe('changes of a container', () => {
  it('says nothing where nothing changes once it is written', () => {
    // 0.50001 cores are written 501m, upwards; a tenth of a nanocore is a binary fraction, not a wish.
    expect(
      cpuChanges(
        'server',
        { request: cores(0.5), limit: null },
        { request: cores(0.5 + 1e-10), limit: null },
      ),
    ).toEqual([]);
  });

  it('raises a limit that the new request would pass, and never invents one', () => {
    const wanted = { request: cores(3), limit: cores(2) };
    expect(cpuChanges('server', { request: cores(1), limit: cores(2) }, wanted)).toEqual([
      { container: 'server', target: 'requests.cpu', from: '1', to: '3' },
      { container: 'server', target: 'limits.cpu', from: '2', to: '3' },
    ]);
    expect(cpuChanges('server', { request: cores(1), limit: null }, wanted)).toEqual([
      { container: 'server', target: 'requests.cpu', from: '1', to: '3' },
    ]);
  });

  it('writes an absent request as null', () => {
    expect(
      memoryChanges('server', { request: null, limit: null }, { request: bytes(64 * MIB), limit: null }),
    ).toEqual([{ container: 'server', target: 'requests.memory', from: null, to: '64Mi' }]);
  });
});
