import { type GridIntensity, gramsCO2ePerKilowattHour, unixSeconds } from '../../model/index.ts';
import { gridTableEntry } from './gridTables.ts';
import type { ClusterLocation } from './resolveLocation.ts';

/**
 * Carbon intensity of the grid: what the user configured, else the annual average of the region, else
 * `null`. Never an average of a country or the world in its place: that would look like knowledge.
 */
export function gridIntensity(
  { provider, region }: ClusterLocation,
  configured: number | undefined,
): GridIntensity | null {
  if (configured !== undefined) {
    return {
      intensity: gramsCO2ePerKilowattHour(configured),
      kind: 'average',
      hourly: [],
      marginal: null,
      forecast: [],
      zone: region ?? provider,
      provenance: { kind: 'configured', method: 'configured-grid-intensity', source: 'configuration' },
    };
  }
  if (region === null || (provider !== 'aws' && provider !== 'gcp' && provider !== 'azure')) return null;
  const entry = gridTableEntry(provider, region);
  if (entry === null) return null;
  return {
    intensity: gramsCO2ePerKilowattHour(entry.gramsPerKilowattHour),
    kind: 'average',
    hourly: [],
    marginal: null,
    forecast: [],
    zone: region,
    provenance: {
      kind: 'default',
      method: `annual-average-${provider}`,
      source: `${entry.source}, ${entry.year}`,
      asOf: unixSeconds(Date.UTC(entry.year + 1, 0, 1) / 1000),
    },
  };
}
