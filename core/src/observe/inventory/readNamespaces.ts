import type { KubernetesNamespace } from '../../model/index.ts';
import type { KubeStateQueries } from './KubeStateQueries.ts';
import { mergedLabels } from './decodeLabels.ts';
import { grouped, momentAt } from './grouped.ts';

/** `null` where kube-state-metrics does not tell of namespaces. */
export async function readNamespaces(state: KubeStateQueries): Promise<KubernetesNamespace[] | null> {
  const [created, labels, annotations] = await Promise.all([
    state.presentOrUnknown('kube_namespace_created', ['namespace']),
    state.withAllLabels('kube_namespace_labels'),
    state.withAllLabels('kube_namespace_annotations'),
  ]);
  if (created === null) return null;
  const [labelsOf, annotationsOf] = [grouped(labels, 'namespace'), grouped(annotations, 'namespace')];
  return created.map(row => {
    const name = row.labels['namespace'] ?? '';
    return {
      name,
      labels: mergedLabels(labelsOf.get(name), 'label_'),
      annotations: mergedLabels(annotationsOf.get(name), 'annotation_'),
      createdAt: momentAt(row.value),
    };
  });
}
