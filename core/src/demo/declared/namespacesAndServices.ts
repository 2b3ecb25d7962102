import type { KubernetesNamespace, Service } from '../../model/index.ts';
import type { GeneratedCluster } from '../generateCluster.ts';
import { daysBeforeEnd, madeBefore } from './ages.ts';
import { podLabelsOf } from './declaredScheduling.ts';

/** Namespaces older than anything in them, but for those that the cast knows more of. */
export function declaredNamespaces({ grid, spec }: GeneratedCluster): KubernetesNamespace[] {
  const names = new Set(['default', 'kube-system', ...spec.workloads.map(({ namespace }) => namespace)]);
  return [...names].map(name => {
    const known = spec.namespaces.find(candidate => candidate.name === name);
    return {
      name,
      labels: { 'kubernetes.io/metadata.name': name, ...known?.labels },
      annotations: { ...known?.annotations },
      createdAt: known ? daysBeforeEnd(grid, known.ageDays) : madeBefore(grid, `oldest/${name}`, 500),
    };
  });
}

/** Services of workloads, and those whose pods went before them. */
export function declaredServices({ grid, spec }: GeneratedCluster): Service[] {
  const service = (
    namespace: string,
    name: string,
    type: Service['type'],
    selector: Service['selector'],
  ): Service => ({
    namespace,
    name,
    type,
    selector,
    createdAt: madeBefore(grid, `service/${namespace}/${name}`, 300),
  });
  return [
    ...spec.workloads.flatMap(workload => {
      const { declares, name, namespace } = workload;
      return declares.service === null
        ? []
        : [service(namespace, name, declares.service, podLabelsOf(workload))];
    }),
    ...spec.forgottenServices.map(({ namespace, name, type }) =>
      service(namespace, name, type, { 'app.kubernetes.io/name': name }),
    ),
  ];
}
