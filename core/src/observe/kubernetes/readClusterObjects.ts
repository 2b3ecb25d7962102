import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1Node,
  V1PersistentVolumeClaim,
  V1Pod,
  V1ReplicaSet,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import { cureOf, type ObservationNote, SourceDeniedError, SourceQueryError } from '../../model/index.ts';
import type { KubernetesApis, KubernetesClient, ObjectPage, PageRequest } from './KubernetesClient.ts';

/** All that is read of a cluster, as the API server gives it. */
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
    loss: 'volumes are not judged',
    list: ({ core }, page) => core.listPersistentVolumeClaimForAllNamespaces(page),
  },
};

export const RESOURCE_NAMES = Object.keys(RESOURCES) as ResourceName[];

/** `deployments.apps`, as kubectl writes it. */
export const qualified = (resource: ResourceName): string =>
  RESOURCES[resource].group === '' ? resource : `${resource}.${RESOURCES[resource].group}`;

/**
 * Lists everything. A resource that we may not list or that the server fails to give is left out with a
 * note; the rest is still had.
 *
 * @throws SourceDeniedError where nothing may be listed
 * @throws SourceUnreachableError, SourceProtocolError where there is no API server
 */
export async function readClusterObjects(
  client: KubernetesClient,
  signal?: AbortSignal,
): Promise<{ objects: ClusterObjects; notes: ObservationNote[] }> {
  const notes: ObservationNote[] = [];
  const failures: unknown[] = [];
  const read = async <R extends ResourceName>(resource: R): Promise<[R, ClusterObjects[R][number][]]> => {
    const { list } = RESOURCES[resource];
    try {
      return [resource, await client.list<ClusterObjects[R][number]>(list, signal)];
    } catch (error) {
      if (!(error instanceof SourceDeniedError || error instanceof SourceQueryError)) throw error;
      failures.push(error);
      notes.push(missingNote(resource, error));
      return [resource, []];
    }
  };
  const lists = await Promise.all(RESOURCE_NAMES.map(read));
  if (failures.length === RESOURCE_NAMES.length) throw failures[0];
  return { objects: Object.fromEntries(lists) as unknown as ClusterObjects, notes };
}

const missingNote = (resource: ResourceName, error: Error): ObservationNote => ({
  severity: resource === 'pods' ? 'error' : 'warning',
  source: 'kubernetes',
  message: `${qualified(resource)} could not be listed, so ${RESOURCES[resource].loss}: ${error.message}`,
  cure: error instanceof SourceDeniedError ? rbacCure([resource]) : (cureOf(error) ?? 'try again'),
});

/** The rules a ClusterRole lacks, one for each API group. */
export function rbacCure(resources: readonly ResourceName[]): string {
  const groups = [...new Set(resources.map(resource => RESOURCES[resource].group))];
  const rules = groups.map(group => {
    const names = resources.filter(resource => RESOURCES[resource].group === group);
    return `{apiGroups: ["${group}"], resources: [${names.join(', ')}], verbs: [get, list]}`;
  });
  return `add to the ClusterRole of this account: ${rules.join(' ')}`;
}
