/** How unevenly values are spread. */
export interface Spread {
  readonly mean: number;
  readonly max: number;
  /** Standard deviation ÷ mean. */
  readonly coefficientOfVariation: number;
  readonly maxToMean: number;
}

/** `null` where there is no value, or none above 0: a ratio to nothing is none. */
export function spreadOf(values: readonly number[]): Spread | null {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  if (!(mean > 0)) return null;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
  const max = values.reduce((highest, value) => Math.max(highest, value), 0);
  return { mean, max, coefficientOfVariation: Math.sqrt(variance) / mean, maxToMean: max / mean };
}

/** Value at or below which the share `q` (0 … 1) of the values lies (nearest rank); NaN when there is none. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}
