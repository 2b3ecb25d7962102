import { type GridIntensity, type HourlyIntensity, unixSeconds } from '../../model/index.ts';

const HOUR = 3_600;

/** The same grid at another time: hours move by the whole hours that are nearest to `by` seconds. */
export function shiftGrid(grid: GridIntensity, by: number): GridIntensity {
  const hours = Math.round(by / HOUR) * HOUR;
  const moved = (all: readonly HourlyIntensity[]): HourlyIntensity[] =>
    all.map(({ hour, intensity }) => ({ hour: unixSeconds(hour + hours), intensity }));
  return {
    ...grid,
    hourly: moved(grid.hourly),
    forecast: moved(grid.forecast),
    marginal: grid.marginal && { ...grid.marginal, hourly: moved(grid.marginal.hourly) },
  };
}
