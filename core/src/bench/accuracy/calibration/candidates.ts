import { bytes, cores, type Policy, ratio } from '../../../model/index.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What is calibrated of a policy. */
export type Constants = Partial<
  Pick<
    Policy,
    | 'cpuQuantile'
    | 'cpuWorth'
    | 'cpuHeadroom'
    | 'cpuUnseenPeak'
    | 'memoryWorth'
    | 'memoryHeadroom'
    | 'memoryUnseenPeak'
  >
>;

export interface Candidate {
  readonly constants: Constants;
  /** Where it stands on the grid, each axis from 0 to 1: near in place is near in character. */
  readonly place: readonly number[];
}

/** Every combination of the values of the axes. */
function grid(axes: { readonly [Key in keyof Constants]: readonly Constants[Key][] }): readonly Candidate[] {
  return Object.entries(axes).reduce<readonly Candidate[]>(
    (candidates, [key, values]) =>
      candidates.flatMap(({ constants, place }) =>
        values.map((value, index) => ({
          constants: { ...constants, [key]: value },
          place: [...place, values.length === 1 ? 0 : index / (values.length - 1)],
        })),
      ),
    [{ constants: {}, place: [] }],
  );
}

/** 1,980 combinations of round values; coarse on purpose: forty machines tell no finer step apart. */
export const CPU_CANDIDATES = grid({
  cpuQuantile: [0.5, 0.6, 0.7, 0.8, 0.9, 0.95].map(ratio),
  cpuWorth: [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16].map(cores),
  cpuHeadroom: [0, 0.05, 0.1, 0.15, 0.2, 0.25].map(ratio),
  cpuUnseenPeak: [0, 0.02, 0.05, 0.1, 0.2].map(cores),
});

/** 448 combinations; 56 of them cover every sample (`memoryWorth: null`). */
export const MEMORY_CANDIDATES = grid({
  memoryWorth: [...[1, 2, 4, 8, 16, 32, 64].map(gib => bytes(gib * GIB)), null],
  memoryHeadroom: [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3].map(ratio),
  memoryUnseenPeak: [0, 32, 64, 128, 192, 256, 384, 512].map(mib => bytes(mib * MIB)),
});
