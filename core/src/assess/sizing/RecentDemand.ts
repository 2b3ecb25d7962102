import type { QuantileSketch } from '../../model/index.ts';

const DAY = 86_400;

/**
 * What a container used, day by day, the recent days weighing more: a sample of `halfLife` ago counts
 * half. The highest value is kept apart and does not fade.
 *
 * Days are added oldest first; adding one leaves everything before it in place, so that a replay
 * over a history costs no more than one sizing at its end.
 */
export class RecentDemand {
  readonly #growthPerDay: number;
  /** Weight of the samples by value; values are those of the sketch's bins, so that days fall on the same ones. */
  readonly #weights = new Map<number, number>();
  #peak = 0;
  #scale = 1;
  #total = 0;
  /** Ascending values and the share of the weight at or below each; made when asked for. */
  #ranked: { readonly values: readonly number[]; readonly shares: readonly number[] } | null = null;

  /** @param halfLife - in seconds */
  constructor(halfLife: number) {
    this.#growthPerDay = 2 ** (DAY / halfLife);
  }

  /** Adds the next day; `daysLater` after the one before. */
  add(day: QuantileSketch, daysLater = 1): void {
    // Old weights would have to shrink; new ones grow instead, which leaves the shares the same.
    this.#scale *= this.#growthPerDay ** daysLater;
    for (const [value, samples] of day.values()) {
      this.#weights.set(value, (this.#weights.get(value) ?? 0) + samples * this.#scale);
    }
    this.#total += day.count * this.#scale;
    if (day.count > 0) this.#peak = Math.max(this.#peak, day.max);
    this.#ranked = null;
  }

  get isEmpty(): boolean {
    return this.#total === 0;
  }

  /** Highest sample of all days, exact. */
  get peak(): number {
    return this.#peak;
  }

  /** Value at or below which the share `q` of the weight lies. */
  quantile(q: number): number {
    const { values, shares } = this.#rank();
    const index = shares.findIndex(share => share >= q - 1e-12);
    return values[index === -1 ? values.length - 1 : index] ?? 0;
  }

  /** Share of the weight at or below `value`. */
  covered(value: number): number {
    const { values, shares } = this.#rank();
    let share = 0;
    for (const [index, one] of values.entries()) {
      if (one > value) break;
      share = shares[index] ?? share;
    }
    return share;
  }

  /**
   * Largest value that is worth its price: the highest `v` with `v ≤ base + worth × (share covered by v − guaranteed)`,
   * where `base` is the quantile that is covered in any case. Between two values the line itself is the answer.
   */
  worthCovering(guaranteed: number, worth: number): number {
    const { values, shares } = this.#rank();
    const base = this.quantile(guaranteed);
    let size = base;
    for (const [index, value] of values.entries()) {
      const limit = base + worth * ((shares[index] ?? 0) - guaranteed);
      size = Math.max(size, Math.min(value, limit));
    }
    return size;
  }

  #rank(): { readonly values: readonly number[]; readonly shares: readonly number[] } {
    if (this.#ranked) return this.#ranked;
    const values = [...this.#weights.keys()].sort((a, b) => a - b);
    let sum = 0;
    const shares = values.map(value => {
      sum += this.#weights.get(value) ?? 0;
      return sum / this.#total;
    });
    this.#ranked = { values, shares };
    return this.#ranked;
  }
}
