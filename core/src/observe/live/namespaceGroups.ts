import type { UnixSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import {
  type Matcher,
  matches,
  matchesNot,
  maxBy,
  notEqual,
  type PromqlScope,
} from '../prometheus/promql.ts';

/** Containers that one answer of a day may hold: some hundred megabytes of JSON. */
export const CONTAINERS_PER_QUERY = 10_000;

/** Conditions that cut the series of a large cluster into parts; one empty condition where it is not large. */
export type NamespaceGroup = readonly Matcher[];

/**
 * Splits a cluster by namespace into as many groups as its size asks for, whatever the number of its
 * workloads. The last group is all namespaces that are in no other: nothing is lost of one that has gone
 * or is yet to come.
 *
 * @param containers - how many there are
 */
export async function namespaceGroups(
  client: PrometheusClient,
  scope: PromqlScope,
  options: {
    readonly containers: number;
    readonly at: UnixSeconds;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<readonly NamespaceGroup[]> {
  const number = Math.ceil(options.containers / CONTAINERS_PER_QUERY);
  if (number <= 1) return [[]];
  const containers = maxBy(
    ['namespace', 'pod', 'container'],
    scope.select(
      'container_memory_working_set_bytes',
      notEqual('container', ''),
      notEqual('container', 'POD'),
    ),
  );
  const counted = await client.query(`count by (namespace) (${containers})`, options.at, options.signal);
  return groupsOf(
    counted.map(({ labels, value }) => ({ namespace: labels['namespace'] ?? '', containers: value })),
    number,
  );
}

/** The largest namespace goes to the group that has least, and so on. */
export function groupsOf(
  namespaces: readonly { readonly namespace: string; readonly containers: number }[],
  number: number,
): readonly NamespaceGroup[] {
  const groups = Array.from({ length: number }, () => ({ names: [] as string[], containers: 0 }));
  const largestFirst = [...namespaces].sort(
    (a, b) => b.containers - a.containers || (a.namespace < b.namespace ? -1 : 1),
  );
  for (const { namespace, containers } of largestFirst) {
    const least = groups.reduce((a, b) => (b.containers < a.containers ? b : a));
    least.names.push(namespace);
    least.containers += containers;
  }
  const named = groups.slice(0, -1).filter(({ names }) => names.length > 0);
  const anyOf = (names: readonly string[]) => names.map(escaped).join('|');
  return [
    ...named.map(({ names }) => [matches('namespace', anyOf(names))]),
    [matchesNot('namespace', anyOf(named.flatMap(({ names }) => names)))],
  ];
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
