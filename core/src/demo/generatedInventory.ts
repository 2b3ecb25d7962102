import {
  type Inventory,
  parseBytes,
  type Pod,
  unixSeconds,
  type VolumeClaim,
  type Workload,
  type WorkloadReference,
  workloadId,
} from '../model/index.ts';
import type { VolumeSpec, WorkloadSpec } from './cast/workloadSpec.ts';
import type { GeneratedCluster } from './generateCluster.ts';
import { timeAt } from './grid.ts';
import { isPresent } from './life/podLives.ts';
import type { PodUsage } from './usage/podUsage.ts';

/** What Kubernetes would list at the end of the window, past pods included. */
export function generatedInventory(generated: GeneratedCluster): Inventory {
  const { grid, nodes, pods, spec } = generated;
  const workloads = spec.workloads.map(workload => ({
    spec: workload,
    workload: workloadOf(
      generated,
      workload,
      pods.filter(({ life }) => life.workload === workload),
    ),
  }));
  const claims = workloads.flatMap(({ spec: { kind, name, namespace, replicas, volume }, workload }) =>
    volume === null
      ? []
      : Array.from({ length: replicas }, (_, ordinal) =>
          claim(
            namespace,
            volume,
            kind === 'StatefulSet' ? `${volume.name}-${name}-${ordinal}` : volume.name,
            [workload.id],
          ),
        ),
  );
  const forgotten = spec.forgottenVolumes.map(volume => claim(volume.namespace, volume, volume.name, []));
  return {
    observedAt: grid.window.end,
    nodes,
    workloads: workloads.map(({ workload }) => workload),
    volumeClaims: [...claims, ...forgotten],
    volumes: null,
    disruptionBudgets: null,
    namespaces: null,
    services: null,
  };
}

export const referenceOf = (
  { spec }: GeneratedCluster,
  { kind, name, namespace }: WorkloadSpec,
): WorkloadReference => ({
  clusterId: spec.cluster.id,
  namespace,
  kind,
  name,
});

function workloadOf(generated: GeneratedCluster, spec: WorkloadSpec, pods: readonly PodUsage[]): Workload {
  const reference = referenceOf(generated, spec);
  const ofWorkload = pods.map(({ life }) => life);
  const present = pods.filter(({ life }) => life.to === generated.grid.steps);
  const { autoscaler, containers, kind, name, schedule } = spec;
  return {
    id: workloadId(reference),
    reference,
    containers: containers.map(({ name: container, role, image, requests, limits }) => ({
      name: container,
      role,
      image,
      requests,
      limits,
      security: null,
      runtimeSettings: null,
      imagePullPolicy: null,
    })),
    pods: pods.map(pod => podOf(pod, isPresent(pod.life, ofWorkload, generated.grid), generated)),
    desiredReplicas: kind === 'CronJob' ? null : present.length,
    autoscaler: autoscaler && {
      kind: 'HorizontalPodAutoscaler',
      name,
      minReplicas: autoscaler.min,
      maxReplicas: autoscaler.max,
      currentReplicas: present.length,
      targets: [{ metric: 'cpu', utilizationPercent: autoscaler.cpuPercent }],
      failures: [],
    },
    labels: { 'app.kubernetes.io/name': name, 'backstage.io/kubernetes-id': name, team: spec.team },
    annotations: {},
    schedule,
    podLabels: { 'app.kubernetes.io/name': name },
    timeZone: null,
    suspended: false,
    createdAt: null,
    job: null,
    maxUnavailable: null,
    terminationGracePeriod: null,
    scheduling: null,
    volumes: null,
  };
}

function podOf({ containers, life, node }: PodUsage, present: boolean, { grid }: GeneratedCluster): Pod {
  const kills = containers.reduce((sum, { oomKills }) => sum + oomKills.reduce((a, b) => a + b, 0), 0);
  return {
    name: life.name,
    uid: life.uid,
    node,
    phase: life.finished ? 'Succeeded' : present ? 'Running' : 'Unknown',
    startedAt: unixSeconds(timeAt(grid, life.from) - life.olderBy),
    restarts: kills,
    present,
    hostNetwork: life.workload.hostNetwork,
    trouble: null,
  };
}

const claim = (
  namespace: string,
  volume: VolumeSpec,
  name: string,
  mountedBy: readonly string[],
): VolumeClaim => ({
  namespace,
  name,
  storageClass: volume.storageClass,
  requestedBytes: parseBytes(volume.requested),
  usedBytes: parseBytes(volume.used),
  mountedBy,
  volume: null,
  createdAt: null,
});
