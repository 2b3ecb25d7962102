import type { Provenance } from './provenance.ts';
import {
  type GramsCO2e,
  type GramsCO2ePerKilowattHour,
  gramsCO2e,
  type KilowattHours,
  type Ratio,
  type UnixSeconds,
} from './quantity.ts';

/** Carbon intensity of the grid that feeds the cluster. Average, location-based: what SCI (ISO/IEC 21031) asks for. */
export interface GridIntensity {
  readonly intensity: GramsCO2ePerKilowattHour;
  readonly kind: 'average' | 'marginal';
  /** Grid zone or cloud region the figure is for. */
  readonly zone: string;
  readonly provenance: Provenance;
  /** Hour by hour, oldest first, where a source gives it; hours it does not know are absent, never 0. Empty for annual figures. */
  readonly hourly: readonly HourlyIntensity[];
  /** What one more or one less kWh emits: for deciding when to run, never for reporting. `null` where nobody says. */
  readonly marginal: {
    readonly hourly: readonly HourlyIntensity[];
    readonly provenance: Provenance;
  } | null;
  /** Hours to come, where the source forecasts. */
  readonly forecast: readonly HourlyIntensity[];
}

export interface HourlyIntensity {
  readonly hour: UnixSeconds;
  readonly intensity: GramsCO2ePerKilowattHour;
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
