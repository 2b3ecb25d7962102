import { type GramsCO2e, gramsCO2e } from '../../model/index.ts';

/** What the score is made of: carbon of a span of time and the units of work done in it. */
export interface SciParts {
  /** O = E × I: energy, overhead of the data centre included, × location-based intensity. */
  readonly operational: GramsCO2e;
  /** M: share of the hardware's manufacture. */
  readonly embodied: GramsCO2e;
  /** R: functional units of the same span. */
  readonly units: number;
}

/**
 * Software Carbon Intensity, ISO/IEC 21031: SCI = ((E × I) + M) per R.
 *
 * @returns grams per functional unit; `null` where no unit of work was done, because nothing can be told per it
 */
export const sciOf = ({ operational, embodied, units }: SciParts): GramsCO2e | null =>
  units > 0 ? gramsCO2e((operational + embodied) / units) : null;
