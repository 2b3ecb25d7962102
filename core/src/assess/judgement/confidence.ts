import {
  type Confidence,
  formatDuration,
  formatEvidence,
  formatRatio,
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

/** Between `floor` (nothing) and 1 (all of it). */
const partial = (share: number, floor: number): number =>
  floor + (1 - floor) * Math.min(1, Math.max(0, share));

/**
 * How sure a finding is: coverage × history × samples, each 1 at best, and 0.95 at most. A history of no length still
 * gives half, because the samples that are there are true; a hole is what is not known at all.
 *
 * @param doubts further reasons to doubt, each with the factor it leaves
 */
export function confidenceOf(
  statistics: Pick<UsageStatistics<number>, 'coverage' | 'samples'>,
  history: Seconds,
  doubts: readonly { readonly factor: number; readonly reason: string }[] = [],
): Confidence {
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
