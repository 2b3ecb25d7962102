import { bytes, type PersistentVolume } from '../../model/index.ts';
import type { KubeStateQueries, StateRow } from './KubeStateQueries.ts';
import { grouped, momentAt, valuesBy } from './grouped.ts';

const VOLUME = ['persistentvolume'];
const PHASES: readonly PersistentVolume['phase'][] = ['Pending', 'Available', 'Bound', 'Released', 'Failed'];

/** `null` where kube-state-metrics does not tell of volumes; those whose size it does not tell are left out. */
export async function readPersistentVolumes(state: KubeStateQueries): Promise<PersistentVolume[] | null> {
  const [phases, capacities, infos, claims, created] = await Promise.all([
    state.presentOrUnknown('kube_persistentvolume_status_phase', [...VOLUME, 'phase']),
    state.present('kube_persistentvolume_capacity_bytes', VOLUME),
    state.present('kube_persistentvolume_info', [...VOLUME, 'storageclass', 'reclaim_policy']),
    state.present('kube_persistentvolume_claim_ref', [...VOLUME, 'claim_namespace', 'name']),
    state.present('kube_persistentvolume_created', VOLUME),
  ]);
  if (phases === null) return null;
  const phaseOf = grouped(
    phases.filter(({ value }) => value === 1),
    ...VOLUME,
  );
  const [infoOf, claimOf] = [grouped(infos, ...VOLUME), grouped(claims, ...VOLUME)];
  const createdOf = valuesBy(created, ...VOLUME);
  return capacities.map(({ labels, value }) => {
    const name = labels['persistentvolume'] ?? '';
    const phase = phaseOf.get(name)?.[0]?.labels['phase'];
    const info = infoOf.get(name)?.[0];
    return {
      name,
      phase: PHASES.find(known => known === phase) ?? 'Pending',
      capacity: bytes(value),
      storageClass: info?.labels['storageclass'] || null,
      claim: claimIn(claimOf.get(name)?.[0]),
      nodeAffinity: null,
      reclaimPolicy: info?.labels['reclaim_policy'] || null,
      createdAt: momentAt(createdOf.get(name)),
    };
  });
}

const claimIn = (row: StateRow | undefined): PersistentVolume['claim'] =>
  row ? { namespace: row.labels['claim_namespace'] ?? '', name: row.labels['name'] ?? '' } : null;
