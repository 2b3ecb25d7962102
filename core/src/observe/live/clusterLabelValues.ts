import type { UnixSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { PromqlScope } from '../prometheus/promql.ts';

/** Names under which shared stores tell clusters apart. */
const CLUSTER_LABELS = ['cluster', 'cluster_name', 'cluster_id', 'k8s_cluster', 'k8s_cluster_name'];

/** A label that has several values: several clusters are in this store. */
export interface SharedStore {
  readonly label: string;
  readonly values: readonly string[];
}

/** Tells whether the scope sees several clusters, which must never be added up; `null` where it does not. */
export async function findSharedStore(
  client: PrometheusClient,
  scope: PromqlScope,
  at: UnixSeconds,
  signal?: AbortSignal,
): Promise<SharedStore | null> {
  const rows = await client.query(
    `max by (${CLUSTER_LABELS.join(', ')}) (${scope.select('kube_pod_info')})`,
    at,
    signal,
  );
  for (const label of CLUSTER_LABELS) {
    const values = [...new Set(rows.map(row => row.labels[label] ?? ''))].filter(value => value !== '');
    if (values.length > 1) return { label, values: values.sort() };
  }
  return null;
}

/** Sentence and cure for {@link SharedStore}. */
export const sharedStoreText = ({ label, values }: SharedStore): { finding: string; cure: string } => ({
  finding: `It holds ${values.length} clusters (${label} = ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}) and none is chosen: their figures would be mixed`,
  cure: `set clusterLabel to { name: ${label}, value: <one of them> }`,
});
