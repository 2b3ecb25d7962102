import fc from 'fast-check';
import { BALANCED, bytes, cores, HEADROOM, MAX_SAVINGS, QuantileSketch, ratio } from '../../model/index.ts';
import { cpuTarget } from './cpuTarget.ts';
import { memoryTarget } from './memoryTarget.ts';
import { cpuChanges, memoryChanges } from './resourceChange.ts';
import { asCpuManifest, atLeast, sized, withHeadroom } from './sizing.ts';

const MIB = 2 ** 20;
const POLICIES = [MAX_SAVINGS, BALANCED, HEADROOM];

describe('sized', () => {
  it('runs its steps in the order they are written', () => {
    // 100m + 15 % = 115m; the floor of 200m comes after it, so no headroom is added to the floor.
    expect(sized(0.1, withHeadroom(ratio(0.15)), atLeast(0.2), asCpuManifest)).toBe(0.2);
    expect(sized(0.1, withHeadroom(ratio(0.15)), atLeast(0.01), asCpuManifest)).toBe(0.115);
  });
});

describe('cpuTarget', () => {
  const target = (values: readonly number[], policy = BALANCED) =>
    cpuTarget(QuantileSketch.of(values), policy);

  it('covers the policy’s quantile with its headroom', () => {
    const values = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);
    // P95 = 0.95, P80 = 0.80, P98 = 0.98, each within 1 % of the sketch; then + 15 %, + 0 %, + 25 %.
    expect(target(values)).toBeGreaterThanOrEqual(0.95 * 0.99 * 1.15);
    expect(target(values)).toBeLessThanOrEqual(0.95 * 1.01 * 1.15 + 0.001);
    expect(target(values, MAX_SAVINGS)).toBeCloseTo(0.8, 1);
    expect(target(values, HEADROOM)).toBeCloseTo(0.98 * 1.25, 1);
  });

  // KRR's published rounding: up to the next millicore, never below 10m.
  it.each([
    [0.0004, 0.01],
    [0.0101, 0.0117],
    [0.1, 0.115],
  ])('a constant use of %d cores asks for about %d', (use, expected) => {
    expect(Math.abs(target([use, use, use]) - expected)).toBeLessThanOrEqual(0.001);
  });

  it('never gives a smaller target for more use', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 64, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.constantFrom(...POLICIES),
        (values, more, policy) => {
          expect(
            target(
              values.map(value => value + more),
              policy,
            ),
          ).toBeGreaterThanOrEqual(target(values, policy));
        },
      ),
    );
  });
});

describe('memoryTarget', () => {
  const balanced = (highest: number, killedAt: number | null = null) =>
    memoryTarget(
      { highest: bytes(highest), killedAt: killedAt === null ? null : bytes(killedAt) },
      BALANCED,
    ) / MIB;

  // KRR's own examples (max + 15 %, whole MiB upwards), where our floor of 32 MiB does not reach.
  it.each([
    [87 * MIB, 101],
    [100 * MIB, 115],
    [256 * MIB, 295],
    [300_000_000, 330],
    [1024 * MIB, 1178],
    [1 * MIB, 32],
  ])('%d bytes at the highest ask for %d MiB', (highest, expected) => {
    expect(balanced(highest)).toBe(expected);
  });

  // OOM-killed at 256 MiB: 256 × 1.25 = 320 MiB, unless the highest use asks for more (300 × 1.15 = 345).
  it.each([
    [200, 256, 320],
    [300, 256, 345],
  ])('%d MiB at the highest, killed at %d MiB: %d MiB', (highest, killedAt, expected) => {
    expect(balanced(highest * MIB, killedAt * MIB)).toBe(expected);
  });

  it('never lies below the highest use plus headroom, nor below the limit that killed plus 25 %', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2 ** 40, noNaN: true }),
        fc.option(fc.double({ min: 0, max: 2 ** 40, noNaN: true })),
        fc.constantFrom(...POLICIES),
        (highest, killedAt, policy) => {
          const target = memoryTarget(
            { highest: bytes(highest), killedAt: killedAt === null ? null : bytes(killedAt) },
            policy,
          );
          // One byte of tolerance for the guard of binary fractions in the rounding.
          expect(target + 2).toBeGreaterThanOrEqual(highest * (1 + policy.memoryHeadroom));
          expect(target + 2).toBeGreaterThanOrEqual((killedAt ?? 0) * 1.25);
        },
      ),
    );
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
