/** Guaranteed bound of the relative error of {@link QuantileSketch.quantile}. */
export const SKETCH_RELATIVE_ERROR = 0.01;

const GAMMA = (1 + SKETCH_RELATIVE_ERROR) / (1 - SKETCH_RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** Below this a value counts as zero: a nanocore, a thousandth of a millionth of a byte. */
const SMALLEST = 1e-9;
/** Bins that are added around a value for which there is none yet. */
const MARGIN = 8;

/** What a sketch is made of, so that it can be kept and restored. */
export interface SketchParts {
  /** Values that count as zero. */
  readonly zeros: number;
  /** Exact sum of all values. */
  readonly sum: number;
  /** Exact lowest and highest value; without meaning when the sketch is empty. */
  readonly min: number;
  readonly max: number;
  /** Number of the bin that `counts` begins with. */
  readonly firstBin: number;
  readonly counts: ArrayLike<number>;
}

/**
 * Distribution of non-negative values in constant space: DDSketch (Masson, Rim, Lee: "DDSketch: a
 * fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019). Bin `i`
 * holds the values in (γ^(i−1), γ^i] with γ = (1+α)/(1−α) and answers 2γ^i/(γ+1), which is within
 * α of each of them. Sketches of parts merge into the sketch of the whole with no further loss,
 * which is what lets usage be learned day by day.
 *
 * @remarks Our own, because the published package for JavaScript (@datadog/sketches-js 2.1.1)
 * loses bins when a sketch is merged with one whose values lie higher: 1…300 merged with 301…1000
 * answers 298 for P90. The test "merges without further loss" holds that case.
 */
export class QuantileSketch {
  /** Counts of the bins from `#first` on: the values of one container lie close together. A plain array, since typed ones of this size are slow to make, and sketches are made by the million. */
  #counts: number[] = [];
  #first = 0;
  #zeros = 0;
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  static of(values: Iterable<number>): QuantileSketch {
    const sketch = new QuantileSketch();
    for (const value of values) sketch.add(value);
    return sketch;
  }

  static restore({ zeros, sum, min, max, firstBin, counts }: SketchParts): QuantileSketch {
    const sketch = new QuantileSketch();
    let count = zeros;
    for (let index = 0; index < counts.length; index += 1) {
      const inBin = counts[index] ?? 0;
      sketch.#counts.push(inBin);
      count += inBin;
    }
    sketch.#first = firstBin;
    sketch.#zeros = zeros;
    sketch.#count = count;
    if (count === 0) return sketch;
    sketch.#sum = sum;
    sketch.#min = min;
    sketch.#max = max;
    return sketch;
  }

  get parts(): SketchParts {
    return {
      zeros: this.#zeros,
      sum: this.#sum,
      min: this.min,
      max: this.max,
      firstBin: this.#first,
      counts: this.#counts,
    };
  }

  /** Adds a finite value ≥ 0; the caller filters and counts what is not. */
  add(value: number): void {
    if (value < SMALLEST) {
      this.#zeros += 1;
    } else {
      const bin = Math.ceil(Math.log(value) / LOG_GAMMA);
      const index = bin - this.#first;
      if (index < 0 || index >= this.#counts.length) this.#include(bin - MARGIN, bin + MARGIN);
      const slot = bin - this.#first;
      this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    }
    this.#count += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** Adds all values of `other` to this sketch. */
  merge(other: QuantileSketch): void {
    const added = other.#counts;
    if (added.length > 0) {
      this.#include(other.#first, other.#first + added.length - 1);
      const offset = other.#first - this.#first;
      for (let index = 0; index < added.length; index += 1) {
        this.#counts[offset + index] = (this.#counts[offset + index] ?? 0) + (added[index] ?? 0);
      }
    }
    this.#zeros += other.#zeros;
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** NaN when empty. */
  get mean(): number {
    return this.#sum / this.#count;
  }

  /** Exact lowest value; NaN when empty. */
  get min(): number {
    return this.#count === 0 ? Number.NaN : this.#min;
  }

  /** Exact highest value; NaN when empty. */
  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max;
  }

  /**
   * Value at or below which the share `q` (0 … 1) of all values lies (nearest rank), within
   * {@link SKETCH_RELATIVE_ERROR}; exact at 0 and 1; NaN when empty.
   */
  quantile(q: number): number {
    if (this.#count === 0) return Number.NaN;
    if (q <= 0) return this.#min;
    if (q >= 1) return this.#max;
    const rank = Math.max(1, Math.ceil(q * this.#count));
    let seen = this.#zeros;
    if (seen >= rank) return 0;
    for (let index = 0; index < this.#counts.length; index += 1) {
      seen += this.#counts[index] ?? 0;
      if (seen >= rank) {
        const middle = (2 * GAMMA ** (this.#first + index)) / (GAMMA + 1);
        return Math.min(Math.max(middle, this.#min), this.#max);
      }
    }
    return this.#max;
  }

  /** Each value that the sketch tells apart, within its relative error, with its number of samples; lowest first. */
  *values(): Iterable<readonly [value: number, samples: number]> {
    if (this.#zeros > 0) yield [0, this.#zeros];
    for (let index = 0; index < this.#counts.length; index += 1) {
      const samples = this.#counts[index] ?? 0;
      if (samples === 0) continue;
      const middle = (2 * GAMMA ** (this.#first + index)) / (GAMMA + 1);
      yield [Math.min(Math.max(middle, this.#min), this.#max), samples];
    }
  }

  /** Samples above `value`; those in its own bin count as not above. Within the relative error of the sketch. */
  countAbove(value: number): number {
    if (this.#count === 0 || value >= this.#max) return 0;
    let above = 0;
    for (const [one, samples] of this.values()) if (one > value) above += samples;
    return above;
  }

  /** Makes room for the bins `from` … `to`. */
  #include(from: number, to: number): void {
    const old = this.#counts;
    const first = old.length === 0 ? from : Math.min(this.#first, from);
    const end = old.length === 0 ? to + 1 : Math.max(this.#first + old.length, to + 1);
    if (old.length > 0 && first === this.#first && end === first + old.length) return;
    const counts = new Array<number>(end - first).fill(0);
    for (let index = 0; index < old.length; index += 1) counts[this.#first - first + index] = old[index] ?? 0;
    this.#counts = counts;
    this.#first = first;
  }
}
