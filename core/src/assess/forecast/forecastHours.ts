import { type ContainerUsage, type Observation, type UnixSeconds, unixSeconds } from '../../model/index.ts';
import { HOUR } from './hourlySeries.ts';
import { median } from './robust.ts';

/** Containers whose samples are counted to see what the meters missed: more would say the same. */
const WITNESSES = 200;
/** Share of its samples below which an hour is not known at all. */
const LEAST_COMPLETE = 0.25;

/** The whole hours of an observation's window. */
export interface ForecastHours {
  /** Start of the first. */
  readonly start: UnixSeconds;
  readonly count: number;
  /** `null` for an hour outside of them. */
  readonly indexOf: (hour: UnixSeconds) => number | null;
  /** Share of the samples of each hour that the meters have, in the middle of all containers; NaN where the hour is not known. */
  readonly completeness: Float64Array;
}

function ratiosOf(usage: ContainerUsage, indexOf: ForecastHours['indexOf'], into: number[][]): void {
  const hourly = usage.cpu?.hourly ?? usage.memory?.hourly ?? [];
  if (hourly.length === 0) return;
  const usual = median(hourly.map(({ samples }) => samples));
  for (const { hour, samples } of hourly) {
    const index = indexOf(hour);
    if (index !== null) into[index]?.push(Math.min(1, samples / usual));
  }
}

const known = new WeakMap<Observation, ForecastHours>();

/** The hours of a window and how much of each the meters saw; computed once for an observation. */
export function forecastHours(observation: Observation): ForecastHours {
  const before = known.get(observation);
  if (before) return before;
  const first = Math.ceil(observation.window.start / HOUR);
  const count = Math.max(0, Math.floor(observation.window.end / HOUR) - first);
  const indexOf = (hour: UnixSeconds): number | null => {
    const index = Math.floor(hour / HOUR) - first;
    return index >= 0 && index < count ? index : null;
  };
  const ratios: number[][] = Array.from({ length: count }, () => []);
  const stride = Math.max(1, Math.floor(observation.usage.size / WITNESSES));
  let place = 0;
  for (const usage of observation.usage.values()) {
    if (place % stride === 0) ratiosOf(usage, indexOf, ratios);
    place += 1;
  }
  const completeness = Float64Array.from(ratios, samples => {
    const share = median(samples);
    return share >= LEAST_COMPLETE ? share : Number.NaN;
  });
  const hours = { start: unixSeconds(first * HOUR), count, indexOf, completeness };
  known.set(observation, hours);
  return hours;
}
