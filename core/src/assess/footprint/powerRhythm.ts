import type { UnixSeconds } from '../../model/index.ts';
import type { WindowHours } from './windowHours.ts';

/** How power went up and down over the hours of the window, whatever its size. */
export interface PowerRhythm {
  /** Power in each hour ÷ its mean over the window; the mean of these factors is 1. */
  readonly factors: Float64Array;
  /** What a kWh drawn in this rhythm emitted, in gCO₂e; `null` where the grid is not known. */
  readonly intensity: number | null;
}

/** Mean watts over the window, and how they were spread over its hours. */
export interface PowerPart {
  readonly watts: number;
  readonly rhythm: PowerRhythm;
}

/** Plain loops: these run over every hour of every workload. */
function withIntensity(factors: Float64Array, { intensities }: WindowHours): PowerRhythm {
  if (intensities === null) return { factors, intensity: null };
  let weighted = 0;
  for (let place = 0; place < factors.length; place += 1) {
    weighted += (factors[place] ?? 0) * (intensities[place] ?? 0);
  }
  return { factors, intensity: weighted / factors.length };
}

/** The same power in every hour. */
export const flatRhythm = (hours: WindowHours): PowerRhythm =>
  withIntensity(new Float64Array(hours.hours.length).fill(1), hours);

/**
 * The rhythm of a series of hourly means. An hour that the series does not have counts as nothing where
 * others were metered in it and `absentMeansNothing`; else as the mean, because nobody knows better.
 */
export function rhythmOf<T extends { readonly hour: UnixSeconds }>(
  hours: WindowHours,
  series: readonly T[],
  wattsIn: (one: T) => number,
  { mean, absentMeansNothing }: { mean: number; absentMeansNothing: boolean },
): PowerRhythm {
  const power = new Float64Array(hours.hours.length).fill(Number.NaN);
  for (const one of series) {
    const place = hours.placeOf(one.hour);
    // Outside of the array nothing is kept.
    power[place] = wattsIn(one);
  }
  let sum = 0;
  for (let place = 0; place < power.length; place += 1) {
    if (Number.isNaN(power[place])) {
      power[place] = absentMeansNothing && hours.metered[place] === true ? 0 : mean;
    }
    sum += power[place] ?? 0;
  }
  if (sum === 0) return flatRhythm(hours);
  for (let place = 0; place < power.length; place += 1) {
    // Divided first: the quotient of two tiny numbers is none.
    power[place] = ((power[place] ?? 0) / sum) * power.length;
  }
  return withIntensity(power, hours);
}
