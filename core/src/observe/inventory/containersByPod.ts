import type { Container, ContainerRole } from '../../model/index.ts';
import type { StateRow } from './KubeStateQueries.ts';
import { grouped } from './grouped.ts';
import { amountsOf } from './stateAmounts.ts';

const CONTAINER = ['namespace', 'pod', 'container'];

/** Rows that describe containers. */
export interface ContainerRows {
  readonly containerInfo: readonly StateRow[];
  readonly requests: readonly StateRow[];
  readonly limits: readonly StateRow[];
  readonly initInfo: readonly StateRow[];
  readonly initRequests: readonly StateRow[];
  readonly initLimits: readonly StateRow[];
}

/**
 * Containers of each pod. A pod that waits has no `kube_pod_container_info` yet, but its requests are
 * known: containers are taken from all families together.
 */
export function containersByPod(rows: ContainerRows): Map<string, Container[]> {
  const containers = new Map<string, Container[]>();
  const add = (
    info: readonly StateRow[],
    requests: readonly StateRow[],
    limits: readonly StateRow[],
    roleOf: (info: StateRow | undefined) => ContainerRole,
  ) => {
    const infoOf = grouped(info, ...CONTAINER);
    const requestsOf = grouped(requests, ...CONTAINER);
    const limitsOf = grouped(limits, ...CONTAINER);
    for (const key of new Set([...infoOf.keys(), ...requestsOf.keys(), ...limitsOf.keys()])) {
      const [namespace = '', pod = '', name = ''] = key.split('/');
      const described = infoOf.get(key)?.[0];
      const list = containers.get(`${namespace}/${pod}`) ?? [];
      containers.set(`${namespace}/${pod}`, list);
      list.push({
        name,
        role: roleOf(described),
        image: described?.labels['image'] ?? '',
        requests: amountsOf(requestsOf.get(key) ?? []),
        limits: amountsOf(limitsOf.get(key) ?? []),
        security: null,
        runtimeSettings: null,
        imagePullPolicy: null,
      });
    }
  };
  add(rows.containerInfo, rows.requests, rows.limits, () => 'main');
  add(rows.initInfo, rows.initRequests, rows.initLimits, info =>
    info?.labels['restart_policy'] === 'Always' ? 'sidecar' : 'init',
  );
  return containers;
}
