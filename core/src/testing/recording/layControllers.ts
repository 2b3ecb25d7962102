import type { Workload } from '../../model/index.ts';
import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import { kedaName } from './autoscalerObjects.ts';
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
    ...layJobResults(ofKind('Job'), family, row),
    ...layIntermediates(cluster, family),
    ...layAutoscalers(cluster, family),
    ...layVolumeClaims(cluster, family),
  ];
}

/** How Jobs ended. */
function layJobResults(
  jobs: readonly Workload[],
  family: MakeFamily,
  row: (labels: Labels, value: number) => StateRow,
): MetricFamily[] {
  const ended = jobs.flatMap(({ reference: { namespace, name }, job }) =>
    job === null ? [] : [{ job, labels: { namespace, job_name: name } }],
  );
  const condition = (complete: boolean): StateRow[] =>
    ended
      .filter(({ job }) => job.succeeded > 0 === complete)
      .map(({ labels }) => row({ ...labels, condition: 'true' }, 1));
  return [
    family('kube_job_complete', condition(true)),
    family('kube_job_failed', condition(false)),
    family(
      'kube_job_status_succeeded',
      ended.map(({ job, labels }) => row(labels, job.succeeded)),
    ),
    family(
      'kube_job_status_failed',
      ended.map(({ job, labels }) => row(labels, job.failed)),
    ),
    family(
      'kube_job_status_completion_time',
      ended.flatMap(({ job, labels }) => (job.finishedAt === null ? [] : [row(labels, job.finishedAt)])),
    ),
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

function layAutoscalers({ inventory, window }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const scaled = inventory.workloads.flatMap(({ reference, autoscaler }) => {
    if (autoscaler === null) return [];
    return [
      {
        reference,
        autoscaler,
        labels: {
          namespace: reference.namespace,
          horizontalpodautoscaler:
            autoscaler.kind === 'ScaledObject' ? kedaName(autoscaler) : autoscaler.name,
        },
      },
    ];
  });
  const rows = (of: (one: (typeof scaled)[number]) => [Labels, number][]): StateRow[] =>
    scaled.flatMap(one =>
      of(one).map(([labels, value]) => ({ labels: { ...one.labels, ...labels }, value, window })),
    );
  return [
    family(
      'kube_horizontalpodautoscaler_info',
      rows(({ reference }) => [
        [
          {
            scaletargetref_api_version: 'apps/v1',
            scaletargetref_kind: reference.kind,
            scaletargetref_name: reference.name,
          },
          1,
        ],
      ]),
    ),
    family(
      'kube_horizontalpodautoscaler_spec_min_replicas',
      rows(({ autoscaler }) => [[{}, autoscaler.minReplicas]]),
    ),
    family(
      'kube_horizontalpodautoscaler_spec_max_replicas',
      rows(({ autoscaler }) => [[{}, autoscaler.maxReplicas]]),
    ),
    family(
      'kube_horizontalpodautoscaler_status_current_replicas',
      rows(({ autoscaler }) => [[{}, autoscaler.currentReplicas]]),
    ),
    family(
      'kube_horizontalpodautoscaler_status_condition',
      rows(({ autoscaler }) =>
        autoscaler.failures.map(({ condition }) => [{ condition, status: 'false' }, 1]),
      ),
    ),
    family(
      'kube_horizontalpodautoscaler_spec_target_metric',
      rows(({ autoscaler }) =>
        autoscaler.targets.map(({ metric, utilizationPercent }) => [
          {
            metric_name: metric,
            metric_target_type: utilizationPercent === null ? 'average' : 'utilization',
          },
          utilizationPercent ?? 0,
        ]),
      ),
    ),
  ];
}

function layVolumeClaims({ inventory, pods, window }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const claims = inventory.volumeClaims.map(claim => ({
    claim,
    labels: { namespace: claim.namespace, persistentvolumeclaim: claim.name },
  }));
  const mounts = claims.flatMap(({ claim, labels }) =>
    pods
      .filter(({ workload, pod }) => pod.present && claim.mountedBy.includes(workload.id))
      .map(({ pod, window: life }) => ({
        labels: { ...labels, pod: pod.name, uid: pod.uid, volume: claim.name },
        value: 1,
        window: life,
      })),
  );
  return [
    family(
      'kube_persistentvolumeclaim_info',
      claims.map(({ claim, labels }) => ({
        labels: {
          ...labels,
          storageclass: claim.storageClass ?? '',
          volumename: claim.volume ?? '',
          volumemode: 'Filesystem',
        },
        value: 1,
        window,
      })),
    ),
    family(
      'kube_persistentvolumeclaim_resource_requests_storage_bytes',
      claims.map(({ claim, labels }) => ({ labels, value: claim.requestedBytes, window })),
    ),
    family(
      'kube_persistentvolumeclaim_created',
      createdRows(
        claims.map(({ claim, labels }) => ({ labels, createdAt: claim.createdAt })),
        window,
      ),
    ),
    family('kube_pod_spec_volumes_persistentvolumeclaims_info', mounts),
    family(
      'kubelet_volume_stats_used_bytes',
      claims.flatMap(({ claim, labels }) =>
        claim.usedBytes === null
          ? []
          : [
              {
                labels: { ...labels, job: 'kubelet', metrics_path: '/metrics' },
                value: claim.usedBytes,
                window,
              },
            ],
      ),
    ),
  ];
}
