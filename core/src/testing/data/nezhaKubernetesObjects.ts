import { bytesToKubernetesQuantity, coresToKubernetesQuantity } from '../../model/index.ts';
import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import { NEZHA_NAMESPACE, NEZHA_NODE, nezhaUid } from './layNezhaPods.ts';
import { type NezhaPod, readNezhaPods } from './nezhaPods.ts';

/**
 * The Nezha pods as an API server would list them, with the limits that the data implies, their ReplicaSets
 * and Deployments. The data does not say what the node is; it gets 8 cores and 32 GiB.
 */
export const nezhaKubernetesObjects = (pods: readonly NezhaPod[] = readNezhaPods()): KubernetesObject[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NEZHA_NAMESPACE } },
  node(),
  ...pods.flatMap(pod => [deployment(pod), replicaSet(pod), podObject(pod)]),
];

function node(): KubernetesObject {
  const size = { cpu: '8', memory: '32Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: NEZHA_NODE, labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/os': 'linux' } },
    spec: {},
    status: { capacity: size, allocatable: size },
  };
}

const template = (pod: NezhaPod): { containers: Record<string, unknown>[] } => {
  const limits = {
    cpu: coresToKubernetesQuantity(pod.cpuLimit),
    memory: bytesToKubernetesQuantity(pod.memoryLimit),
  };
  const image = `docker.io/library/${pod.service}:latest`;
  return { containers: [{ name: pod.service, image, resources: { limits, requests: limits } }] };
};

const selector = (pod: NezhaPod) => ({ matchLabels: { app: pod.service } });
const podTemplate = (pod: NezhaPod) => ({ metadata: { labels: { app: pod.service } }, spec: template(pod) });

const owner = (apiVersion: string, kind: string, name: string) => ({
  ownerReferences: [{ apiVersion, kind, name, uid: '', controller: true }],
});

const deployment = (pod: NezhaPod): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: pod.service, namespace: NEZHA_NAMESPACE, labels: { app: pod.service } },
  spec: { replicas: 1, selector: selector(pod), template: podTemplate(pod) },
});

const replicaSet = (pod: NezhaPod): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: pod.replicaSet,
    namespace: NEZHA_NAMESPACE,
    ...owner('apps/v1', 'Deployment', pod.service),
  },
  spec: { replicas: 1, selector: selector(pod), template: podTemplate(pod) },
});

const podObject = (pod: NezhaPod): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: pod.name,
    namespace: NEZHA_NAMESPACE,
    uid: nezhaUid(pod),
    labels: { app: pod.service, 'pod-template-hash': pod.replicaSet.slice(pod.service.length + 1) },
    ...owner('apps/v1', 'ReplicaSet', pod.replicaSet),
  },
  spec: { nodeName: NEZHA_NODE, ...template(pod) },
  status: { phase: 'Running', containerStatuses: [] },
});
