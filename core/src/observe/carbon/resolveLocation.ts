import type { ClusterIdentity, ClusterNode } from '../../model/index.ts';
import { type CloudProvider, providerOfRegion } from './gridTables.ts';

/** Where the cluster is, as far as that is known. */
export interface ClusterLocation {
  readonly provider: ClusterIdentity['provider'];
  readonly region: string | null;
}

/**
 * Completes what the user said by what the nodes say: the region most nodes are in, and the cloud whose
 * region that is (`eu-west-1`, `europe-west1` and `westeurope` are told apart by their spelling).
 */
export function resolveLocation(
  configured: Pick<ClusterIdentity, 'provider' | 'region'>,
  nodes: readonly ClusterNode[],
): ClusterLocation {
  const region = configured.region ?? mostFrequent(nodes.map(node => node.region));
  if (configured.provider !== 'unknown' || region === null) return { provider: configured.provider, region };
  const provider: CloudProvider | null = providerOfRegion(region);
  return { provider: provider ?? 'unknown', region };
}

function mostFrequent(values: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
