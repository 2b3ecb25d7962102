import { CPU_BUCKETS, DecayingHistogram, MEMORY_BUCKETS } from './DecayingHistogram.ts';

const DAY = 86_400;
const MIB = 2 ** 20;

/** Weight of every CPU sample since release 1.4.0. */
const CPU_SAMPLE_WEIGHT = 0.1;
const HALF_LIFE = DAY;
const SAFETY_MARGIN = 0.15;
const CAP = 1e14;

/** Per pod, divided by the number of its containers. */
const MINIMUM_MILLICORES = 25;
const MINIMUM_BYTES = 250 * MIB;

const OOM_MINIMUM_BUMP = 100 * MIB;
const OOM_BUMP_RATIO = 1.2;

/** Samples a day there are at one a minute. */
const SAMPLES_PER_DAY = 1_440;

export interface Bounds {
  readonly lower: number;
  readonly target: number;
  readonly upper: number;
}

/** Milli-cores and bytes. `null` where there is no sample. */
export interface VerticalPodAutoscalerAdvice {
  readonly millicores: Bounds | null;
  readonly bytes: Bounds | null;
}

/** What a container that was OOM-killed is taken to have needed, in bytes. (model/container.go) */
export const neededAfterOom = (request: number, peak: number): number => {
  const used = Math.max(request, peak);
  return Math.max(used + OOM_MINIMUM_BUMP, used * OOM_BUMP_RATIO);
};

/** Share of a day that the samples span, or cover: whichever is less. */
export const confidenceOf = (lifespanSeconds: number, samples: number): number =>
  Math.min(lifespanSeconds / DAY, samples / SAMPLES_PER_DAY);

/** `(1 + multiplier ÷ confidence) ^ exponent`. Without any confidence: no bound at all. */
export const confidenceFactor = (confidence: number, multiplier: number, exponent: number): number =>
  confidence === 0
    ? exponent < 0
      ? 0
      : Number.POSITIVE_INFINITY
    : (1 + multiplier / confidence) ** exponent;

const capped = (value: number): number => Math.min(CAP, value);
const withMargin = (value: number): number => value + Math.trunc(value * SAFETY_MARGIN);

/** Percentiles P50, P90, P95, in whole units, with margin, confidence and floor. (logic/recommender.go) */
export function boundsOf(
  percentile: (p: number) => number,
  unitsPerValue: number,
  confidence: number,
  minimum: number,
): Bounds {
  const at = (p: number) => withMargin(Math.trunc(percentile(p) * unitsPerValue + 1e-6));
  const bounded = (value: number) => Math.max(minimum, Math.trunc(capped(value)));
  return {
    lower: bounded(at(0.5) * confidenceFactor(confidence, 0.001, -2)),
    target: bounded(at(0.9)),
    upper: bounded(at(0.95) * confidenceFactor(confidence, 1, 1)),
  };
}

/** One sample: time in seconds, value in cores or bytes; how many there were of it. */
export interface WeightedSample {
  readonly time: number;
  readonly value: number;
  readonly count: number;
}

/**
 * What the recommender of the Vertical Pod Autoscaler 1.7 says after it has seen the samples, oldest
 * first, with its default flags. Memory samples are the peaks of 24 h each; time is the end of the window.
 *
 * @see kubernetes/autoscaler, vertical-pod-autoscaler/pkg/recommender (Apache-2.0), described in docs/method.md
 */
export function verticalPodAutoscaler(
  cpu: readonly WeightedSample[],
  memoryPeaks: readonly WeightedSample[],
  containers = 1,
): VerticalPodAutoscalerAdvice {
  const cpuHistogram = new DecayingHistogram(CPU_BUCKETS, HALF_LIFE);
  const memoryHistogram = new DecayingHistogram(MEMORY_BUCKETS, HALF_LIFE);
  for (const { time, value, count } of cpu) cpuHistogram.add(value, CPU_SAMPLE_WEIGHT * count, time);
  for (const { time, value } of memoryPeaks) memoryHistogram.add(value, 1, time);
  const first = cpu[0]?.time ?? 0;
  const last = cpu[cpu.length - 1]?.time ?? 0;
  const samples = cpu.reduce((sum, { count }) => sum + count, 0);
  const confidence = confidenceOf(last - first, samples);
  return {
    millicores: cpuHistogram.isEmpty
      ? null
      : boundsOf(
          p => cpuHistogram.percentile(p),
          1_000,
          confidence,
          Math.trunc(MINIMUM_MILLICORES / containers),
        ),
    bytes: memoryHistogram.isEmpty
      ? null
      : boundsOf(p => memoryHistogram.percentile(p), 1, confidence, Math.trunc(MINIMUM_BYTES / containers)),
  };
}

/**
 * Limit that goes with a new request under `RequestsAndLimits`: in the same proportion. `null` where there
 * was none; the request itself where there was no request. Whole units. (pkg/utils/vpa)
 */
export const proportionalLimit = (
  limit: number | null,
  request: number | null,
  recommended: number,
): number | null => {
  if (limit === null) return null;
  if (request === null || request === limit) return recommended;
  return Math.floor((limit * recommended) / request);
};
