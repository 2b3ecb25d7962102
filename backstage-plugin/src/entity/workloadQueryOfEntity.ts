import type { Entity } from '@backstage/catalog-model';
import type { WorkloadQuery } from '@greenops/core/api';

/** Backstage's own Kubernetes annotations: what already ties an entity to its pods ties it to ours. */
const KUBERNETES_ID = 'backstage.io/kubernetes-id';
const LABEL_SELECTOR = 'backstage.io/kubernetes-label-selector';
const NAMESPACE = 'backstage.io/kubernetes-namespace';
const CLUSTER = 'backstage.io/kubernetes-cluster';

export type EntityWorkloads = Pick<WorkloadQuery, 'cluster' | 'namespace' | 'labelSelector'>;

/** The annotations that tie an entity to workloads, for the empty state that asks for one of them. */
export const WORKLOAD_ANNOTATIONS = [KUBERNETES_ID, LABEL_SELECTOR, NAMESPACE] as const;

/**
 * Which workloads belong to an entity; `null` when nothing says so. A label selector wins over the
 * id, as in Backstage's Kubernetes plugin; a namespace alone means everything in it.
 */
export function workloadQueryOfEntity(entity: Entity): EntityWorkloads | null {
  const annotation = (name: string) => entity.metadata.annotations?.[name]?.trim() || undefined;
  const id = annotation(KUBERNETES_ID);
  const labelSelector = annotation(LABEL_SELECTOR) ?? (id && `${KUBERNETES_ID}=${id}`);
  const namespace = annotation(NAMESPACE);
  if (labelSelector === undefined && namespace === undefined) return null;
  return { cluster: annotation(CLUSTER), namespace, labelSelector };
}
