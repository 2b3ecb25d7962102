import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1Namespace,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1Service,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import type { KubernetesApis, ObjectPage, PageRequest } from './KubernetesClient.ts';
import { customObjectPage, type Rollout, type ScaledObject } from './customResources.ts';

/** All that is read of a cluster, as the API server gives it; empty where it does not. */
export interface ClusterObjects {
  readonly pods: readonly V1Pod[];
  readonly nodes: readonly V1Node[];
  readonly replicasets: readonly V1ReplicaSet[];
  readonly deployments: readonly V1Deployment[];
  readonly statefulsets: readonly V1StatefulSet[];
  readonly daemonsets: readonly V1DaemonSet[];
  readonly jobs: readonly V1Job[];
  readonly cronjobs: readonly V1CronJob[];
  readonly horizontalpodautoscalers: readonly V2HorizontalPodAutoscaler[];
  readonly persistentvolumeclaims: readonly V1PersistentVolumeClaim[];
  readonly persistentvolumes: readonly V1PersistentVolume[];
  readonly poddisruptionbudgets: readonly V1PodDisruptionBudget[];
  readonly namespaces: readonly V1Namespace[];
  readonly services: readonly V1Service[];
  readonly rollouts: readonly Rollout[];
  readonly scaledobjects: readonly ScaledObject[];
}

export type ResourceName = keyof ClusterObjects;

type ListPage<T> = (apis: KubernetesApis, request: PageRequest) => Promise<ObjectPage<T>>;

/** How to list each resource, its API group, and what is unknown without it. */
export const RESOURCES: {
  readonly [R in ResourceName]: {
    readonly group: string;
    readonly loss: string;
    readonly list: ListPage<ClusterObjects[R][number]>;
  };
} = {
  pods: {
    group: '',
    loss: 'what runs, and where, is taken from kube-state-metrics alone',
    list: ({ core }, page) => core.listPodForAllNamespaces(page),
  },
  nodes: {
    group: '',
    loss: 'size, price class and pool of the nodes are unknown',
    list: ({ core }, page) => core.listNode(page),
  },
  replicasets: {
    group: 'apps',
    loss: 'Deployments are told from the labels of their pods, and owners such as Rollout are not found',
    list: ({ apps }, page) => apps.listReplicaSetForAllNamespaces(page),
  },
  deployments: {
    group: 'apps',
    loss: 'Deployments without pods are not seen, nor is the wanted number of replicas',
    list: ({ apps }, page) => apps.listDeploymentForAllNamespaces(page),
  },
  statefulsets: {
    group: 'apps',
    loss: 'StatefulSets without pods are not seen, nor is the wanted number of replicas',
    list: ({ apps }, page) => apps.listStatefulSetForAllNamespaces(page),
  },
  daemonsets: {
    group: 'apps',
    loss: 'DaemonSets without pods are not seen, nor is the wanted number of pods',
    list: ({ apps }, page) => apps.listDaemonSetForAllNamespaces(page),
  },
  jobs: {
    group: 'batch',
    loss: 'CronJobs are told from the names of their Jobs',
    list: ({ batch }, page) => batch.listJobForAllNamespaces(page),
  },
  cronjobs: {
    group: 'batch',
    loss: 'schedules are unknown',
    list: ({ batch }, page) => batch.listCronJobForAllNamespaces(page),
  },
  horizontalpodautoscalers: {
    group: 'autoscaling',
    loss: 'a workload that is scaled automatically looks like one that is not',
    list: ({ autoscaling }, page) => autoscaling.listHorizontalPodAutoscalerForAllNamespaces(page),
  },
  persistentvolumeclaims: {
    group: '',
    loss: 'volume claims are not judged',
    list: ({ core }, page) => core.listPersistentVolumeClaimForAllNamespaces(page),
  },
  persistentvolumes: {
    group: '',
    loss: 'volumes without a claim are not found, and zones of bound volumes are unknown',
    list: ({ core }, page) => core.listPersistentVolume(page),
  },
  poddisruptionbudgets: {
    group: 'policy',
    loss: 'how many pods may be moved at once is unknown',
    list: ({ policy }, page) => policy.listPodDisruptionBudgetForAllNamespaces(page),
  },
  namespaces: {
    group: '',
    loss: 'abandoned namespaces and previews are not found',
    list: ({ core }, page) => core.listNamespace(page),
  },
  services: {
    group: '',
    loss: 'load balancers and services without pods are not found',
    list: ({ core }, page) => core.listServiceForAllNamespaces(page),
  },
  rollouts: {
    group: 'argoproj.io',
    loss: 'Rollouts are told from their ReplicaSets, and those without pods are not seen',
    list: (apis, page) =>
      customObjectPage(apis, { group: 'argoproj.io', version: 'v1alpha1', plural: 'rollouts' }, page),
  },
  scaledobjects: {
    group: 'keda.sh',
    loss: 'the least and most replicas that KEDA gives a workload are taken from its HorizontalPodAutoscaler',
    list: (apis, page) =>
      customObjectPage(apis, { group: 'keda.sh', version: 'v1alpha1', plural: 'scaledobjects' }, page),
  },
};

export const RESOURCE_NAMES = Object.keys(RESOURCES) as ResourceName[];

/** `deployments.apps`, as kubectl writes it. */
export const qualified = (resource: ResourceName): string =>
  RESOURCES[resource].group === '' ? resource : `${resource}.${RESOURCES[resource].group}`;

/** The rules a ClusterRole lacks, one for each API group. */
export function rbacCure(resources: readonly ResourceName[]): string {
  const groups = [...new Set(resources.map(resource => RESOURCES[resource].group))];
  const rules = groups.map(group => {
    const names = resources.filter(resource => RESOURCES[resource].group === group);
    return `{apiGroups: ["${group}"], resources: [${names.join(', ')}], verbs: [get, list]}`;
  });
  return `add to the ClusterRole of this account: ${rules.join(' ')}`;
}
