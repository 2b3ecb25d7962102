import type { V1ObjectMeta, V1Pod } from '@kubernetes/client-node';
import type { IntermediateOwners, Owner } from '../inventory/ownerChain.ts';
import type { ClusterObjects } from './clusterResources.ts';

const NO_OWNER: Owner = { kind: '', name: '' };

/** The owner that makes and replaces the object; others only wait for its end and edit nothing. */
export function controllerOf(metadata: V1ObjectMeta | undefined): Owner {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
  return owner ? { kind: owner.kind, name: owner.name } : NO_OWNER;
}

/**
 * Owners of ReplicaSets and Jobs. Where those may not be listed, or are gone while their pods still end,
 * the pods tell: a Deployment labels its pods with the hash that ends the ReplicaSet's name, and a CronJob
 * names its Jobs after the minute they are for.
 */
export function intermediateOwners({ pods, replicasets, jobs }: ClusterObjects): IntermediateOwners {
  const ownersOf = (objects: readonly { metadata?: V1ObjectMeta }[]): Map<string, Owner> =>
    new Map(
      objects.map(({ metadata }) => [`${metadata?.namespace}/${metadata?.name}`, controllerOf(metadata)]),
    );
  const replicaSets = ownersOf(replicasets);
  const owners = { replicaSets, jobs: ownersOf(jobs), replicationControllers: new Map<string, Owner>() };
  for (const pod of pods) {
    const { kind, name } = controllerOf(pod.metadata);
    const key = `${pod.metadata?.namespace}/${name}`;
    const deployment = kind === 'ReplicaSet' && !replicaSets.has(key) ? deploymentOf(name, pod) : null;
    if (deployment !== null) replicaSets.set(key, { kind: 'Deployment', name: deployment });
    const cronJob = kind === 'Job' && !owners.jobs.has(key) ? cronJobOf(name, pod) : null;
    if (cronJob !== null) owners.jobs.set(key, { kind: 'CronJob', name: cronJob });
  }
  return owners;
}

function deploymentOf(replicaSet: string, pod: V1Pod): string | null {
  const hash = pod.metadata?.labels?.['pod-template-hash'];
  return hash && replicaSet.endsWith(`-${hash}`) ? replicaSet.slice(0, -hash.length - 1) : null;
}

const SECONDS_PER_DAY = 86_400;

/** `backup-29371389`: minutes since 1970, which must be about when the pod was made, else it is just a number. */
function cronJobOf(job: string, pod: V1Pod): string | null {
  const [, name = '', minutes] = /^(.+)-(\d{8})$/.exec(job) ?? [];
  const created = pod.metadata?.creationTimestamp;
  if (minutes === undefined || created === undefined) return null;
  const distance = Math.abs(Number(minutes) * 60 - new Date(created).getTime() / 1000);
  return distance < SECONDS_PER_DAY ? name : null;
}
