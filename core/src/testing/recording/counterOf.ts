import type { MetricSeries } from '../prometheus/metricFamily.ts';

type Samples = Pick<MetricSeries, 'times' | 'values'>;
interface Steps {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Scrapes per step: at least two, so that there is a rate inside of one step too. */
const SCRAPES_PER_STEP = 2;

/**
 * A scrape comes this long before the moment it is for. On the moment itself it would be the last sample of
 * one range and the first of the next in Prometheus 2, but not in Prometheus 3, which leaves ranges open at
 * their start.
 */
export const SECONDS_BEFORE_MOMENT = 1;

/**
 * The counter a meter would have shown where the values are means of the step that ends at their time: it
 * grows by value × step, evenly, and is scraped twice a step. Steps without a value have no scrape; NaN and
 * negative values, which no counter can show, are such steps.
 *
 * @param perSecond - true where values are rates (cores, watts, bytes per second), false where they are
 *   increases over the step
 */
export function counterOf(steps: Steps, stepSeconds: number, perSecond: boolean): Samples {
  const measured = steps.times.flatMap((time, index) => {
    const value = steps.values[index] ?? NaN;
    if (!Number.isFinite(value) || value < 0) return [];
    return [{ time, grown: perSecond ? value * stepSeconds : value }];
  });
  const [first] = measured;
  if (first === undefined) return { times: [], values: [] };
  // It has counted before: Prometheus cuts a rate short where the counter would have begun below 0.
  let total = measured.reduce((most, { grown }) => Math.max(most, grown), 0);
  const times = [first.time - stepSeconds - SECONDS_BEFORE_MOMENT];
  const readings = [total];
  for (const { time, grown } of measured) {
    for (let scrape = 1; scrape <= SCRAPES_PER_STEP; scrape += 1) {
      const share = scrape / SCRAPES_PER_STEP;
      times.push(time - (1 - share) * stepSeconds - SECONDS_BEFORE_MOMENT);
      readings.push(total + grown * share);
    }
    total += grown;
  }
  return { times, values: readings };
}

/**
 * A counter of whole events (kills): it stands still and jumps at the step's end, as such a counter does.
 * It has a reading before the first event, because an increase needs one.
 */
export function eventCounterOf(steps: Steps, stepSeconds: number): Samples {
  const [first] = steps.times;
  if (first === undefined) return { times: [], values: [] };
  let total = 0;
  const readings = steps.values.map(value => (total += Number.isFinite(value) && value > 0 ? value : 0));
  const times = [first - stepSeconds, ...steps.times].map(time => time - SECONDS_BEFORE_MOMENT);
  return { times, values: [0, ...readings] };
}
