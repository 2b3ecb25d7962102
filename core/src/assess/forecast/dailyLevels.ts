import { HOURS_PER_DAY } from './hourlySeries.ts';
import { median, trimmedMean } from './robust.ts';

const DAYS_PER_WEEK = 7;
/** Hours of a day from which on its level is known. */
const ENOUGH_HOURS = 12;
/** Cut off at each end of a day's hours: the two highest and the two lowest of 24. */
const WILD_HOURS = 0.1;
/** A jump is one when it is this many times as large as the usual change from day to day … */
const CLEAR_JUMP = 4;
/** … and at least this share of the level. */
const WORTHWHILE_JUMP = 0.1;
/** Days that a new level must have lasted; a weekend is no new level. */
const LASTING_DAYS = 5;
/** Days at either side of a jump that are looked at. */
const REACH = 7;

/**
 * Level of each day (24 h) of a series, the days counted back from its end so that all are whole;
 * oldest first, NaN where too little of a day is known.
 */
export function dailyLevels(values: Float64Array): number[] {
  const days = Math.floor(values.length / HOURS_PER_DAY);
  const offset = values.length - days * HOURS_PER_DAY;
  return Array.from({ length: days }, (_, day) => {
    const from = offset + day * HOURS_PER_DAY;
    const known = values.subarray(from, from + HOURS_PER_DAY).filter(value => !Number.isNaN(value));
    return known.length < ENOUGH_HOURS ? Number.NaN : trimmedMean(known, WILD_HOURS);
  });
}

/**
 * What each day of the week adds to its week's level; index 0 is the first of the last seven days. All
 * nought in less than two weeks. Each week is centred by itself, so that a jump between two weeks is none of it.
 */
export function weekdayEffects(levels: readonly number[]): number[] {
  const weeks = Math.floor(levels.length / DAYS_PER_WEEK);
  if (weeks < 2) return new Array<number>(DAYS_PER_WEEK).fill(0);
  const offset = levels.length - weeks * DAYS_PER_WEEK;
  const growth = growthPerDay(levels);
  const centred = Array.from({ length: weeks }, (_, week) => {
    const days = levels
      .slice(offset + week * DAYS_PER_WEEK, offset + (week + 1) * DAYS_PER_WEEK)
      .map((level, day) => level - growth * day);
    const centre = median(days.filter(level => !Number.isNaN(level)));
    return days.map(level => level - centre);
  });
  const effects = Array.from({ length: DAYS_PER_WEEK }, (_, day) =>
    shrunk(centred.map(week => week[day] ?? Number.NaN).filter(value => !Number.isNaN(value))),
  );
  const mean = effects.reduce((total, effect) => total + effect, 0) / DAYS_PER_WEEK;
  return effects.map(effect => effect - mean);
}

/**
 * Growth that shows both from day to day and from week to week: the first alone may be the rhythm of the
 * week, the second alone a jump.
 */
function growthPerDay(levels: readonly number[]): number {
  const changes = (lag: number): number => {
    const known = levels
      .slice(lag)
      .map((level, day) => (level - (levels[day] ?? Number.NaN)) / lag)
      .filter(change => !Number.isNaN(change));
    return known.length === 0 ? 0 : median(known);
  };
  const [ofDays, ofWeeks] = [changes(1), changes(DAYS_PER_WEEK)];
  return ofDays * ofWeeks > 0 ? Math.sign(ofDays) * Math.min(Math.abs(ofDays), Math.abs(ofWeeks)) : 0;
}

/**
 * Mean of repeated measurements of one effect, drawn towards nought by as much of it as chance explains
 * (the positive part of James and Stein's estimator, one effect at a time).
 */
export function shrunk(repeats: readonly number[]): number {
  const count = repeats.length;
  if (count < 2) return 0;
  const mean = repeats.reduce((total, value) => total + value, 0) / count;
  const variance = repeats.reduce((total, value) => total + (value - mean) ** 2, 0) / (count - 1);
  const ofChance = variance / count;
  return mean === 0 ? 0 : mean * Math.max(0, 1 - ofChance / mean ** 2);
}

/** How much a level usually differs from the one of the day before. */
function usualChange(levels: readonly number[]): number {
  const changes = levels
    .slice(1)
    .map((level, index) => Math.abs(level - (levels[index] ?? Number.NaN)))
    .filter(change => !Number.isNaN(change));
  return changes.length === 0 ? 0 : median(changes);
}

const known = (levels: readonly number[]): number[] => levels.filter(level => !Number.isNaN(level));

/** Index of the first day of the level that the series ends on; 0 where it never jumped. */
export function lastRegime(levels: readonly number[]): number {
  let from = 0;
  for (;;) {
    const jump = largestJump(levels, from);
    if (jump === null) return from;
    from = jump;
  }
}

function largestJump(levels: readonly number[], from: number): number | null {
  const usual = usualChange(levels.slice(from));
  let best: { at: number; score: number } | null = null;
  for (let at = from + LASTING_DAYS; at <= levels.length - LASTING_DAYS; at += 1) {
    const before = known(levels.slice(Math.max(from, at - REACH), at));
    const after = known(levels.slice(at, at + REACH));
    if (before.length < LASTING_DAYS || after.length < LASTING_DAYS) continue;
    const [left, right] = [median(before), median(after)];
    const jump = Math.abs(right - left);
    const clear =
      jump > CLEAR_JUMP * usual && jump > WORTHWHILE_JUMP * Math.max(Math.abs(left), Math.abs(right));
    // Of equal jumps the one whose own day differs most from the day before is where it happened.
    const score = jump + Math.abs((levels[at] ?? 0) - (levels[at - 1] ?? 0));
    if (clear && score > (best?.score ?? 0)) best = { at, score };
  }
  return best?.at ?? null;
}
