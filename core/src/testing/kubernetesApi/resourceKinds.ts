/** One kind of resource that the stand-in serves. */
export interface ResourceKind {
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** As in URLs. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
}

const kind = (
  groupVersion: string,
  name: string,
  plural: string,
  shortNames: readonly string[] = [],
  namespaced = true,
): ResourceKind => {
  const [version = '', group = ''] = groupVersion.split('/').reverse();
  return { group, version, kind: name, plural, namespaced, shortNames };
};

/** What GreenOps reads or changes, and its neighbours that people ask kubectl for. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  kind('v1', 'Namespace', 'namespaces', ['ns'], false),
  kind('v1', 'Node', 'nodes', ['no'], false),
  kind('v1', 'PersistentVolume', 'persistentvolumes', ['pv'], false),
  kind('v1', 'ConfigMap', 'configmaps', ['cm']),
  kind('v1', 'Event', 'events', ['ev']),
  kind('v1', 'LimitRange', 'limitranges', ['limits']),
  kind('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', ['pvc']),
  kind('v1', 'Pod', 'pods', ['po']),
  kind('v1', 'ReplicationController', 'replicationcontrollers', ['rc']),
  kind('v1', 'ResourceQuota', 'resourcequotas', ['quota']),
  kind('v1', 'Service', 'services', ['svc']),
  kind('apps/v1', 'DaemonSet', 'daemonsets', ['ds']),
  kind('apps/v1', 'Deployment', 'deployments', ['deploy']),
  kind('apps/v1', 'ReplicaSet', 'replicasets', ['rs']),
  kind('apps/v1', 'StatefulSet', 'statefulsets', ['sts']),
  kind('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', ['hpa']),
  kind('batch/v1', 'CronJob', 'cronjobs', ['cj']),
  kind('batch/v1', 'Job', 'jobs'),
  kind('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', ['pdb']),
  kind('storage.k8s.io/v1', 'StorageClass', 'storageclasses', ['sc'], false),
  kind('argoproj.io/v1alpha1', 'Rollout', 'rollouts', ['ro']),
  kind('keda.sh/v1alpha1', 'ScaledObject', 'scaledobjects', ['so']),
];

/** `apps/v1`, or `v1` for the core group. */
export const groupVersionOf = (resource: ResourceKind): string =>
  resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;

/** `deployments.apps`, as Kubernetes writes it in messages. */
export const qualifiedName = (resource: ResourceKind): string =>
  resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
