import zones from './electricityMapsZones.json' with { type: 'json' };
import type { ClusterLocation } from './resolveLocation.ts';

/** The zone that feeds a cloud region; `null` where the table does not know it. */
export function electricityMapsZone({ provider, region }: ClusterLocation): string | null {
  if (region === null || (provider !== 'aws' && provider !== 'gcp' && provider !== 'azure')) return null;
  const table: Readonly<Record<string, string>> = zones[provider];
  const key = region.toLowerCase();
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
