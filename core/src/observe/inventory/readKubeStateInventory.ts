import {
  type Inventory,
  SourceProtocolError,
  SourceQueryError,
  type UnixSeconds,
  type Workload,
  workloadId,
} from '../../model/index.ts';
import type { KubeStateQueries } from './KubeStateQueries.ts';
import { topOwner } from './ownerChain.ts';
import { type ControllerRecords, readControllers } from './readControllers.ts';
import { readDisruptionBudgets } from './readDisruptionBudgets.ts';
import { readNamespaces } from './readNamespaces.ts';
import { readNodes } from './readNodes.ts';
import { readPersistentVolumes } from './readPersistentVolumes.ts';
import { labelsAreHidden, newestFirst, type PodRecord, readPods } from './readPods.ts';
import { readServices } from './readServices.ts';
import { readVolumeClaims } from './readVolumeClaims.ts';

/** Kinds that are workloads even without a pod. */
const KINDS_WITHOUT_PODS: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
]);

/**
 * The inventory as kube-state-metrics tells it, pods of the window that are gone included.
 *
 * @throws SourceQueryError when there is no kube-state-metrics in this Prometheus
 * @throws SourceProtocolError when its labels were overwritten while scraping
 */
export async function readKubeStateInventory(
  state: KubeStateQueries,
  options: { clusterId: string; observedAt: UnixSeconds; source: string },
): Promise<Inventory> {
  const { clusterId, observedAt, source } = options;
  if (await labelsAreHidden(state)) {
    throw new SourceProtocolError(
      `${source} has kube-state-metrics' own pod in place of every pod: its labels were renamed to exported_pod`,
      'set honorLabels: true on its ServiceMonitor (honor_labels: true on its scrape job)',
    );
  }
  const [pods, nodes, controllers, volumes, disruptionBudgets, namespaces, services] = await Promise.all([
    readPods(state),
    readNodes(state),
    readControllers(state),
    readPersistentVolumes(state),
    readDisruptionBudgets(state),
    readNamespaces(state),
    readServices(state),
  ]);
  if (pods.length === 0) {
    throw new SourceQueryError(
      `${source} has no kube-state-metrics: there is no kube_pod_info`,
      'install kube-state-metrics and let Prometheus scrape it, or give access to the Kubernetes API (--kubeconfig)',
    );
  }
  const workloads = workloadsOf(pods, controllers, clusterId);
  const workloadOfPod = new Map(
    workloads.flatMap(workload =>
      workload.pods.map(pod => [`${workload.reference.namespace}/${pod.name}`, workload.id] as const),
    ),
  );
  return {
    observedAt,
    nodes,
    workloads,
    volumeClaims: await readVolumeClaims(state, workloadOfPod),
    volumes,
    disruptionBudgets,
    namespaces,
    services,
  };
}

function workloadsOf(
  pods: readonly PodRecord[],
  controllers: ControllerRecords,
  clusterId: string,
): Workload[] {
  const podsOf = new Map<string, PodRecord[]>();
  for (const record of pods) {
    const { kind, name } = topOwner(
      { namespace: record.namespace, name: record.pod.name, node: record.pod.node },
      record.owner,
      controllers.intermediate,
    );
    const key = `${kind}/${record.namespace}/${name}`;
    podsOf.set(key, [...(podsOf.get(key) ?? []), record]);
  }
  for (const key of [...controllers.replicas.keys(), ...controllers.cronJobs.keys()]) {
    const [kind = ''] = key.split('/');
    if (KINDS_WITHOUT_PODS.has(kind) && !podsOf.has(key)) podsOf.set(key, []);
  }
  return [...podsOf].map(([key, records]) => workloadOf(key, records, controllers, clusterId));
}

function workloadOf(
  key: string,
  records: readonly PodRecord[],
  controllers: ControllerRecords,
  clusterId: string,
): Workload {
  const [kind = '', namespace = '', name = ''] = key.split('/');
  const reference = { clusterId, namespace, kind, name };
  const ordered = [...records].sort(newestFirst);
  const described = ordered.find(record => record.containers.length > 0);
  return {
    id: workloadId(reference),
    reference,
    containers: described?.containers ?? [],
    pods: ordered.map(record => record.pod),
    podLabels: ordered[0]?.labels ?? {},
    ...controlled(key, controllers),
    // These stand in pod specifications, which kube-state-metrics does not show.
    terminationGracePeriod: null,
    scheduling: null,
    volumes: null,
  };
}

const NO_CRON_JOB = { schedule: null, timeZone: null, suspended: false };

/** What is known of the controller itself. */
function controlled(key: string, controllers: ControllerRecords) {
  const desiredReplicas = controllers.replicas.get(key) ?? null;
  return {
    desiredReplicas,
    autoscaler: controllers.autoscalers.get(key) ?? null,
    labels: controllers.labels.get(key) ?? {},
    annotations: controllers.annotations.get(key) ?? {},
    ...(controllers.cronJobs.get(key) ?? NO_CRON_JOB),
    createdAt: controllers.created.get(key) ?? null,
    job: controllers.jobs.get(key) ?? null,
    maxUnavailable: shareOf(controllers.maxUnavailable.get(key), desiredReplicas),
  };
}

const shareOf = (pods: number | undefined, replicas: number | null): number | null =>
  pods === undefined || replicas === null || replicas <= 0 ? null : Math.min(pods, replicas) / replicas;
