import { type Seconds, seconds, type TimeWindow, type UnixSeconds, unixSeconds } from '../model/index.ts';

/** Scrapes are read every five minutes, as in the traces that the patterns were fitted to. */
export const DEMO_STEP: Seconds = seconds(300);
export const STEPS_PER_HOUR = 12;
export const STEPS_PER_DAY = 288;

/** The steps of a window; position 0 is its start. */
export interface Grid {
  readonly window: TimeWindow;
  readonly step: Seconds;
  readonly steps: number;
  /** Hours that people's clocks there are ahead of UTC. */
  readonly utcOffsetHours: number;
}

export function gridEndingAt(end: UnixSeconds, days: number, utcOffsetHours: number): Grid {
  const steps = Math.round(days * STEPS_PER_DAY);
  return {
    window: { start: unixSeconds(end - steps * DEMO_STEP), end },
    step: DEMO_STEP,
    steps,
    utcOffsetHours,
  };
}

export const timeAt = (grid: Grid, position: number): UnixSeconds =>
  unixSeconds(grid.window.start + position * grid.step);

/** Local hour of the day, with its fraction, and whether it is Saturday or Sunday. */
export function clockAt(grid: Grid, position: number): { hour: number; weekend: boolean } {
  const local = timeAt(grid, position) + grid.utcOffsetHours * 3600;
  // 1 January 1970 was a Thursday, day 4 of a week that starts on Sunday.
  const weekday = (Math.floor(local / 86_400) + 4) % 7;
  return { hour: (local % 86_400) / 3600, weekend: weekday === 0 || weekday === 6 };
}
