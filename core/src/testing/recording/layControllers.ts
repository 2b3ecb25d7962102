import type { Workload } from '../../model/index.ts';
import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import { layAutoscalers } from './layAutoscalers.ts';
import { layJobResults } from './layJobResults.ts';
import { layVolumeClaims } from './layVolumeClaims.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import { createdRows, type MakeFamily, prefixed, type StateRow } from './stateSeries.ts';

/** Kind, the label that names it, and the family that tells its wanted replicas. */
const REPLICAS: readonly (readonly [kind: string, label: string, metric: string])[] = [
  ['Deployment', 'deployment', 'kube_deployment_spec_replicas'],
  ['StatefulSet', 'statefulset', 'kube_statefulset_replicas'],
  ['DaemonSet', 'daemonset', 'kube_daemonset_status_desired_number_scheduled'],
];

/** Label that names the objects of the other kinds. */
const NAMED: readonly (readonly [kind: string, label: string, family: string])[] = [
  ['Deployment', 'deployment', 'deployment'],
  ['StatefulSet', 'statefulset', 'statefulset'],
  ['DaemonSet', 'daemonset', 'daemonset'],
  ['CronJob', 'cronjob', 'cronjob'],
  ['Job', 'job_name', 'job'],
];

/** Controllers, what owns them, what scales them, and volume claims. */
export function layControllers(cluster: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const { inventory, window } = cluster;
  const row = (labels: Labels, value: number): StateRow => ({ labels, value, window });
  const ofKind = (kind: string): Workload[] =>
    inventory.workloads.filter(({ reference }) => reference.kind === kind && isThere(reference.kind));
  return [
    ...REPLICAS.flatMap(([kind, label, metric]) => [
      family(
        metric,
        ofKind(kind).flatMap(({ reference: { namespace, name }, desiredReplicas }) =>
          desiredReplicas === null ? [] : [row({ namespace, [label]: name }, desiredReplicas)],
        ),
      ),
      family(
        `kube_${label}_labels`,
        ofKind(kind).map(({ reference: { namespace, name }, labels }) =>
          row({ namespace, [label]: name, ...prefixed('label_', labels) }, 1),
        ),
      ),
      family(
        `kube_${label}_annotations`,
        ofKind(kind).map(({ reference: { namespace, name }, annotations }) =>
          row({ namespace, [label]: name, ...prefixed('annotation_', annotations) }, 1),
        ),
      ),
    ]),
    family(
      'kube_cronjob_info',
      ofKind('CronJob').map(({ reference: { namespace, name }, schedule, timeZone }) =>
        row({ namespace, cronjob: name, schedule: schedule ?? '', timezone: timeZone ?? 'local' }, 1),
      ),
    ),
    family(
      'kube_cronjob_spec_suspend',
      ofKind('CronJob').map(({ reference: { namespace, name }, suspended }) =>
        row({ namespace, cronjob: name }, suspended ? 1 : 0),
      ),
    ),
    family(
      'kube_deployment_spec_strategy_rollingupdate_max_unavailable',
      ofKind('Deployment').flatMap(({ reference: { namespace, name }, desiredReplicas, maxUnavailable }) =>
        desiredReplicas === null || maxUnavailable === null
          ? []
          : [row({ namespace, deployment: name }, Math.round(maxUnavailable * desiredReplicas))],
      ),
    ),
    ...NAMED.map(([kind, label, prefix]) =>
      family(
        `kube_${prefix}_created`,
        createdRows(
          ofKind(kind).map(({ reference: { namespace, name }, createdAt }) => ({
            labels: { namespace, [label]: name },
            createdAt,
          })),
          window,
        ),
      ),
    ),
    ...layJobResults(cluster, family),
    ...layIntermediates(cluster, family),
    ...layAutoscalers(cluster, family),
    ...layVolumeClaims(cluster, family),
  ];
}

/** Kinds that a workload of the recording can have although kube-state-metrics has no object for them. */
const isThere = (kind: string): boolean => kind !== 'Node' && kind !== 'Pod';

/** ReplicaSets and Jobs with their owners, as long as any of their pods was there. */
function layIntermediates({ pods }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const rows = (kind: string, label: string): StateRow[] => {
    const owners = new Map<string, StateRow>();
    for (const { namespace, owner, workload, window } of pods) {
      if (owner.kind !== kind) continue;
      const { kind: owner_kind, name: owner_name } = workload.reference;
      const own = owner_kind === kind;
      const labels = {
        namespace,
        [label]: owner.name,
        owner_kind: own ? '' : owner_kind,
        owner_name: own ? '' : owner_name,
        owner_is_controller: own ? '' : 'true',
      };
      const known = owners.get(`${namespace}/${owner.name}`)?.window ?? window;
      const start = known.start < window.start ? known.start : window.start;
      const end = known.end > window.end ? known.end : window.end;
      owners.set(`${namespace}/${owner.name}`, { labels, value: 1, window: { start, end } });
    }
    return [...owners.values()];
  };
  return [
    family('kube_replicaset_owner', rows('ReplicaSet', 'replicaset')),
    family('kube_job_owner', rows('Job', 'job_name')),
  ];
}
