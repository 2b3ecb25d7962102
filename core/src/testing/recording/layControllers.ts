import type { Workload } from '../../model/index.ts';
import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import { type MakeFamily, prefixed, type StateRow } from './stateSeries.ts';

/** Kind, the label that names it, and the family that tells its wanted replicas. */
const REPLICAS: readonly (readonly [kind: string, label: string, metric: string])[] = [
  ['Deployment', 'deployment', 'kube_deployment_spec_replicas'],
  ['StatefulSet', 'statefulset', 'kube_statefulset_replicas'],
  ['DaemonSet', 'daemonset', 'kube_daemonset_status_desired_number_scheduled'],
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
      ofKind('CronJob').map(({ reference: { namespace, name }, schedule }) =>
        row({ namespace, cronjob: name, schedule: schedule ?? '' }, 1),
      ),
    ),
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

function layAutoscalers({ inventory, window }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const scaled = inventory.workloads.flatMap(({ reference, autoscaler }) => {
    if (autoscaler === null) return [];
    return [
      {
        reference,
        autoscaler,
        labels: { namespace: reference.namespace, horizontalpodautoscaler: autoscaler.name },
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
          volumename: `pv-${claim.name}`,
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
