import type { ClusterView } from '@greenops/core/api';

const count = (amount: number, one: string, many: string): string => `${amount} ${amount === 1 ? one : many}`;

/** What a working connection gives: enough to see that it is the right backend. */
export function connectionSummary(clusters: readonly ClusterView[]): string {
  if (clusters.length === 0) return 'It has no clusters yet: add one to its configuration.';
  const opportunities = clusters.reduce((sum, cluster) => sum + cluster.opportunities, 0);
  const found = count(opportunities, 'opportunity', 'opportunities');
  const failed = clusters.filter(({ status }) => status === 'failed').map(({ name }) => name);
  const failures = failed.length === 0 ? '' : ` The last scan failed on ${failed.join(', ')}.`;
  return `It knows ${count(clusters.length, 'cluster', 'clusters')} with ${found}.${failures}`;
}
