import type { V1ObjectReference, V1PersistentVolume } from '@kubernetes/client-node';
import type { PersistentVolume } from '../../model/index.ts';
import { identityOf } from './identityOf.ts';
import { momentOf } from './momentOf.ts';
import { nodeSelectorTerms } from './nodeSelectorTerms.ts';
import { storageSize } from './storageSize.ts';

const PHASES: readonly PersistentVolume['phase'][] = ['Pending', 'Available', 'Bound', 'Released', 'Failed'];

/** Persistent volumes. One whose size cannot be read is left out with a note, as a claim is. */
export const toPersistentVolumes = (
  volumes: readonly V1PersistentVolume[],
  note: (message: string) => void,
): PersistentVolume[] =>
  volumes.flatMap(volume => {
    const { metadata, spec, status } = volume;
    const { name } = identityOf(volume);
    const capacity = storageSize(spec?.capacity);
    if (capacity === null) {
      note(`persistent volume ${name} is left out: its size is no amount`);
      return [];
    }
    return [
      {
        name,
        phase: PHASES.find(phase => phase === status?.phase) ?? 'Pending',
        capacity,
        storageClass: spec?.storageClassName || null,
        claim: claimOf(spec?.claimRef),
        nodeAffinity: nodeSelectorTerms(spec?.nodeAffinity?.required),
        reclaimPolicy: spec?.persistentVolumeReclaimPolicy ?? null,
        createdAt: momentOf(metadata?.creationTimestamp),
      },
    ];
  });

const claimOf = (reference: V1ObjectReference | undefined): PersistentVolume['claim'] =>
  reference?.name === undefined ? null : { namespace: reference.namespace ?? '', name: reference.name };
