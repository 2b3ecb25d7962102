import tables from './gridIntensityByRegion.json' with { type: 'json' };

export type CloudProvider = 'aws' | 'gcp' | 'azure';

export interface GridTableEntry {
  /** gCO₂e/kWh, annual average, location-based. */
  readonly gramsPerKilowattHour: number;
  readonly year: number;
  readonly source: string;
}

const PROVIDERS: readonly CloudProvider[] = ['aws', 'gcp', 'azure'];

/** What the shipped annual tables say of a region; `null` where they do not know it. */
export function gridTableEntry(provider: CloudProvider, region: string): GridTableEntry | null {
  const { year, source, gramsPerKilowattHour } = tables[provider];
  const table: Readonly<Record<string, number>> = gramsPerKilowattHour;
  const grams = Object.hasOwn(table, region.toLowerCase()) ? table[region.toLowerCase()] : undefined;
  return grams === undefined ? null : { gramsPerKilowattHour: grams, year, source };
}

/** The cloud that has a region of this name; no two clouds share one. */
export const providerOfRegion = (region: string): CloudProvider | null =>
  PROVIDERS.find(provider => gridTableEntry(provider, region) !== null) ?? null;
