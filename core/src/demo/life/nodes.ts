import { bytes, type ClusterNode, cores, parseBytes, parseCores } from '../../model/index.ts';
import type { ClusterSpec } from '../cast/clusterSpec.ts';
import type { NodePoolSpec } from '../cast/workloadSpec.ts';
import type { Random } from '../random.ts';

/** The nodes of all pools, spread over the zones. */
export const nodesOf = (spec: ClusterSpec, random: Random): ClusterNode[] =>
  spec.pools.flatMap(pool =>
    Array.from({ length: pool.count }, (_, index) =>
      node(spec, pool, spec.zones[index % spec.zones.length] ?? '', random),
    ),
  );

function node(spec: ClusterSpec, pool: NodePoolSpec, zone: string, random: Random): ClusterNode {
  const { region, provider } = spec.cluster;
  const name =
    provider === 'gcp'
      ? `gke-${spec.cluster.id}-${pool.name}-${random.child(pool.name).text(8, '0123456789abcdef')}-${random.text(4, 'bcdfghjklmnpqrstvwxz')}`
      : `ip-10-0-${random.integer(0, 255)}-${random.integer(4, 254)}.ec2.internal`;
  const gpus = pool.gpus === 0 ? null : pool.gpus;
  return {
    name,
    instanceType: pool.instanceType,
    region,
    zone,
    pool: pool.name,
    architecture: pool.architecture,
    spot: pool.spot,
    capacity: { cpu: cores(pool.cpu), memory: bytes(parseBytes(pool.memory)), gpus },
    allocatable: { cpu: parseCores(pool.allocatable.cpu), memory: parseBytes(pool.allocatable.memory), gpus },
    maxPods: pool.maxPods,
    taints: pool.taint ? [{ ...pool.taint, effect: 'NoSchedule' }] : [],
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/arch': pool.architecture,
      'node.kubernetes.io/instance-type': pool.instanceType,
      'topology.kubernetes.io/region': region ?? '',
      'topology.kubernetes.io/zone': zone,
      ...(pool.gpuModel === null ? {} : { 'nvidia.com/gpu.product': pool.gpuModel }),
      ...(provider === 'gcp'
        ? {
            'cloud.google.com/gke-nodepool': pool.name,
            ...(pool.spot ? { 'cloud.google.com/gke-spot': 'true' } : {}),
          }
        : {
            'eks.amazonaws.com/nodegroup': pool.name,
            'eks.amazonaws.com/capacityType': pool.spot ? 'SPOT' : 'ON_DEMAND',
          }),
    },
    unschedulable: false,
    createdAt: null,
    gpuModel: pool.gpuModel,
  };
}
