import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import type { VolumeClaim } from '../../model/index.ts';
import { identityOf } from './identityOf.ts';
import { momentOf } from './momentOf.ts';
import { claimNames } from './podVolumes.ts';
import { storageSize } from './storageSize.ts';
import type { WorkloadRecord } from './toWorkloads.ts';

/** Annotation of Kubernetes before 1.6 that some provisioners still write in place of the field. */
const OLD_STORAGE_CLASS = 'volume.beta.kubernetes.io/storage-class';

/**
 * Volume claims and who mounts them. A claim whose size cannot be read is left out with a note, because a
 * claim of 0 bytes would be a lie.
 */
export function toVolumeClaims(
  claims: readonly V1PersistentVolumeClaim[],
  workloads: readonly WorkloadRecord[],
  note: (message: string) => void,
): VolumeClaim[] {
  const mounts = mountsByClaim(workloads);
  return claims.flatMap(claim => {
    const { metadata, spec, status } = claim;
    const { namespace, name } = identityOf(claim);
    const requestedBytes = storageSize(spec?.resources?.requests ?? status?.capacity);
    if (requestedBytes === null) {
      note(`volume claim ${namespace}/${name} is left out: its size is no amount`);
      return [];
    }
    return [
      {
        namespace,
        name,
        storageClass: storageClassOf(claim),
        requestedBytes,
        usedBytes: null,
        mountedBy: [...(mounts.get(`${namespace}/${name}`) ?? [])],
        volume: spec?.volumeName || null,
        createdAt: momentOf(metadata?.creationTimestamp),
      },
    ];
  });
}

const storageClassOf = ({ metadata, spec }: V1PersistentVolumeClaim): string | null =>
  spec?.storageClassName || metadata?.annotations?.[OLD_STORAGE_CLASS] || null;

/** Workload ids by `namespace/claim`. */
function mountsByClaim(workloads: readonly WorkloadRecord[]): Map<string, Set<string>> {
  const mounts = new Map<string, Set<string>>();
  for (const { workload, pods, controller } of workloads) {
    for (const claim of claimNames(pods, controller)) {
      const key = `${workload.reference.namespace}/${claim}`;
      mounts.set(key, (mounts.get(key) ?? new Set()).add(workload.id));
    }
  }
  return mounts;
}
