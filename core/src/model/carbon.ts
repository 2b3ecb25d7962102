import type { Provenance } from './provenance.ts';
import {
  type GramsCO2e,
  type GramsCO2ePerKilowattHour,
  gramsCO2e,
  type KilowattHours,
  type Ratio,
} from './quantity.ts';

/** Carbon intensity of the grid that feeds the cluster. Average, location-based: what SCI (ISO/IEC 21031) asks for. */
export interface GridIntensity {
  readonly intensity: GramsCO2ePerKilowattHour;
  readonly kind: 'average' | 'marginal';
  /** Grid zone or cloud region the figure is for. */
  readonly zone: string;
  readonly provenance: Provenance;
}

/** Data-centre overhead: energy drawn from the grid ÷ energy that reaches the servers. */
export interface PowerUsageEffectiveness {
  readonly factor: Ratio;
  readonly provenance: Provenance;
}

/** Operational carbon: O = E × PUE × I (SCI 1.1, "operational emissions"). */
export const operationalCarbon = (
  energy: KilowattHours,
  pue: PowerUsageEffectiveness,
  grid: GridIntensity,
): GramsCO2e => gramsCO2e(energy * pue.factor * grid.intensity);
