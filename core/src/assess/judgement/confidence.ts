import {
  type Confidence,
  formatDuration,
  formatEvidence,
  formatRatio,
  type HourlyUsage,
  ratio,
  type Seconds,
  type UsageStatistics,
} from '../../model/index.ts';

const DAY = 86_400;

/** History that sees every weekday twice; KRR's default. More adds nothing to the confidence. */
const FULL_HISTORY = 14 * DAY;
/** Samples from which on the quantiles no longer move: a day at one a minute, as in the Vertical Pod Autoscaler. */
const FULL_SAMPLES = 1_440;
/** The best there is: what was so in the window need not stay so. */
const HIGHEST = 0.95;

/** Share of the score that use which changes between the halves of the window can cost. */
const UNSTEADY = 0.3;
/** Less than this is no news. */
const WORTH_TELLING = 0.1;

/** One more reason to doubt and the factor that it leaves of the score. */
export interface Doubt {
  readonly factor: number;
  readonly reason: string;
}

const meanOf = (hours: readonly HourlyUsage<number>[]): number =>
  hours.reduce((total, { mean }) => total + mean, 0) / hours.length;

/** How different the two halves of the history are: what changed lately may go on changing. */
function unsteadiness({ hourly }: Pick<UsageStatistics<number>, 'hourly'>): readonly Doubt[] {
  const half = Math.floor(hourly.length / 2);
  if (half === 0) return [];
  const [before, after] = [meanOf(hourly.slice(0, half)), meanOf(hourly.slice(half))];
  const difference = before === after ? 0 : Math.abs(after - before) / Math.max(before, after);
  if (!(difference >= WORTH_TELLING)) return [];
  return [
    {
      factor: 1 - UNSTEADY * Math.min(1, difference),
      reason: `Its mean use ${after > before ? 'rose' : 'fell'} by ${formatRatio(ratio(difference))} of the larger from the first half of the history to the second`,
    },
  ];
}

/** Between `floor` (nothing) and 1 (all of it). */
const partial = (share: number, floor: number): number =>
  floor + (1 - floor) * Math.min(1, Math.max(0, share));

/**
 * How sure a finding is: coverage × history × samples × steadiness, each 1 at best, and 0.95 at most. A history of no length still
 * gives half, because the samples that are there are true; a hole is what is not known at all.
 *
 * @param furtherDoubts further reasons to doubt, each with the factor it leaves
 */
export function confidenceOf(
  statistics: Pick<UsageStatistics<number>, 'coverage' | 'samples' | 'hourly'>,
  history: Seconds,
  furtherDoubts: readonly Doubt[] = [],
): Confidence {
  const doubts = [...unsteadiness(statistics), ...furtherDoubts];
  const score =
    HIGHEST *
    Math.min(1, statistics.coverage) *
    partial(history / FULL_HISTORY, 0.5) *
    partial(statistics.samples / FULL_SAMPLES, 0.5) *
    doubts.reduce((product, { factor }) => product * factor, 1);
  return {
    score: ratio(score),
    reasons: [
      `${formatRatio(statistics.coverage)} of the expected samples are there`,
      `The history is ${formatDuration(history)} long`,
      `${formatEvidence(statistics.samples, 'count')} samples`,
      ...doubts.map(({ reason }) => reason),
    ],
  };
}

/** How sure a finding is that reads what the cluster's objects say of themselves, at one moment. */
export const asDeclared = (...reasons: readonly string[]): Confidence => ({ score: ratio(HIGHEST), reasons });
