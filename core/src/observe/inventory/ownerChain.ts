/** A controller, as `kube_*_owner` names it. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
}

/** Owners of the controllers that stand between a pod and what people edit; keys are `namespace/name`. */
export interface IntermediateOwners {
  readonly replicaSets: ReadonlyMap<string, Owner>;
  readonly jobs: ReadonlyMap<string, Owner>;
  readonly replicationControllers: ReadonlyMap<string, Owner>;
}

/** kube-state-metrics writes `<none>` (v2.0 – 2.4) or nothing (newer) where there is no owner. */
export const isNoOwner = (kind: string): boolean => kind === '' || kind === '<none>';

/**
 * The controller that people edit for a pod: Pod → ReplicaSet → Deployment (or Rollout), Pod → Job →
 * CronJob, Pod → ReplicationController → DeploymentConfig; any other owner is taken as it is. A bare pod
 * is its own; a static pod belongs to the manifest on its node, which its name tells.
 */
export function topOwner(
  pod: { readonly namespace: string; readonly name: string; readonly node: string | null },
  owner: Owner,
  intermediate: IntermediateOwners,
): Owner {
  if (isNoOwner(owner.kind)) return { kind: 'Pod', name: pod.name };
  if (owner.kind === 'Node') return { kind: 'Node', name: staticPodName(pod.name, pod.node ?? owner.name) };
  const owners: Readonly<Record<string, ReadonlyMap<string, Owner>>> = {
    ReplicaSet: intermediate.replicaSets,
    Job: intermediate.jobs,
    ReplicationController: intermediate.replicationControllers,
  };
  const above = owners[owner.kind]?.get(`${pod.namespace}/${owner.name}`);
  return above && !isNoOwner(above.kind) ? above : owner;
}

/** `etcd-node-1` on `node-1` is the manifest `etcd`: the same on every control-plane node. */
function staticPodName(pod: string, node: string): string {
  const suffix = `-${node}`;
  return pod.endsWith(suffix) && pod.length > suffix.length ? pod.slice(0, -suffix.length) : pod;
}
