import { unixSeconds } from '../../../model/index.ts';
import { HOUR, type HourlySeries } from '../hourlySeries.ts';

/** A Monday, 00:00 UTC. */
export const MONDAY = unixSeconds(Date.UTC(2026, 9, 5) / 1000);

/** Numbers that look random and are the same in every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Roughly normal, mean 0, standard deviation 1 (sum of twelve uniform numbers). */
export const noiseOf = (random: () => number): number =>
  Array.from({ length: 12 }, random).reduce((total, one) => total + one, -6);

/** One value per hour from {@link MONDAY} on. */
export const seriesOf = (days: number, value: (hour: number) => number): HourlySeries => ({
  start: MONDAY,
  values: Float64Array.from({ length: days * 24 }, (_, hour) => value(hour)),
});

/** Busy by day, and half as busy at the weekend. */
export function officeHours(hour: number): number {
  const [ofDay, weekday] = [hour % 24, Math.floor(hour / 24) % 7];
  return (10 + 6 * Math.max(0, Math.sin(((ofDay - 6) / 12) * Math.PI))) * (weekday >= 5 ? 0.5 : 1);
}

export const hoursLater = ({ start, values }: HourlySeries, hours: number) =>
  unixSeconds(start + (values.length + hours) * HOUR);
