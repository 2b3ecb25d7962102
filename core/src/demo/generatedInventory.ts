import {
  type Inventory,
  type Pod,
  seconds,
  type UnixSeconds,
  unixSeconds,
  type Workload,
  type WorkloadReference,
  workloadId,
} from '../model/index.ts';
import type { WorkloadSpec } from './cast/workloadSpec.ts';
import { daysBeforeEnd, madeBefore } from './declared/ages.ts';
import { declaredAutoscaler } from './declared/declaredAutoscaler.ts';
import { declaredContainer } from './declared/declaredContainer.ts';
import { declaredScheduling, podLabelsOf } from './declared/declaredScheduling.ts';
import { disruptionBudgets } from './declared/disruptionBudgets.ts';
import { declaredNamespaces, declaredServices } from './declared/namespacesAndServices.ts';
import { claimNames, volumeLists } from './declared/volumeLists.ts';
import type { GeneratedCluster } from './generateCluster.ts';
import { type Grid, timeAt } from './grid.ts';
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
  return {
    observedAt: grid.window.end,
    nodes: nodes.map(node => ({ ...node, createdAt: madeBefore(grid, `node/${node.name}`, 120) })),
    workloads: workloads.map(({ workload }) => workload),
    ...volumeLists(generated, workloads),
    disruptionBudgets: disruptionBudgets(workloads),
    namespaces: declaredNamespaces(generated),
    services: declaredServices(generated),
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

/** What Kubernetes sets where nobody says otherwise. */
const GRACE_PERIOD = seconds(30);

function workloadOf(generated: GeneratedCluster, spec: WorkloadSpec, pods: readonly PodUsage[]): Workload {
  const reference = referenceOf(generated, spec);
  const ofWorkload = pods.map(({ life }) => life);
  const present = pods.filter(({ life }) => life.to === generated.grid.steps).length;
  const { containers, declares, kind, name, schedule } = spec;
  return {
    id: workloadId(reference),
    reference,
    containers: containers.map(container => declaredContainer(container, declares)),
    pods: pods.map(pod => podOf(pod, isPresent(pod.life, ofWorkload, generated.grid), generated)),
    desiredReplicas: kind === 'CronJob' ? null : present,
    autoscaler: declaredAutoscaler(spec, present),
    labels: { 'app.kubernetes.io/name': name, 'backstage.io/kubernetes-id': name, team: spec.team },
    annotations: {},
    schedule,
    podLabels: podLabelsOf(spec),
    timeZone: null,
    suspended: false,
    createdAt: createdAt(spec, generated.grid),
    job: null,
    maxUnavailable: maxUnavailable(kind, present),
    terminationGracePeriod: GRACE_PERIOD,
    scheduling: declaredScheduling(generated.spec, spec),
    volumes: { claims: claimNames(spec), hostPaths: declares.hostPaths, emptyDir: declares.scratch },
  };
}

const createdAt = ({ namespace, name, presence }: WorkloadSpec, grid: Grid): UnixSeconds =>
  typeof presence === 'object' && 'sinceDays' in presence
    ? // Its first pod is of its first step, and up to a step older than that.
      daysBeforeEnd(grid, presence.sinceDays + 0.01)
    : madeBefore(grid, `${namespace}/${name}`, 250);

/** Kubernetes' defaults: a quarter of a Deployment, rounded down; one pod of what is replaced in order. */
function maxUnavailable(kind: WorkloadSpec['kind'], replicas: number): number | null {
  if (kind === 'CronJob' || replicas === 0) return null;
  return (kind === 'Deployment' ? Math.floor(replicas / 4) : 1) / replicas;
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
    trouble: present && kills > 0 ? 'OOMKilled' : null,
  };
}
