import type { Service } from '../../model/index.ts';
import type { KubeStateQueries } from './KubeStateQueries.ts';
import { grouped, keyOf, momentAt, valuesBy } from './grouped.ts';

const SERVICE = ['namespace', 'service'];
const TYPES: readonly Service['type'][] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

/** `null` where kube-state-metrics does not tell of services; what they select it never tells. */
export async function readServices(state: KubeStateQueries): Promise<Service[] | null> {
  const [infos, types, created] = await Promise.all([
    state.presentOrUnknown('kube_service_info', SERVICE),
    state.present('kube_service_spec_type', [...SERVICE, 'type']),
    state.present('kube_service_created', SERVICE),
  ]);
  if (infos === null) return null;
  const typeOf = grouped(types, ...SERVICE);
  const createdOf = valuesBy(created, ...SERVICE);
  return infos.map(({ labels }) => {
    const key = keyOf(labels, ...SERVICE);
    const type = typeOf.get(key)?.[0]?.labels['type'];
    return {
      namespace: labels['namespace'] ?? '',
      name: labels['service'] ?? '',
      type: TYPES.find(known => known === type) ?? 'ClusterIP',
      selector: null,
      createdAt: momentAt(createdOf.get(key)),
    };
  });
}
