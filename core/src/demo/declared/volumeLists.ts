import {
  type NodeSelectorTerms,
  type PersistentVolume,
  parseBytes,
  type VolumeClaim,
  type Workload,
} from '../../model/index.ts';
import type { VolumeSpec, WorkloadSpec } from '../cast/workloadSpec.ts';
import type { GeneratedCluster } from '../generateCluster.ts';
import { Random } from '../random.ts';
import { madeBefore } from './ages.ts';

/** Names of the claims of a workload, one of each replica where it is a StatefulSet. */
export const claimNames = ({ kind, name, replicas, volume }: WorkloadSpec): string[] =>
  volume === null
    ? []
    : Array.from({ length: replicas }, (_, ordinal) =>
        kind === 'StatefulSet' ? `${volume.name}-${name}-${ordinal}` : volume.name,
      );

/** All claims and disks: those that workloads mount, those that nobody does, and disks whose claim is gone. */
export function volumeLists(
  generated: GeneratedCluster,
  workloads: readonly { readonly spec: WorkloadSpec; readonly workload: Workload }[],
): { volumeClaims: VolumeClaim[]; volumes: PersistentVolume[] } {
  const { spec: cluster } = generated;
  const made = (namespace: string, name: string, volume: VolumeSpec, workload?: Workload) => ({
    claim: claimOf(generated, namespace, name, volume, workload),
    zone: workload === undefined ? (cluster.zones[0] ?? '') : zoneOf(generated, workload, name),
  });
  const claims = [
    ...workloads.flatMap(({ spec, workload }) =>
      claimNames(spec).flatMap(name =>
        spec.volume ? [made(spec.namespace, name, spec.volume, workload)] : [],
      ),
    ),
    ...cluster.forgottenVolumes.map(volume => made(volume.namespace, volume.name, volume)),
  ];
  const released = cluster.releasedVolumes.map(volume =>
    diskOf(claimOf(generated, volume.namespace, volume.name, volume), cluster.zones[1] ?? '', 'Released'),
  );
  return {
    volumeClaims: claims.map(({ claim }) => claim),
    volumes: [...claims.map(({ claim, zone }) => diskOf(claim, zone, 'Bound')), ...released],
  };
}

function claimOf(
  { grid }: GeneratedCluster,
  namespace: string,
  name: string,
  volume: VolumeSpec,
  workload?: Workload,
): VolumeClaim {
  const uid = new Random(`claim/${namespace}/${name}`).text(12, '0123456789abcdef');
  return {
    namespace,
    name,
    storageClass: volume.storageClass,
    requestedBytes: parseBytes(volume.requested),
    usedBytes: parseBytes(volume.used),
    mountedBy: workload === undefined ? [] : [workload.id],
    volume: `pvc-${uid}`,
    createdAt: madeBefore(grid, `claim/${namespace}/${name}`, 300),
  };
}

/** A disk stands in one zone, and so does whoever mounts it. */
const diskOf = (claim: VolumeClaim, zone: string, phase: PersistentVolume['phase']): PersistentVolume => ({
  name: claim.volume ?? '',
  phase,
  capacity: claim.requestedBytes,
  storageClass: claim.storageClass,
  claim: { namespace: claim.namespace, name: claim.name },
  nodeAffinity: inZone(zone),
  reclaimPolicy: phase === 'Released' ? 'Retain' : 'Delete',
  createdAt: claim.createdAt,
});

const inZone = (zone: string): NodeSelectorTerms => [
  [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }],
];

/** Zone of the pod that mounts the claim: of a StatefulSet the one of the same ordinal, else the last. */
function zoneOf({ nodes }: GeneratedCluster, { pods, reference }: Workload, claim: string): string {
  const ordinal = `${reference.name}-${claim.slice(claim.lastIndexOf('-') + 1)}`;
  const pod = pods.find(({ name }) => name === ordinal) ?? pods.at(-1);
  return nodes.find(({ name }) => name === pod?.node)?.zone ?? '';
}
