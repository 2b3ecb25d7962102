import type { Autoscaler, JobResult, UnixSeconds } from '../../model/index.ts';
import type { Labels } from '../prometheus/parseResult.ts';
import { matches } from '../prometheus/promql.ts';
import type { KubeStateQueries, StateRow } from './KubeStateQueries.ts';
import { decodeLabels } from './decodeLabels.ts';
import { keyOf, momentAt, valuesBy } from './grouped.ts';
import type { IntermediateOwners, Owner } from './ownerChain.ts';
import { readAutoscalers } from './readAutoscalers.ts';
import { readJobResults } from './readJobResults.ts';

/** What is known of controllers; keys are `kind/namespace/name`. */
export interface ControllerRecords {
  readonly intermediate: IntermediateOwners;
  readonly replicas: ReadonlyMap<string, number>;
  readonly cronJobs: ReadonlyMap<string, CronJobRecord>;
  readonly jobs: ReadonlyMap<string, JobResult>;
  readonly autoscalers: ReadonlyMap<string, Autoscaler>;
  /** Pods, not a share: kube-state-metrics has reckoned percentages already. */
  readonly maxUnavailable: ReadonlyMap<string, number>;
  readonly created: ReadonlyMap<string, UnixSeconds>;
  readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly annotations: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface CronJobRecord {
  readonly schedule: string;
  readonly timeZone: string | null;
  readonly suspended: boolean;
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
  const described = (what: string): Promise<StateRow[]> =>
    state.withAllLabels(
      null,
      matches('__name__', `kube_(deployment|statefulset|daemonset|cronjob|job|replicaset)_${what}`),
    );
  const [intermediate, replicas, autoscalers, cronJobs, jobs, maxUnavailable, labels, annotations, created] =
    await Promise.all([
      readIntermediateOwners(state),
      readReplicas(state),
      readAutoscalers(state),
      readCronJobs(state),
      readJobResults(state),
      state.present('kube_deployment_spec_strategy_rollingupdate_max_unavailable', [
        'namespace',
        'deployment',
      ]),
      described('labels'),
      described('annotations'),
      described('created'),
    ]);
  addCustomControllers(replicas, intermediate);
  return {
    intermediate,
    replicas,
    cronJobs,
    jobs,
    autoscalers,
    maxUnavailable: new Map(
      [...valuesBy(maxUnavailable, 'namespace', 'deployment')].map(([key, pods]) => [
        `Deployment/${key}`,
        pods,
      ]),
    ),
    labels: decodedByObject(labels, 'label_'),
    annotations: decodedByObject(annotations, 'annotation_'),
    created: new Map(
      created.flatMap(row => {
        const [key, moment] = [objectKey(row.labels), momentAt(row.value)];
        return key === null || moment === null ? [] : [[key, moment] as const];
      }),
    ),
  };
}

async function readReplicas(state: KubeStateQueries): Promise<Map<string, number>> {
  const families = await Promise.all(
    REPLICA_METRICS.map(async ([kind, metric]) => {
      const rows = await state.present(metric, ['namespace', NAMED[kind]!]);
      return [...valuesBy(rows, 'namespace', NAMED[kind]!)].map(
        ([key, value]) => [`${kind}/${key}`, value] as const,
      );
    }),
  );
  return new Map(families.flat());
}

/** When CronJobs run, by `CronJob/namespace/name`. */
async function readCronJobs(state: KubeStateQueries): Promise<Map<string, CronJobRecord>> {
  const [infos, suspended] = await Promise.all([
    state.present('kube_cronjob_info', ['namespace', 'cronjob', 'schedule', 'timezone']),
    state.present('kube_cronjob_spec_suspend', ['namespace', 'cronjob']),
  ]);
  const suspendedOf = valuesBy(suspended, 'namespace', 'cronjob');
  return new Map(
    infos.map(({ labels }) => {
      const key = keyOf(labels, 'namespace', 'cronjob');
      const zone = labels['timezone'] ?? '';
      return [
        `CronJob/${key}`,
        {
          schedule: labels['schedule'] ?? '',
          // `local` is what kube-state-metrics writes where the CronJob names none.
          timeZone: zone === '' || zone === 'local' ? null : zone,
          suspended: suspendedOf.get(key) === 1,
        },
      ];
    }),
  );
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

/** `kind/namespace/name` of the controller that a series of `kube_<kind>_…` is about; `null` where it is of none. */
function objectKey(labels: Labels): string | null {
  const family = /^kube_([a-z]+)_/.exec(labels['__name__'] ?? '')?.[1];
  const kind = Object.keys(NAMED).find(candidate => candidate.toLowerCase() === family);
  return kind === undefined ? null : `${kind}/${keyOf(labels, 'namespace', NAMED[kind]!)}`;
}

function decodedByObject(
  rows: readonly StateRow[],
  prefix: 'label_' | 'annotation_',
): Map<string, Record<string, string>> {
  const decoded = new Map<string, Record<string, string>>();
  for (const { labels } of rows) {
    const key = objectKey(labels);
    if (key !== null) decoded.set(key, { ...decoded.get(key), ...decodeLabels(labels, prefix) });
  }
  return decoded;
}
