import type { Autoscaler } from '../../model/index.ts';
import { matches } from '../prometheus/promql.ts';
import type { KubeStateQueries, StateRow } from './KubeStateQueries.ts';
import { decodeLabels } from './decodeLabels.ts';
import { grouped, keyOf, valuesBy } from './grouped.ts';
import type { IntermediateOwners, Owner } from './ownerChain.ts';

/** What is known of controllers; keys are `kind/namespace/name`. */
export interface ControllerRecords {
  readonly intermediate: IntermediateOwners;
  readonly replicas: ReadonlyMap<string, number>;
  readonly schedules: ReadonlyMap<string, string>;
  readonly autoscalers: ReadonlyMap<string, Autoscaler>;
  readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly annotations: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Label that names the object in the families of each kind. */
const NAMED: Readonly<Record<string, string>> = {
  Deployment: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
  ReplicaSet: 'replicaset',
  CronJob: 'cronjob',
  Job: 'job_name',
};

const REPLICA_METRICS: readonly (readonly [kind: string, metric: string])[] = [
  ['Deployment', 'kube_deployment_spec_replicas'],
  ['StatefulSet', 'kube_statefulset_replicas'],
  ['DaemonSet', 'kube_daemonset_status_desired_number_scheduled'],
  ['ReplicaSet', 'kube_replicaset_spec_replicas'],
];

export async function readControllers(state: KubeStateQueries): Promise<ControllerRecords> {
  const [intermediate, replicaRows, cronJobs, autoscalers, labels, annotations] = await Promise.all([
    readIntermediateOwners(state),
    Promise.all(REPLICA_METRICS.map(([kind, metric]) => state.present(metric, ['namespace', NAMED[kind]!]))),
    state.present('kube_cronjob_info', ['namespace', 'cronjob', 'schedule']),
    readAutoscalers(state),
    state.withAllLabels(
      null,
      matches('__name__', 'kube_(deployment|statefulset|daemonset|cronjob|job)_labels'),
    ),
    state.withAllLabels(
      null,
      matches('__name__', 'kube_(deployment|statefulset|daemonset|cronjob|job)_annotations'),
    ),
  ]);
  const replicas = new Map<string, number>();
  for (const [index, [kind]] of REPLICA_METRICS.entries()) {
    for (const [key, value] of valuesBy(replicaRows[index] ?? [], 'namespace', NAMED[kind]!)) {
      replicas.set(`${kind}/${key}`, value);
    }
  }
  addCustomControllers(replicas, intermediate);
  return {
    intermediate,
    replicas,
    schedules: new Map(
      cronJobs.map(row => [
        `CronJob/${keyOf(row.labels, 'namespace', 'cronjob')}`,
        row.labels['schedule'] ?? '',
      ]),
    ),
    autoscalers,
    labels: decodedByObject(labels, 'label_'),
    annotations: decodedByObject(annotations, 'annotation_'),
  };
}

async function readIntermediateOwners(state: KubeStateQueries): Promise<IntermediateOwners> {
  const owners = async (metric: string, label: string): Promise<Map<string, Owner>> => {
    // Those of the window, so that pods of a replaced ReplicaSet or a finished Job find their workload.
    const rows = await state.lastKnown(metric, ['namespace', label, 'owner_kind', 'owner_name']);
    return new Map(
      rows.map(row => [
        keyOf(row.labels, 'namespace', label),
        { kind: row.labels['owner_kind'] ?? '', name: row.labels['owner_name'] ?? '' },
      ]),
    );
  };
  const [replicaSets, jobs, replicationControllers] = await Promise.all([
    owners('kube_replicaset_owner', 'replicaset'),
    owners('kube_job_owner', 'job_name'),
    owners('kube_replicationcontroller_owner', 'replicationcontroller'),
  ]);
  return { replicaSets, jobs, replicationControllers };
}

/** A controller that kube-state-metrics has no family for (Rollout) wants what its ReplicaSets want. */
function addCustomControllers(replicas: Map<string, number>, { replicaSets }: IntermediateOwners): void {
  const wanted = new Map<string, number>();
  for (const [key, owner] of replicaSets) {
    if (owner.kind === 'Deployment' || owner.kind === '' || owner.kind === '<none>') continue;
    const [namespace = ''] = key.split('/');
    const controller = `${owner.kind}/${namespace}/${owner.name}`;
    wanted.set(controller, (wanted.get(controller) ?? 0) + (replicas.get(`ReplicaSet/${key}`) ?? 0));
  }
  for (const [controller, count] of wanted) replicas.set(controller, count);
}

const AUTOSCALER = ['namespace', 'horizontalpodautoscaler'];

async function readAutoscalers(state: KubeStateQueries): Promise<Map<string, Autoscaler>> {
  const [infos, minimum, maximum, current, targets] = await Promise.all([
    state.present('kube_horizontalpodautoscaler_info', [
      ...AUTOSCALER,
      'scaletargetref_kind',
      'scaletargetref_name',
    ]),
    state.present('kube_horizontalpodautoscaler_spec_min_replicas', AUTOSCALER),
    state.present('kube_horizontalpodautoscaler_spec_max_replicas', AUTOSCALER),
    state.present('kube_horizontalpodautoscaler_status_current_replicas', AUTOSCALER),
    state.present('kube_horizontalpodautoscaler_spec_target_metric', [
      ...AUTOSCALER,
      'metric_name',
      'metric_target_type',
    ]),
  ]);
  const [minimumOf, maximumOf, currentOf] = [minimum, maximum, current].map(rows =>
    valuesBy(rows, ...AUTOSCALER),
  );
  const targetsOf = grouped(targets, ...AUTOSCALER);
  return new Map(
    infos.map(({ labels }) => {
      const key = keyOf(labels, ...AUTOSCALER);
      const target = `${labels['scaletargetref_kind']}/${labels['namespace']}/${labels['scaletargetref_name']}`;
      const autoscaler: Autoscaler = {
        kind: 'HorizontalPodAutoscaler',
        name: labels['horizontalpodautoscaler'] ?? '',
        minReplicas: minimumOf?.get(key) ?? 1,
        maxReplicas: maximumOf?.get(key) ?? 1,
        currentReplicas: currentOf?.get(key) ?? 0,
        targets: (targetsOf.get(key) ?? []).map(row => ({
          metric: row.labels['metric_name'] ?? '',
          utilizationPercent: row.labels['metric_target_type'] === 'utilization' ? row.value : null,
        })),
        failures: [],
      };
      return [target, autoscaler];
    }),
  );
}

function decodedByObject(
  rows: readonly StateRow[],
  prefix: 'label_' | 'annotation_',
): Map<string, Record<string, string>> {
  const kindOf = new Map(Object.keys(NAMED).map(kind => [kind.toLowerCase(), kind]));
  const decoded = new Map<string, Record<string, string>>();
  for (const { labels } of rows) {
    const kind = kindOf.get(/^kube_([a-z]+)_/.exec(labels['__name__'] ?? '')?.[1] ?? '');
    if (kind === undefined) continue;
    const key = `${kind}/${keyOf(labels, 'namespace', NAMED[kind]!)}`;
    decoded.set(key, { ...decoded.get(key), ...decodeLabels(labels, prefix) });
  }
  return decoded;
}
