import type { LabelSelector, Scheduling, Toleration } from '../../model/index.ts';
import type { ClusterSpec } from '../cast/clusterSpec.ts';
import type { WorkloadSpec } from '../cast/workloadSpec.ts';
import { poolLabel } from './poolLabel.ts';

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

export const podLabelsOf = ({ name }: WorkloadSpec): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': name,
});

export const podSelector = ({ name }: WorkloadSpec): LabelSelector => [
  { key: 'app.kubernetes.io/name', operator: 'In', values: [name] },
];

/** Where its pods may run: on the pool it was made for, agents everywhere. */
export function declaredScheduling(spec: ClusterSpec, workload: WorkloadSpec): Scheduling {
  const { declares, kind } = workload;
  const everywhere = kind === 'DaemonSet';
  const isSpecial = !everywhere && workload.pool !== 'general';
  return {
    nodeSelector: isSpecial ? { [poolLabel(spec.cluster)]: workload.pool } : {},
    nodeAffinity: null,
    podAffinity: [],
    podAntiAffinity: declares.apart
      ? [{ selector: podSelector(workload), topologyKey: HOSTNAME, namespaces: [], namespaceSelector: null }]
      : [],
    tolerations: everywhere ? [EVERY_TAINT] : tolerationsOf(spec, workload),
    topologySpread: declares.spread
      ? [
          {
            maxSkew: 1,
            topologyKey: ZONE,
            whenUnsatisfiable: 'ScheduleAnyway',
            selector: podSelector(workload),
            minDomains: null,
          },
        ]
      : [],
    priorityClass: declares.priorityClass,
    hostPorts: [],
  };
}

const EVERY_TAINT: Toleration = { key: '', operator: 'Exists', value: '', effect: '' };

const tolerationsOf = ({ pools }: ClusterSpec, { pool }: WorkloadSpec): Toleration[] =>
  pools
    .filter(({ name }) => name === pool)
    .flatMap(({ taint }) =>
      taint ? [{ key: taint.key, operator: 'Equal', value: taint.value, effect: 'NoSchedule' }] : [],
    );
