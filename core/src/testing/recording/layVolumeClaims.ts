import type { MetricFamily } from '../prometheus/metricFamily.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import { createdRows, type MakeFamily } from './stateSeries.ts';

/** Volume claims, who mounts them, and how full the kubelets say they are. */
export function layVolumeClaims(
  { inventory, pods, window }: RecordedCluster,
  family: MakeFamily,
): MetricFamily[] {
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
