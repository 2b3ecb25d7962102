import type { Seasonality } from '../../model/index.ts';
import { dailyLevels, lastRegime, shrunk, weekdayEffects } from './dailyLevels.ts';
import { HOURS_PER_DAY, HOURS_PER_WEEK } from './hourlySeries.ts';
import { mannKendall, theilSenSlope, trimmedMean } from './robust.ts';

/** Days beyond which history says nothing about the rhythm of today; it also bounds the work per series. */
const LONGEST_MEMORY_DAYS = 56;
/** History that shows the rhythm of a day, and of a week (twice, to tell it from chance). */
const RHYTHM_OF_DAY_DAYS = 3;
const RHYTHM_OF_WEEK_DAYS = 14;
/** Days of a level below which no trend is read into it. */
const TREND_DAYS = 7;
const DAYS_PER_WEEK = 7;
/** Standard deviations from chance at which a trend is beyond doubt (p < 0.05). */
const BEYOND_DOUBT = 1.96;
/** Share of a day's growth that the next day keeps: trends that go on for ever are the usual way to be wrong (Gardner 2006). */
export const DAMPING = 0.97;
/** Cut off at each end of what one hour of the day did on all days. */
const WILD_DAYS = 0.2;

/** What a series does by itself: its level, its trend and its rhythm. */
export interface SeasonalModel {
  readonly seasonality: Seasonality;
  /** Days of the history before the present level began. */
  readonly daysBeforeLevel: number;
  readonly daysOfLevel: number;
  /** Levels of its days without the effect of the weekday and the trend; the last is the newest. */
  readonly levels: readonly number[];
  readonly slopePerDay: number;
  /** What each hour of the week adds to the level; slot 0 is the hour after the history ends. */
  readonly profile: Float64Array;
  /** How far each hour of the day strays by itself; slot 0 likewise. */
  readonly spread: Float64Array;
}

const seasonalityOf = (days: number): Seasonality =>
  days >= RHYTHM_OF_WEEK_DAYS ? 'hour-of-week' : days >= RHYTHM_OF_DAY_DAYS ? 'hour-of-day' : 'none';

/** Day of the week, counted so that the first day after the history is 0. */
const weekdayOf = (day: number, days: number): number =>
  (((day - days) % DAYS_PER_WEEK) + DAYS_PER_WEEK) % DAYS_PER_WEEK;

/** Growth that is left after `days` days: φ + φ² + … */
export const dampedDays = (days: number): number => (DAMPING * (1 - DAMPING ** days)) / (1 - DAMPING);

/** Learns from the whole of `values` (NaN = not known), of which it looks at the last 56 days. */
export function learnSeasons(values: Float64Array): SeasonalModel {
  const days = Math.min(Math.floor(values.length / HOURS_PER_DAY), LONGEST_MEMORY_DAYS);
  const recent = values.subarray(values.length - days * HOURS_PER_DAY);
  const seasonality = seasonalityOf(days);
  const raw = dailyLevels(recent);
  const weekday = weekdayEffects(raw);
  const withoutWeekday = raw.map((level, day) => level - (weekday[weekdayOf(day, days)] ?? 0));
  const from = lastRegime(withoutWeekday);
  const levels = withoutWeekday.slice(from);
  const slopePerDay =
    levels.length >= TREND_DAYS && Math.abs(mannKendall(levels)) > BEYOND_DOUBT ? theilSenSlope(levels) : 0;
  const rhythm = rhythmOf(recent, raw, from, seasonality);
  const profile = Float64Array.from(
    { length: HOURS_PER_WEEK },
    (_, slot) => (rhythm.profile[slot] ?? 0) + (weekday[Math.floor(slot / HOURS_PER_DAY)] ?? 0),
  );
  return {
    seasonality,
    daysBeforeLevel: from,
    daysOfLevel: levels.length,
    levels: levels.map((level, day) => level - slopePerDay * (day - (levels.length - 1))),
    slopePerDay,
    profile,
    spread: rhythm.spread,
  };
}

/** Level at the end: the newer a day, the more it weighs; half as much each `halfLifeDays` back. Wild days are pulled in. */
export function levelOf({ levels }: SeasonalModel, halfLifeDays: number): number {
  const known = levels.filter(level => !Number.isNaN(level));
  const centre = trimmedMean(known, 0.25);
  const stray =
    3 *
    trimmedMean(
      known.map(level => Math.abs(level - centre)),
      0.25,
    );
  let [total, weights] = [0, 0];
  levels.forEach((level, day) => {
    if (Number.isNaN(level)) return;
    const weight = 0.5 ** ((levels.length - 1 - day) / halfLifeDays);
    total += weight * Math.min(centre + stray, Math.max(centre - stray, level));
    weights += weight;
  });
  return weights === 0 ? Number.NaN : total / weights;
}

/**
 * The rhythm within the days: what each hour adds to the level of its day. Learned from the present
 * level where that is long enough.
 */
function rhythmOf(values: Float64Array, levels: readonly number[], from: number, seasonality: Seasonality) {
  const first = levels.length - from >= RHYTHM_OF_DAY_DAYS ? from : 0;
  const profile = new Float64Array(HOURS_PER_WEEK);
  const spread = new Float64Array(HOURS_PER_DAY);
  for (let slot = 0; slot < HOURS_PER_DAY; slot += 1) {
    const strays = levels
      .map((level, day) => ({
        weekday: weekdayOf(day, levels.length),
        stray: straysBy(values, level, day, slot),
      }))
      .filter(({ stray }, day) => day >= first && !Number.isNaN(stray));
    if (strays.length === 0) continue;
    const daily =
      seasonality === 'none'
        ? 0
        : trimmedMean(
            strays.map(({ stray }) => stray),
            WILD_DAYS,
          );
    spread[slot] = trimmedMean(
      strays.map(({ stray }) => Math.abs(stray - daily)),
      WILD_DAYS / 2,
    );
    const own: number[][] = Array.from({ length: DAYS_PER_WEEK }, () => []);
    if (seasonality === 'hour-of-week')
      for (const { weekday, stray } of strays) own[weekday]?.push(stray - daily);
    own.forEach((repeats, weekday) => {
      profile[weekday * HOURS_PER_DAY + slot] = daily + shrunk(repeats);
    });
  }
  return { profile, spread: evened(spread) };
}

const straysBy = (values: Float64Array, level: number, day: number, slot: number): number =>
  (values[day * HOURS_PER_DAY + slot] ?? Number.NaN) - level;

/** A spread known from a few days is half chance: each hour keeps half of its own and takes half of the mean. */
function evened(spread: Float64Array): Float64Array {
  const mean = spread.reduce((total, value) => total + value, 0) / spread.length;
  return spread.map(value => (value + mean) / 2);
}

/** What the model expects `lead` hours after the end of its history (0 = the first hour). */
export const expectedAt = (model: SeasonalModel, level: number, lead: number): number =>
  Math.max(
    0,
    level +
      model.slopePerDay * dampedDays((lead + 1) / HOURS_PER_DAY) +
      (model.profile[lead % HOURS_PER_WEEK] ?? 0),
  );
