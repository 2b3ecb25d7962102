/** How values fall into buckets, each wider than the one before by the same factor. */
export interface BucketScheme {
  /** Width of the first bucket. */
  readonly first: number;
  readonly max: number;
  readonly ratio: number;
}

/** The Vertical Pod Autoscaler's schemes (util/histogram_options.go): cores, and bytes. */
export const CPU_BUCKETS: BucketScheme = { first: 0.01, max: 1_000, ratio: 1.05 };
export const MEMORY_BUCKETS: BucketScheme = { first: 1e7, max: 1e12, ratio: 1.05 };

/** A bucket lighter than this counts as empty: 0.001 × the smallest sample weight of 0.1. */
const EPSILON = 1e-4;
/** Beyond this many half-lives the reference moves and all weights are scaled, so that none overflows. */
const MOST_HALF_LIVES = 100;

export const bucketCount = ({ first, max, ratio }: BucketScheme): number =>
  Math.ceil(Math.log((max * (ratio - 1)) / first + 1) / Math.log(ratio)) + 1;

/** Lower edge: `first · (ratioⁿ − 1) ÷ (ratio − 1)`. */
export const bucketStart = ({ first, ratio }: BucketScheme, bucket: number): number =>
  (first * (ratio ** bucket - 1)) / (ratio - 1);

export function findBucket(scheme: BucketScheme, value: number): number {
  const { first, ratio } = scheme;
  if (value < first) return 0;
  const bucket = Math.floor(Math.log((value * (ratio - 1)) / first + 1) / Math.log(ratio));
  return Math.min(bucket, bucketCount(scheme) - 1);
}

/**
 * Histogram whose samples lose half of their weight in each half-life; the Vertical Pod Autoscaler's
 * (util/decaying_histogram.go). Quantiles are upper edges of buckets, with no interpolation.
 */
export class DecayingHistogram {
  readonly #scheme: BucketScheme;
  readonly #halfLife: number;
  readonly #weights: Float64Array;
  #reference: number | null = null;

  /** @param halfLife - in seconds; `Infinity` for weights that stay */
  constructor(scheme: BucketScheme, halfLife: number) {
    this.#scheme = scheme;
    this.#halfLife = halfLife;
    this.#weights = new Float64Array(bucketCount(scheme));
  }

  /** @param time - in seconds */
  add(value: number, weight: number, time: number): void {
    const bucket = findBucket(this.#scheme, value);
    this.#weights[bucket] = (this.#weights[bucket] ?? 0) + weight * this.#growth(time);
  }

  /** Takes a sample back that was added with the same value, weight and time. */
  subtract(value: number, weight: number, time: number): void {
    const bucket = findBucket(this.#scheme, value);
    this.#weights[bucket] = Math.max(0, (this.#weights[bucket] ?? 0) - weight * this.#growth(time));
  }

  get isEmpty(): boolean {
    return !this.#weights.some(weight => weight >= EPSILON);
  }

  /** Upper edge of the bucket in which the share `p` of the weight is reached; 0 when empty. */
  percentile(p: number): number {
    const weights = this.#weights.map(weight => (weight >= EPSILON ? weight : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const highest = weights.findLastIndex(weight => weight > 0);
    if (highest === -1) return 0;
    let seen = 0;
    let bucket = weights.findIndex(weight => weight > 0);
    for (; bucket < highest; bucket += 1) {
      seen += weights[bucket] ?? 0;
      if (seen >= p * total) break;
    }
    return bucket < weights.length - 1
      ? bucketStart(this.#scheme, bucket + 1)
      : bucketStart(this.#scheme, bucket);
  }

  #growth(time: number): number {
    if (!Number.isFinite(this.#halfLife)) return 1;
    this.#reference ??= time;
    if ((time - this.#reference) / this.#halfLife > MOST_HALF_LIVES) {
      const shift = Math.round((time - this.#reference) / this.#halfLife);
      for (const [bucket, weight] of this.#weights.entries()) this.#weights[bucket] = weight * 2 ** -shift;
      this.#reference += shift * this.#halfLife;
    }
    return 2 ** ((time - this.#reference) / this.#halfLife);
  }
}
