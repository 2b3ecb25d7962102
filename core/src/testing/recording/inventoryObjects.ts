import type { Container, ResourceAmounts, Workload } from '../../model/index.ts';
import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import type { RecordedCluster, RecordedPod } from './recordedCluster.ts';

const GROUP_VERSION: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Rollout: 'argoproj.io/v1alpha1',
};

/** The objects an API server would have listed at the end of the recording; pods that were gone are not among them. */
export function inventoryObjects(cluster: RecordedCluster): KubernetesObject[] {
  const { inventory } = cluster;
  const present = cluster.pods.filter(({ pod }) => pod.present);
  return [
    ...[...new Set(inventory.workloads.map(({ reference }) => reference.namespace))].map(name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    ...inventory.nodes.map(node => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node.name, labels: node.labels },
      spec: { taints: node.taints },
      status: {
        capacity: quantities(node.capacity, node.maxPods),
        allocatable: quantities(node.allocatable, node.maxPods),
      },
    })),
    ...inventory.workloads.flatMap(workload => [
      ...controllerObjects(workload),
      ...autoscalerObjects(workload),
    ]),
    ...intermediateObjects(present),
    ...present.map(pod => podObject(pod, cluster)),
    ...inventory.volumeClaims.map(({ namespace, name, storageClass, requestedBytes }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace },
      spec: { storageClassName: storageClass, resources: { requests: { storage: String(requestedBytes) } } },
    })),
  ];
}

const quantities = (
  { cpu, memory, gpus }: ResourceAmounts,
  pods: number | null = null,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ cpu, memory, 'nvidia.com/gpu': gpus, pods })
      .filter(([, amount]) => amount !== null)
      // Millicores as such: 0.1 + 0.2 cores would be no quantity that Kubernetes takes.
      .map(([name, amount]) => [
        name,
        name === 'cpu' ? `${Math.round(Number(amount) * 1000)}m` : String(amount),
      ]),
  );

const containerObject = ({ name, image, role, requests, limits }: Container) => ({
  name,
  image,
  ...(role === 'sidecar' ? { restartPolicy: 'Always' } : {}),
  resources: { requests: quantities(requests), limits: quantities(limits) },
});

const podSpec = (containers: readonly Container[]) => ({
  containers: containers.filter(({ role }) => role === 'main').map(containerObject),
  initContainers: containers.filter(({ role }) => role !== 'main').map(containerObject),
});

function controllerObjects(workload: Workload): KubernetesObject[] {
  const { kind, name, namespace } = workload.reference;
  const apiVersion = GROUP_VERSION[kind];
  if (apiVersion === undefined) return [];
  const metadata = { name, namespace, labels: workload.labels, annotations: workload.annotations };
  const template = { metadata: {}, spec: podSpec(workload.containers) };
  if (kind === 'CronJob') {
    return [
      {
        apiVersion,
        kind,
        metadata,
        spec: { schedule: workload.schedule, jobTemplate: { spec: { template } } },
      },
    ];
  }
  const replicas = workload.desiredReplicas ?? 0;
  const status =
    kind === 'DaemonSet' ? { desiredNumberScheduled: replicas, currentNumberScheduled: replicas } : {};
  const spec = { selector: {}, template, ...(kind === 'DaemonSet' || kind === 'Job' ? {} : { replicas }) };
  return [{ apiVersion, kind, metadata, spec, status }];
}

function autoscalerObjects({ reference, autoscaler }: Workload): KubernetesObject[] {
  if (autoscaler === null) return [];
  const { name, minReplicas, maxReplicas, currentReplicas, targets } = autoscaler;
  return [
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name, namespace: reference.namespace },
      spec: {
        minReplicas,
        maxReplicas,
        scaleTargetRef: {
          apiVersion: GROUP_VERSION[reference.kind] ?? 'v1',
          kind: reference.kind,
          name: reference.name,
        },
        metrics: targets.map(({ metric, utilizationPercent }) =>
          utilizationPercent === null
            ? {
                type: 'Pods',
                pods: { metric: { name: metric }, target: { type: 'AverageValue', averageValue: '1' } },
              }
            : {
                type: 'Resource',
                resource: {
                  name: metric,
                  target: { type: 'Utilization', averageUtilization: utilizationPercent },
                },
              },
        ),
      },
      status: { currentReplicas, desiredReplicas: currentReplicas },
    },
  ];
}

const ownerReference = (kind: string, name: string) => ({
  ownerReferences: [
    { apiVersion: GROUP_VERSION[kind] ?? 'v1', kind, name, uid: `${kind}-${name}`, controller: true },
  ],
});

/** ReplicaSets and Jobs that stand between pods and their workloads. */
function intermediateObjects(pods: readonly RecordedPod[]): KubernetesObject[] {
  const objects = new Map<string, KubernetesObject>();
  for (const { owner, workload, namespace } of pods) {
    const { kind, name } = workload.reference;
    if (owner.kind === kind || !['ReplicaSet', 'Job'].includes(owner.kind)) continue;
    const key = `${namespace}/${owner.name}`;
    const siblings = pods.filter(other => `${other.namespace}/${other.owner.name}` === key).length;
    objects.set(key, {
      apiVersion: GROUP_VERSION[owner.kind] ?? 'v1',
      kind: owner.kind,
      metadata: { name: owner.name, namespace, ...ownerReference(kind, name) },
      spec: { selector: {}, template: {}, ...(owner.kind === 'ReplicaSet' ? { replicas: siblings } : {}) },
    });
  }
  return [...objects.values()];
}

function podObject(
  { pod, namespace, owner, workload }: RecordedPod,
  { inventory }: RecordedCluster,
): KubernetesObject {
  const moment = pod.startedAt === null ? undefined : new Date(pod.startedAt * 1000).toISOString();
  const claims = inventory.volumeClaims.filter(
    claim => claim.namespace === namespace && claim.mountedBy.includes(workload.id),
  );
  const spec = podSpec(workload.containers);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace,
      uid: pod.uid,
      ...(moment === undefined ? {} : { creationTimestamp: moment }),
      ...(owner.kind === '' ? {} : ownerReference(owner.kind, owner.name)),
    },
    spec: {
      ...spec,
      hostNetwork: pod.hostNetwork,
      volumes: claims.map(({ name }) => ({ name, persistentVolumeClaim: { claimName: name } })),
      ...(pod.node === null ? {} : { nodeName: pod.node }),
    },
    status: {
      phase: pod.phase,
      ...(moment === undefined ? {} : { startTime: moment }),
      containerStatuses: spec.containers.map(({ name, image }, index) => ({
        name,
        image,
        imageID: '',
        ready: pod.phase === 'Running',
        restartCount: index === 0 ? pod.restarts : 0,
      })),
    },
  };
}
