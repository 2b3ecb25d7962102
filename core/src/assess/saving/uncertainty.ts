import type { Estimate, Provenance, ProvenanceKind } from '../../model/index.ts';

/**
 * How far a figure of each origin may be off, either way, as a share of it. Own judgement, in the
 * order of strength of {@link ProvenanceKind}: a bill is exact up to discounts, a list price is not
 * what large customers pay, a modelled wattage is easily 30 % off (Cloud Carbon Footprint gives its
 * coefficients without bounds), PUE is an average over a provider's halls, and embodied carbon is a
 * formula over parts that nobody weighed.
 */
export const OFF_BY: Readonly<
  Record<'price' | 'power' | 'grid' | 'pue' | 'embodied', Readonly<Record<ProvenanceKind, number>>>
> = {
  price: { measured: 0.05, billed: 0.05, configured: 0.05, modelled: 0.2, default: 0.3 },
  power: { measured: 0.1, billed: 0.1, configured: 0.1, modelled: 0.3, default: 0.5 },
  grid: { measured: 0.1, billed: 0.1, configured: 0.1, modelled: 0.2, default: 0.3 },
  pue: { measured: 0.02, billed: 0.02, configured: 0.02, modelled: 0.05, default: 0.1 },
  embodied: { measured: 0.1, billed: 0.1, configured: 0.1, modelled: 0.3, default: 0.5 },
};

export const uncertaintyOf = (figure: keyof typeof OFF_BY, provenance: Provenance): number =>
  OFF_BY[figure][provenance.kind];

/** Independent relative errors of the factors of a product add up as squares. */
export const combined = (...relative: readonly number[]): number => Math.hypot(...relative);

/** Bounds of a sum whose parts were bounded by the sizing, widened by the error of price, power and grid. */
export function widened<T extends number>(
  parts: Estimate<number>,
  relative: number,
  unit: (value: number) => T,
): Estimate<T> {
  const spread = (value: number) => [value - Math.abs(value) * relative, value + Math.abs(value) * relative];
  const all = [parts.low, parts.likely, parts.high].flatMap(spread);
  return { low: unit(Math.min(...all)), likely: unit(parts.likely), high: unit(Math.max(...all)) };
}
