import { bytes, bytesPerSecond, type VolumeClaim } from '../../model/index.ts';
import type { KubeStateQueries } from './KubeStateQueries.ts';
import { grouped, keyOf, momentAt, valuesBy } from './grouped.ts';

const CLAIM = ['namespace', 'persistentvolumeclaim'];

const USED = 'kubelet_volume_stats_used_bytes';

/** Highest bytes used on each claim in the window, by `namespace/name`, where the CSI driver reports them. */
export const readVolumeUse = async (state: KubeStateQueries): Promise<Map<string, number>> =>
  valuesBy(await state.highest(USED, CLAIM), ...CLAIM);

/** How fast the use of each claim grows, in bytes per second. */
const readVolumeGrowth = async (state: KubeStateQueries): Promise<Map<string, number>> =>
  valuesBy(await state.slope(USED, CLAIM), ...CLAIM);

/** @param workloadOfPod - id of the workload of a pod, by `namespace/pod` */
export async function readVolumeClaims(
  state: KubeStateQueries,
  workloadOfPod: ReadonlyMap<string, string>,
): Promise<VolumeClaim[]> {
  const [infos, requested, used, growth, mounts, created] = await Promise.all([
    state.present('kube_persistentvolumeclaim_info', [...CLAIM, 'storageclass', 'volumename']),
    state.present('kube_persistentvolumeclaim_resource_requests_storage_bytes', CLAIM),
    readVolumeUse(state),
    readVolumeGrowth(state),
    state.present('kube_pod_spec_volumes_persistentvolumeclaims_info', [...CLAIM, 'pod']),
    state.present('kube_persistentvolumeclaim_created', CLAIM),
  ]);
  const requestedOf = valuesBy(requested, ...CLAIM);
  const createdOf = valuesBy(created, ...CLAIM);
  const mountsOf = grouped(mounts, ...CLAIM);
  return infos.map(({ labels }) => {
    const key = keyOf(labels, ...CLAIM);
    const usedBytes = used.get(key);
    const slope = growth.get(key);
    const mountedBy = (mountsOf.get(key) ?? []).map(row =>
      workloadOfPod.get(keyOf(row.labels, 'namespace', 'pod')),
    );
    return {
      namespace: labels['namespace'] ?? '',
      name: labels['persistentvolumeclaim'] ?? '',
      storageClass: labels['storageclass'] || null,
      requestedBytes: bytes(requestedOf.get(key) ?? 0),
      usedBytes: usedBytes === undefined ? null : bytes(usedBytes),
      growth: slope === undefined || !Number.isFinite(slope) ? null : bytesPerSecond(slope),
      mountedBy: [...new Set(mountedBy.filter(id => id !== undefined))],
      volume: labels['volumename'] || null,
      createdAt: momentAt(createdOf.get(key)),
    };
  });
}
