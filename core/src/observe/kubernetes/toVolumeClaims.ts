import type { V1PersistentVolumeClaim, V1Pod, V1Volume } from '@kubernetes/client-node';
import { type Bytes, InvalidInputError, parseBytes, type VolumeClaim } from '../../model/index.ts';
import { identityOf } from './identityOf.ts';
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
    const { namespace, name } = identityOf(claim);
    const requestedBytes = sizeOf(claim);
    if (requestedBytes === null) {
      note(`volume claim ${namespace}/${name} is left out: its size is not a quantity`);
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
        volume: claim.spec?.volumeName ?? null,
        createdAt: null,
      },
    ];
  });
}

const storageClassOf = ({ metadata, spec }: V1PersistentVolumeClaim): string | null =>
  spec?.storageClassName || metadata?.annotations?.[OLD_STORAGE_CLASS] || null;

function sizeOf({ spec, status }: V1PersistentVolumeClaim): Bytes | null {
  const quantity = spec?.resources?.requests?.['storage'] ?? status?.capacity?.['storage'] ?? '';
  try {
    return parseBytes(quantity);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

/** Workload ids by `namespace/claim`; a template counts too, because a CronJob has no pod most of the time. */
function mountsByClaim(workloads: readonly WorkloadRecord[]): Map<string, Set<string>> {
  const mounts = new Map<string, Set<string>>();
  for (const { workload, pods, controller } of workloads) {
    const claims = [
      ...pods.flatMap(pod => (pod.spec?.volumes ?? []).map(volume => claimOf(volume, pod))),
      ...(controller?.template?.spec?.volumes ?? []).map(volume => volume.persistentVolumeClaim?.claimName),
    ];
    for (const claim of claims) {
      if (claim === undefined) continue;
      const key = `${workload.reference.namespace}/${claim}`;
      mounts.set(key, (mounts.get(key) ?? new Set()).add(workload.id));
    }
  }
  return mounts;
}

/** A generic ephemeral volume is a claim named after its pod. */
const claimOf = (volume: V1Volume, pod: V1Pod): string | undefined =>
  volume.persistentVolumeClaim?.claimName ??
  (volume.ephemeral ? `${pod.metadata?.name}-${volume.name}` : undefined);
