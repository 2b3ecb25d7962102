import { type Grid, STEPS_PER_DAY } from '../grid.ts';

/** When new versions are rolled out: spread over the window, away from its ends. */
export const rolloutPositions = (
  count: number,
  between: (low: number, high: number) => number,
  grid: Grid,
): number[] =>
  Array.from({ length: count }, (_, index) => {
    const share = (index + between(0.35, 0.65)) / count;
    return Math.round(STEPS_PER_DAY + share * (grid.steps - 2 * STEPS_PER_DAY));
  });
