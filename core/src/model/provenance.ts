import type { UnixSeconds } from './quantity.ts';

/**
 * How a figure came about, from strongest to weakest:
 * - `measured`: a meter or counter said so (cAdvisor, Kepler)
 * - `billed`: a price list or bill said so (OpenCost)
 * - `configured`: the user said so
 * - `modelled`: computed from other figures by a named method
 * - `default`: a documented constant, because nothing better was there
 */
export type ProvenanceKind = 'measured' | 'billed' | 'configured' | 'modelled' | 'default';

/** Where a figure comes from: shown next to it, never lost on the way. */
export interface Provenance {
  readonly kind: ProvenanceKind;
  /** Stable id of the method, e.g. `kepler-gen2-package`, `ccf-idle-watts`. */
  readonly method: string;
  /** What was read, for people: `Kepler 0.11.4`, `OpenCost /metrics`, `Cloud Carbon Footprint 2026-04`. */
  readonly source: string;
  /** The moment (or the end of the period) the figure speaks of; absent for timeless constants. */
  readonly asOf?: UnixSeconds;
}

/** A figure that is not certain: most likely value inside bounds, `low ≤ likely ≤ high`. */
export interface Estimate<T extends number> {
  readonly low: T;
  readonly likely: T;
  readonly high: T;
}
