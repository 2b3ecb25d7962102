import {
  type GridIntensity,
  gramsCO2ePerKilowattHour,
  type HourlyIntensity,
  type Provenance,
  type TimeWindow,
  unixSeconds,
} from '../model/index.ts';
import type { Random } from './random.ts';

const HOUR = 3_600;
const DAY_HOURS = 24;
const FORECAST_HOURS = 48;

/** How a grid breathes, on top of its annual mean. */
export interface GridRhythm {
  readonly zone: string;
  /** gCO₂e/kWh: mean over the window, as the annual figure has it. */
  readonly annual: number;
  /** Whose annual figure that is. */
  readonly source: string;
  /** Depth of the solar valley at noon, height of the evening peak, and swing of the wind, as shares of the mean. */
  readonly solar: number;
  readonly evening: number;
  readonly wind: number;
  /** What one more kWh emits: mostly gas or coal, whatever the mean is. */
  readonly marginal: number;
}

/** A bump around an hour of the day, 1 at its top. */
function bump(hour: number, top: number, width: number): number {
  const distance = Math.min(Math.abs(hour - top), DAY_HOURS - Math.abs(hour - top));
  return Math.exp(-0.5 * (distance / width) ** 2);
}

/** Weather comes and goes in days: a mean-reverting walk with a memory of about a day. */
function weather(random: Random, hours: number): number[] {
  let state = random.normal();
  return Array.from({ length: hours }, () => {
    state = 0.96 * state + 0.28 * random.normal();
    return state;
  });
}

/**
 * Intensity hour by hour: a valley at noon, a peak in the evening, less on weekends, and wind. Its mean
 * over the window is the annual figure.
 */
export function hourlyGrid(
  rhythm: GridRhythm,
  window: TimeWindow,
  utcOffsetHours: number,
  random: Random,
): GridIntensity {
  const past = Math.round((window.end - window.start) / HOUR);
  const winds = weather(random, past + FORECAST_HOURS);
  const shape = winds.map((wind, index) => {
    const local = window.start + (index + utcOffsetHours) * HOUR;
    const hour = (local / HOUR) % DAY_HOURS;
    // 1 January 1970 was a Thursday, day 4 of a week that starts on Sunday.
    const day = (Math.floor(local / (DAY_HOURS * HOUR)) + 4) % 7;
    const weekend = day === 0 || day === 6 ? 0.92 : 1;
    const swing = 1 - rhythm.solar * bump(hour, 13, 2.5) + rhythm.evening * bump(hour, 19, 2);
    return Math.max(0.15, weekend * swing - rhythm.wind * wind);
  });
  const mean = shape.slice(0, past).reduce((total, value) => total + value, 0) / past;
  const series = (values: readonly number[], from: number): HourlyIntensity[] =>
    values.map((value, index) => ({
      hour: unixSeconds(window.start + (from + index) * HOUR),
      intensity: gramsCO2ePerKilowattHour(Number(value.toFixed(1))),
    }));
  const average = shape.map(value => (value / mean) * rhythm.annual);
  // The margin follows demand, not the sun: it is the last power station that is switched on.
  const margin = shape.slice(0, past).map(value => rhythm.marginal * (0.85 + (0.15 * value) / mean));
  const provenance = (method: string, source: string): Provenance => ({
    kind: 'modelled',
    method,
    source: `GreenOps demo generator, ${source}`,
    asOf: window.end,
  });
  return {
    intensity: gramsCO2ePerKilowattHour(rhythm.annual),
    kind: 'average',
    zone: rhythm.zone,
    hourly: series(average.slice(0, past), 0),
    marginal: {
      hourly: series(margin, 0),
      provenance: provenance('generated-marginal-intensity', 'made up'),
    },
    forecast: series(average.slice(past), past),
    provenance: provenance('generated-hourly-intensity', `around ${rhythm.source}`),
  };
}
