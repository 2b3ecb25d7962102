import type { HourlyIntensity, HourlyPower, UnixSeconds } from '../../model/index.ts';

const HOUR = 3_600;
const WATTS_PER_KILOWATT = 1_000;
/** Hours after its start that are looked at of a run. */
export const LONGEST_RUN = 24;

/** One run of the past, with the hours in which it drew power. */
export interface JobRun {
  readonly start: UnixSeconds;
  /** Number of the hour, counted from 1970, and kWh in it. */
  readonly hours: readonly { readonly hour: number; readonly energy: number }[];
}

const hourOf = (moment: number): number => Math.floor(moment / HOUR);

/** Cuts the power of a job into its runs: what is drawn from one start to the next belongs to the first. */
export function jobRuns(starts: readonly UnixSeconds[], hourly: readonly HourlyPower[]): readonly JobRun[] {
  const power = new Map(hourly.map(({ hour, active }) => [hourOf(hour), active]));
  return starts.flatMap((start, index) => {
    const first = hourOf(start);
    const next = starts[index + 1];
    const end = Math.min(first + LONGEST_RUN, next === undefined ? Number.POSITIVE_INFINITY : hourOf(next));
    const hours: { hour: number; energy: number }[] = [];
    for (let hour = first; hour < Math.max(end, first + 1); hour += 1) {
      const watts = power.get(hour) ?? 0;
      if (watts > 0) hours.push({ hour, energy: watts / WATTS_PER_KILOWATT });
    }
    return hours.length === 0 ? [] : [{ start, hours }];
  });
}

/** What the grid emitted in an hour; `null` where nobody says. */
export type IntensityOf = (hour: number) => number | null;

export function intensityOf(hourly: readonly HourlyIntensity[]): IntensityOf {
  const known = new Map(hourly.map(({ hour, intensity }) => [hourOf(hour), intensity]));
  return hour => known.get(hour) ?? null;
}

/** Grams (without PUE) that a run would have emitted `later` hours after its start; `null` where an hour's intensity is not known. */
export function gramsOf({ hours }: JobRun, later: number, intensity: IntensityOf): number | null {
  let total = 0;
  for (const { hour, energy } of hours) {
    const grams = intensity(hour + later);
    if (grams === null) return null;
    total += energy * grams;
  }
  return total;
}

/** Mean intensity of each hour of the day (UTC), of all hours that are known. */
export function dailyIntensity(hourly: readonly HourlyIntensity[]): readonly (number | null)[] {
  const sums = Array.from({ length: 24 }, () => ({ total: 0, count: 0 }));
  for (const { hour, intensity } of hourly) {
    const sum = sums[hourOf(hour) % 24];
    if (sum === undefined) continue;
    sum.total += intensity;
    sum.count += 1;
  }
  return sums.map(({ total, count }) => (count === 0 ? null : total / count));
}
