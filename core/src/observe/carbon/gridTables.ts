import zones from './electricityMapsZones.json' with { type: 'json' };
import tables from './gridIntensityByRegion.json' with { type: 'json' };

export type CloudProvider = 'aws' | 'gcp' | 'azure';

export interface GridTableEntry {
  /** gCO₂e/kWh, annual average, location-based. */
  readonly gramsPerKilowattHour: number;
  readonly year: number;
  readonly source: string;
}

const PROVIDERS: readonly CloudProvider[] = ['aws', 'gcp', 'azure'];

type Row<T> = Readonly<Record<string, T>>;

const own = <T>(table: Row<T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Google's figures by the grid zone of its regions. */
const GOOGLE_BY_ZONE: ReadonlyMap<string, number> = new Map(
  Object.entries(zones.gcp).flatMap(([region, zone]) => {
    const grams = own<number>(tables.gcp.gramsPerKilowattHour, region);
    // In the United States one cloud region lies at the edge of several zones: who maps them differs.
    return grams === undefined || zone.startsWith('US-') ? [] : [[zone, grams] as const];
  }),
);

/** Google's figure for the zone that another cloud's region lies in: newer than what its own table has. */
function sameZone(provider: CloudProvider, region: string): GridTableEntry | null {
  const zone = own<string>(zones[provider], region);
  const grams = zone === undefined ? undefined : GOOGLE_BY_ZONE.get(zone);
  const { source, year } = tables.gcp;
  return grams === undefined
    ? null
    : { gramsPerKilowattHour: grams, year, source: `${source}, grid zone ${zone}` };
}

/** What the shipped annual tables say of a region; `null` where they do not know it. */
export function gridTableEntry(provider: CloudProvider, region: string): GridTableEntry | null {
  const key = region.toLowerCase();
  const { year, source, gramsPerKilowattHour } = tables[provider];
  const grams = own<number>(gramsPerKilowattHour, key);
  const ofZone = provider === 'gcp' ? null : sameZone(provider, key);
  return ofZone ?? (grams === undefined ? null : { gramsPerKilowattHour: grams, year, source });
}

/** The cloud that has a region of this name; no two clouds share one. */
export const providerOfRegion = (region: string): CloudProvider | null =>
  PROVIDERS.find(provider => gridTableEntry(provider, region) !== null) ?? null;
