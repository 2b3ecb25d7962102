import type { UnixSeconds } from '../../model/index.ts';
import type { PrometheusClient } from './PrometheusClient.ts';
import { over } from './promql.ts';

const COUNTED_SECONDS = 600;
/** What most installations use, and what is assumed where there is nothing to count. */
const USUAL = 60;

/**
 * Seconds between two scrapes of a selector's series, from how many samples most of them have in the
 * last ten minutes; one minute where there are none.
 */
export async function scrapeInterval(
  client: PrometheusClient,
  selector: string,
  at: UnixSeconds,
  signal?: AbortSignal,
): Promise<number> {
  const [found] = await client.query(
    `quantile(0.9, count_over_time(${over(selector, COUNTED_SECONDS)}))`,
    at,
    signal,
  );
  if (found === undefined || !(found.value > 0)) return USUAL;
  return Math.min(Math.max(1, Math.round(COUNTED_SECONDS / found.value)), COUNTED_SECONDS / 2);
}

/**
 * Range of `rate(…[range])`: one scrape interval more than the step. The last sample of a range is then
 * the first of the next, so that every increment of the counter is in exactly one of them; with the step
 * alone the increment between two ranges would be in none.
 */
export const rateRange = (step: number, interval: number): number => Math.max(step, interval) + interval;
