import { type UnixSeconds, unixSeconds } from '../../model/index.ts';
import type { Grid } from '../grid.ts';
import { Random } from '../random.ts';

const DAY = 86_400;
/** Pods that are there when the window starts are at most this old then; what they need is older. */
const OLDEST_POD_DAYS = 20;

/** A moment before the window that belongs to the thing of this name, and does not change with the seed. */
export function madeBefore(grid: Grid, name: string, mostDays: number): UnixSeconds {
  const days = new Random(`made/${name}`).integer(OLDEST_POD_DAYS + 1, OLDEST_POD_DAYS + mostDays);
  return unixSeconds(grid.window.start - days * DAY);
}

export const daysBeforeEnd = (grid: Grid, days: number): UnixSeconds =>
  unixSeconds(grid.window.end - days * DAY);
