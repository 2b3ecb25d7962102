import type { ClusterNode, Inventory, VolumeClaim } from '../../model/index.ts';
import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import { autoscalerObjects } from './autoscalerObjects.ts';
import { controllerObjects } from './controllerObjects.ts';
import {
  created,
  field,
  GROUP_VERSION,
  nodeSelectorObject,
  quantities,
  selectorObject,
} from './objectParts.ts';
import { ownerReference, podObject } from './podObject.ts';
import type { RecordedCluster, RecordedPod } from './recordedCluster.ts';

/** The objects an API server would have listed at the end of the recording; pods that were gone are not among them. */
export function inventoryObjects(cluster: RecordedCluster): KubernetesObject[] {
  const { inventory } = cluster;
  const present = cluster.pods.filter(({ pod }) => pod.present);
  return [
    ...namespaceObjects(inventory),
    ...inventory.nodes.map(nodeObject),
    ...inventory.workloads.flatMap(workload => [
      ...controllerObjects(workload, cluster),
      ...autoscalerObjects(workload),
    ]),
    ...intermediateObjects(present),
    ...present.map(pod => podObject(pod, cluster)),
    ...inventory.volumeClaims.map(claimObject),
    ...volumeObjects(inventory),
    ...budgetObjects(inventory),
    ...serviceObjects(inventory),
  ];
}

/** Where namespaces were not read, those that workloads are in. */
function namespaceObjects({ namespaces, workloads }: Inventory): KubernetesObject[] {
  const named = (name: string, more: object = {}): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...more },
  });
  if (namespaces === null)
    return [...new Set(workloads.map(({ reference }) => reference.namespace))].map(name => named(name));
  return namespaces.map(({ name, labels, annotations, createdAt }) =>
    named(name, { labels, annotations, ...created(createdAt) }),
  );
}

const nodeObject = (node: ClusterNode): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: node.name, labels: node.labels, ...created(node.createdAt) },
  spec: { taints: node.taints, ...(node.unschedulable ? { unschedulable: true } : {}) },
  status: {
    capacity: quantities(node.capacity, node.maxPods),
    allocatable: quantities(node.allocatable, node.maxPods),
  },
});

const claimObject = (claim: VolumeClaim): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: claim.name, namespace: claim.namespace, ...created(claim.createdAt) },
  spec: {
    storageClassName: claim.storageClass,
    ...field('volumeName', claim.volume),
    resources: { requests: { storage: String(claim.requestedBytes) } },
  },
});

const volumeObjects = ({ volumes }: Inventory): KubernetesObject[] =>
  (volumes ?? []).map(volume => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volume.name, ...created(volume.createdAt) },
    spec: {
      capacity: { storage: String(volume.capacity) },
      ...field('storageClassName', volume.storageClass),
      ...field('claimRef', volume.claim),
      ...field('persistentVolumeReclaimPolicy', volume.reclaimPolicy),
      ...(volume.nodeAffinity === null
        ? {}
        : { nodeAffinity: { required: nodeSelectorObject(volume.nodeAffinity) } }),
    },
    status: { phase: volume.phase },
  }));

const budgetObjects = ({ disruptionBudgets }: Inventory): KubernetesObject[] =>
  (disruptionBudgets ?? []).map(({ namespace, name, selector, minAvailable, maxUnavailable, ...status }) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: {
      ...field('minAvailable', minAvailable),
      ...field('maxUnavailable', maxUnavailable),
      ...(selector === null ? {} : { selector: selectorObject(selector) }),
    },
    status,
  }));

const serviceObjects = ({ services }: Inventory): KubernetesObject[] =>
  (services ?? []).map(({ namespace, name, type, selector, createdAt }) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, ...created(createdAt) },
    spec: { type, ...field('selector', selector) },
  }));

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
