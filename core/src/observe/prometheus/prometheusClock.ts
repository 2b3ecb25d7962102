import {
  formatDuration,
  type Seconds,
  seconds,
  type UnixSeconds,
  unixSeconds,
  unixSecondsFromDate,
} from '../../model/index.ts';
import type { PrometheusClient } from './PrometheusClient.ts';

/** Scrapes are a minute apart at most where anything can be told of them: a clock that is off by less costs nothing. */
const TOLERATED = seconds(60);

/** Two clocks that tell different times, in words. */
export interface ClockDifference {
  /** What Prometheus holds to be now. */
  readonly theirs: UnixSeconds;
  readonly finding: string;
  readonly cure: string;
}

/**
 * Compares Prometheus' clock to this machine's. What is newer than Prometheus' now is not there yet: whoever
 * asked up to a later now would take the last minutes for read and empty, and miss them when they come.
 *
 * @returns `null` where they differ by a minute at most
 * @throws the errors of {@link PrometheusClient.query}
 */
export async function clockDifference(
  client: PrometheusClient,
  signal?: AbortSignal,
): Promise<ClockDifference | null> {
  const asked = unixSecondsFromDate(new Date());
  const [sample] = await client.query('vector(time())', undefined, signal);
  const answered = unixSecondsFromDate(new Date());
  if (sample === undefined) return null;
  // It was read somewhere between: what lies in the time under way is no difference.
  const behind = sample.value < asked ? asked - sample.value : Math.min(0, answered - sample.value);
  if (Math.abs(behind) <= TOLERATED) return null;
  const amount: Seconds = seconds(Math.round(Math.abs(behind)));
  return {
    theirs: unixSeconds(sample.value),
    finding: `The clock of ${client.label} is ${formatDuration(amount)} ${behind > 0 ? 'behind' : 'ahead of'} this machine's`,
    cure: 'set both clocks by the same time service (NTP)',
  };
}
