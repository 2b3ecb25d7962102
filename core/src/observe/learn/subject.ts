import { containerKey } from '../../model/index.ts';

/**
 * Whom a page is about. The first letter says of what kind it is, and so what its parts are:
 *
 * - `c` container, over all pods of its workload
 * - `t` traffic of a workload; `a` its autoscaler; `u` work it did, in one unit
 * - `g` a GPU in the hands of a container
 * - `p` power (and cores) of a pod on a node; `n` of a node
 * - `k` the cluster: at which moments there was a sample of each family at all
 */
export type SubjectKind = 'c' | 't' | 'a' | 'u' | 'g' | 'p' | 'n' | 'k';

export const CLUSTER = 'k';

export const containerSubject = (workload: string, container: string): string =>
  `c${containerKey(workload, container)}`;
export const trafficSubject = (workload: string): string => `t${workload}`;
export const autoscalerSubject = (workload: string): string => `a${workload}`;
export const unitsSubject = (workload: string, unit: string): string => `u${workload}/${unit}`;
export const gpuSubject = (workload: string, container: string, device: string): string =>
  `g${containerKey(workload, container)}/${device}`;
/** @param node - empty where the meter does not say */
export const podSubject = (namespace: string, pod: string, node: string): string =>
  `p${namespace}/${pod}/${node}`;
export const nodeSubject = (node: string): string => `n${node}`;

export const kindOf = (subject: string): SubjectKind => (subject[0] ?? CLUSTER) as SubjectKind;

/** The names in a subject, in the order they were put in; the last may hold slashes itself. */
export function namesIn(subject: string, number: number): string[] {
  const parts = subject.slice(1).split('/');
  return [...parts.slice(0, number - 1), parts.slice(number - 1).join('/')];
}
