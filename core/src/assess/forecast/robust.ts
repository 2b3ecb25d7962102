/** Statistics that a few wild values do not move. All expect finite numbers; empty lists give NaN. */

const ascending = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort();

/** Linear interpolation between the order statistics (type 7 of Hyndman and Fan 1996). */
export function quantileOfSorted(sorted: ArrayLike<number>, quantile: number): number {
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, quantile));
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}

export const median = (values: Iterable<number>): number => quantileOfSorted(ascending(values), 0.5);

/** Mean of what is left when `share` of the values is cut off at each end. */
export function trimmedMean(values: Iterable<number>, share: number): number {
  const sorted = ascending(values);
  const cut = Math.floor(sorted.length * share);
  const kept = sorted.subarray(cut, sorted.length - cut);
  return kept.reduce((total, value) => total + value, 0) / kept.length;
}

/** Median of the slopes of all pairs (Theil 1950, Sen 1968): 29 % of the values may be wild. */
export function theilSenSlope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let later = 1; later < values.length; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      const slope = ((values[later] ?? Number.NaN) - (values[earlier] ?? Number.NaN)) / (later - earlier);
      if (!Number.isNaN(slope)) slopes.push(slope);
    }
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

/** How far the order of the values is from chance, in standard deviations (Mann 1945, Kendall 1975). */
export function mannKendall(values: readonly number[]): number {
  const known = values.filter(value => !Number.isNaN(value));
  const count = known.length;
  let concordance = 0;
  for (let later = 1; later < count; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      concordance += Math.sign((known[later] ?? 0) - (known[earlier] ?? 0));
    }
  }
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  return concordance === 0 ? 0 : (concordance - Math.sign(concordance)) / Math.sqrt(variance);
}
