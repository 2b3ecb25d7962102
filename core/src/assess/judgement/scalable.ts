import type { Workload } from '../../model/index.ts';

/** Kinds whose pods are alike and hold nothing of their own: one more or one less changes nothing but room. */
export const STATELESS_KINDS: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
]);

/** Kinds with a replica count that can be set to nought. */
export const SCALABLE_KINDS: ReadonlySet<string> = new Set([...STATELESS_KINDS, 'StatefulSet']);

/** The cluster's own agents wait quietly by design. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
]);

/** Replicas that somebody chose and may choose again; `null` for what has no such number, runs none, or is the cluster's own. */
export function chosenReplicas(
  { reference, desiredReplicas }: Workload,
  kinds: ReadonlySet<string> = SCALABLE_KINDS,
): number | null {
  const free = kinds.has(reference.kind) && !SYSTEM_NAMESPACES.has(reference.namespace);
  return free && desiredReplicas !== null && desiredReplicas > 0 ? desiredReplicas : null;
}
