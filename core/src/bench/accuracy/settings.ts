import { BALANCED, bytes, cores, HEADROOM, MAX_SAVINGS, type Policy, ratio } from '../../model/index.ts';

/** Our policies as they ship. */
export const POLICIES: readonly Policy[] = [MAX_SAVINGS, BALANCED, HEADROOM];

const GIB = 2 ** 30;

/** More careful than anything that ships: for the far end of the curve. */
const cautiousFrom = (headroom: Policy): readonly Policy[] =>
  (
    [
      ['Cautious', 0.1, 0.45],
      ['Very cautious', 0.2, 0.6],
    ] as const
  ).map(([name, unseenCores, memoryHeadroom]) => ({
    ...headroom,
    id: name,
    name,
    cpuQuantile: ratio(0.8),
    cpuWorth: cores(40),
    cpuHeadroom: ratio(0.4),
    cpuUnseenPeak: cores(unseenCores),
    memoryHeadroom: ratio(memoryHeadroom),
  }));

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** A policy between two others. */
function between(a: Policy, b: Policy, share: number): Policy {
  return {
    ...a,
    cpuQuantile: ratio(mix(a.cpuQuantile, b.cpuQuantile, share)),
    cpuHeadroom: ratio(mix(a.cpuHeadroom, b.cpuHeadroom, share)),
    cpuUnseenPeak: cores(mix(a.cpuUnseenPeak, b.cpuUnseenPeak, share)),
    memoryHeadroom: ratio(mix(a.memoryHeadroom, b.memoryHeadroom, share)),
    memoryUnseenPeak: bytes(mix(a.memoryUnseenPeak, b.memoryUnseenPeak, share)),
  };
}

/** Factors of two by half steps: what it is worth to cover a rare sample. */
const WORTH = Array.from({ length: 49 }, (_, step) => 2 ** ((step - 36) / 2));

export interface Setting {
  readonly name: string;
  readonly policy: Policy;
}

/** Where nearly nothing is worth covering, there is nothing to spare for floors and unseen peaks either. */
const NOTHING_SPARE = {
  minimumCpu: cores(0.001),
  minimumMemory: bytes(2 ** 20),
  cpuUnseenPeak: cores(0),
  memoryUnseenPeak: bytes(0),
};
const WORTHLESS = 1 / 8;

const withWorth = (policy: Policy, factor: number): Policy => ({
  ...policy,
  ...(factor < WORTHLESS ? NOTHING_SPARE : {}),
  cpuWorth: cores(4 * factor),
  memoryWorth: bytes(256 * GIB * factor),
});

const withHalfHeadroom = (policy: Policy): Policy => ({
  ...policy,
  cpuHeadroom: ratio(policy.cpuHeadroom / 2),
  memoryHeadroom: ratio(policy.memoryHeadroom / 2),
});

/** Each anchor, with all and with half of its headroom, and three steps to the next. */
function points(policies: readonly Policy[]): readonly Setting[] {
  const anchors = [...policies, ...policies.slice(-1).flatMap(cautiousFrom)];
  return anchors.flatMap((policy, index) => {
    const next = anchors[index + 1];
    const steps = next ? [0.25, 0.5, 0.75] : [];
    return [
      { name: policy.name, policy },
      { name: `${policy.name}, half the headroom`, policy: withHalfHeadroom(policy) },
      ...steps.map(share => ({
        name: `${policy.name} → ${next?.name ?? ''} ${share * 100} %`,
        policy: between(policy, next ?? policy, share),
      })),
    ];
  });
}

/**
 * The curve that our policies span: they themselves, from each to the next in quarters, and at each point what
 * a rare sample is worth, from next to nothing to more than any machine has. A user sets the same fields in a
 * policy of their own.
 * @param policies - the most daring first
 */
export const settings = (policies: readonly Policy[]): readonly Setting[] =>
  points(policies).flatMap(({ name, policy }) => [
    { name, policy },
    ...WORTH.map(factor => ({
      name: `${name}, worth × ${Number(factor.toPrecision(3))}`,
      policy: withWorth(policy, factor),
    })),
  ]);
