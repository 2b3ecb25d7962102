import { type Observation, type TimeWindow, type UnixSeconds, unixSeconds } from '../../model/index.ts';

const HOUR = 3_600;

/** The hours of an observation's window, with what the grid emitted in each. */
export interface WindowHours {
  /** Starts of the hours, oldest first; the first and the last may be in the window only in part. */
  readonly hours: readonly UnixSeconds[];
  /** Place of an hour in {@link hours}; outside of them it is below 0 or beyond the end. */
  readonly placeOf: (hour: UnixSeconds) => number;
  /** True for hours in which anything in the cluster was metered: what is absent there drew nothing. */
  readonly metered: readonly boolean[];
  /** gCO₂e/kWh in each hour; `null` where the grid is not known at all. */
  readonly intensities: readonly number[] | null;
  /** Hours that no hourly figure covers and that the grid's annual figure stands in for. */
  readonly withoutHourlyIntensity: number;
}

function startsOf(window: TimeWindow): UnixSeconds[] {
  const first = Math.floor(window.start / HOUR) * HOUR;
  const count = Math.max(1, Math.ceil((window.end - first) / HOUR));
  return Array.from({ length: count }, (_, index) => unixSeconds(first + index * HOUR));
}

/** Lays the window out in hours. An hour whose intensity nobody tells gets the annual figure: never 0. */
export function windowHours({ window, energy, grid }: Observation): WindowHours {
  const hours = startsOf(window);
  const first = hours[0] ?? 0;
  const placeOf = (hour: UnixSeconds): number => Math.floor((hour - first) / HOUR);
  const metered = hours.map(() => false);
  // What a workload was given stands in its node's hours too.
  for (const { hourly } of energy.nodes.values()) {
    for (const { hour } of hourly) {
      const place = placeOf(hour);
      if (place >= 0 && place < metered.length) metered[place] = true;
    }
  }
  const told = new Map(grid?.hourly.map(({ hour, intensity }) => [placeOf(hour), intensity]));
  return {
    hours,
    placeOf,
    metered,
    intensities: grid && hours.map((_, place) => told.get(place) ?? grid.intensity),
    withoutHourlyIntensity: hours.filter((_, place) => !told.has(place)).length,
  };
}

/** Mean over the window of what a kWh emits, for power that does not change; `null` where the grid is not known. */
export function meanIntensity({ grid, window }: Pick<Observation, 'grid' | 'window'>): number | null {
  if (grid === null || grid.hourly.length === 0) return grid?.intensity ?? null;
  const hours = startsOf(window);
  const [first = 0, count] = [hours[0], hours.length];
  const told = new Map(
    grid.hourly.map(({ hour, intensity }) => [Math.floor((hour - first) / HOUR), intensity]),
  );
  let sum = 0;
  for (let place = 0; place < count; place += 1) sum += told.get(place) ?? grid.intensity;
  return sum / count;
}
