import {
  type AutoscalerHistory,
  bytes,
  type ClusterNode,
  type Container,
  cores,
  ratio,
  seconds,
  type Scheduling,
  unixSeconds,
  type Workload,
  workloadId,
  type WorkloadReference,
} from '../../model/index.ts';
import { type ContainerSketch, END, type NodeSketch, type WorkloadSketch } from './clusterSketch.ts';

/** The objects of a sketch, as Kubernetes would list them. */

const DAY = 86_400;
const GIB = 2 ** 30;
const MIB = 2 ** 20;

const UNBOUND: Scheduling = {
  nodeSelector: {},
  nodeAffinity: null,
  podAffinity: [],
  podAntiAffinity: [],
  tolerations: [],
  topologySpread: [],
  priorityClass: null,
  hostPorts: [],
};

const containerOf = (sketch: ContainerSketch): Container => ({
  name: sketch.name ?? 'server',
  role: sketch.role ?? 'main',
  image: sketch.image ?? 'example.com/server:1',
  security: null,
  runtimeSettings: null,
  imagePullPolicy: null,
  requests: {
    cpu:
      sketch.cpuRequest === undefined
        ? cores(1)
        : sketch.cpuRequest === null
          ? null
          : cores(sketch.cpuRequest),
    memory:
      sketch.memoryRequest === undefined
        ? bytes(512 * MIB)
        : sketch.memoryRequest === null
          ? null
          : bytes(sketch.memoryRequest * MIB),
    gpus: sketch.gpus ?? null,
  },
  limits: {
    cpu: sketch.cpuLimit == null ? null : cores(sketch.cpuLimit),
    memory: sketch.memoryLimit == null ? null : bytes(sketch.memoryLimit * MIB),
    gpus: sketch.gpus ?? null,
  },
  ...sketch.declared,
});

export function workloadOf(sketch: WorkloadSketch, clusterId: string, nodes: number): Workload {
  const reference: WorkloadReference = {
    clusterId,
    namespace: sketch.namespace ?? 'shop',
    kind: sketch.kind ?? 'Deployment',
    name: sketch.name ?? 'cart',
  };
  const replicas = sketch.replicas ?? 2;
  const ageDays = sketch.ageDays ?? 60;
  const pastReplicas = sketch.released ? replicas : 0;
  const isPast = (index: number) => index >= replicas;
  // Of a Deployment, each release has a hash of its own.
  const podName = (index: number) =>
    sketch.released
      ? `${reference.name}-${isPast(index) ? '6f9d8b7c5d' : '7c8b9d6f5d'}-aaaa${index}`
      : `${reference.name}-${index}`;
  return {
    id: workloadId(reference),
    reference,
    containers: (sketch.containers ?? [{}]).map(containerOf),
    pods: Array.from({ length: replicas + pastReplicas }, (_, index) => ({
      name: podName(index),
      uid: podName(index),
      node: `node-${sketch.on?.[index] ?? index % nodes}`,
      phase: sketch.phase ?? 'Running',
      startedAt: unixSeconds(END - (isPast(index) ? ageDays : (sketch.released?.daysAgo ?? ageDays)) * DAY),
      restarts: sketch.restarts ?? 0,
      present: !isPast(index),
      hostNetwork: false,
      trouble: index < (sketch.troubled ?? replicas) ? (sketch.trouble ?? null) : null,
    })),
    desiredReplicas: replicas,
    autoscaler: sketch.autoscaler ?? null,
    labels: { app: reference.name },
    annotations: {},
    podLabels: { app: reference.name },
    schedule: reference.kind === 'CronJob' ? '0 3 * * *' : null,
    timeZone: null,
    suspended: false,
    createdAt: unixSeconds(END - (sketch.ageDays ?? 60) * DAY),
    job: null,
    maxUnavailable: 0.25,
    terminationGracePeriod: seconds(30),
    scheduling: sketch.scheduling ? { ...UNBOUND, ...sketch.scheduling } : null,
    volumes:
      sketch.volumes || sketch.scheduling
        ? { claims: [], hostPaths: [], emptyDir: false, ...sketch.volumes }
        : null,
    ...sketch.declared,
  };
}

export const autoscalerHistoryOf = (
  workload: Workload,
  history: NonNullable<WorkloadSketch['autoscaled']>,
  samples: number,
): AutoscalerHistory => ({
  workloadId: workload.id,
  samples,
  atMinimum: ratio(history.atMinimum ?? 0),
  atMaximum: ratio(history.atMaximum ?? 0),
  meanReplicas: history.meanReplicas ?? workload.pods.length,
});

export const nodeOf = (index: number, sketch: NodeSketch = {}): ClusterNode => ({
  name: `node-${index}`,
  instanceType: 'm5.xlarge',
  region: 'eu-central-1',
  zone: sketch.zone ?? 'eu-central-1a',
  pool: sketch.pool ?? null,
  architecture: 'amd64',
  spot: false,
  capacity: { cpu: cores(sketch.cpu ?? 4), memory: bytes((sketch.memory ?? 16) * GIB), gpus: null },
  allocatable: { cpu: cores(sketch.cpu ?? 4), memory: bytes((sketch.memory ?? 16) * GIB), gpus: null },
  maxPods: 110,
  taints: [],
  labels: {},
  unschedulable: false,
  createdAt: unixSeconds(END - 90 * DAY),
  gpuModel: null,
  ...sketch.declared,
});
