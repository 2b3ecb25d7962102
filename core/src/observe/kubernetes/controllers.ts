import type { V1ObjectMeta, V1PodTemplateSpec } from '@kubernetes/client-node';
import type { Owner } from '../inventory/ownerChain.ts';
import { controllerOf } from './intermediateOwners.ts';
import type { ClusterObjects } from './readClusterObjects.ts';

/** What a controller says about its workload. */
export interface Controller {
  readonly kind: string;
  readonly metadata: V1ObjectMeta | undefined;
  readonly desiredReplicas: number | null;
  readonly schedule: string | null;
  readonly template: V1PodTemplateSpec | undefined;
  /** Whether it is a workload even while it has no pod. */
  readonly standsAlone: boolean;
}

export const controllerKey = (kind: string, namespace: string, name: string): string =>
  `${kind}/${namespace}/${name}`;

/** All controllers by {@link controllerKey}. */
export function controllersOf(objects: ClusterObjects): Map<string, Controller> {
  const plain = { schedule: null, standsAlone: true };
  const controllers: Controller[] = [
    ...objects.deployments.map(({ metadata, spec }) => ({
      ...plain,
      kind: 'Deployment',
      metadata,
      desiredReplicas: spec?.replicas ?? 1,
      template: spec?.template,
    })),
    ...objects.statefulsets.map(({ metadata, spec }) => ({
      ...plain,
      kind: 'StatefulSet',
      metadata,
      desiredReplicas: spec?.replicas ?? 1,
      template: spec?.template,
    })),
    ...objects.daemonsets.map(({ metadata, spec, status }) => ({
      ...plain,
      kind: 'DaemonSet',
      metadata,
      desiredReplicas: status?.desiredNumberScheduled ?? null,
      template: spec?.template,
    })),
    ...objects.cronjobs.map(({ metadata, spec }) => ({
      kind: 'CronJob',
      metadata,
      desiredReplicas: null,
      schedule: spec?.schedule ?? null,
      template: spec?.jobTemplate.spec?.template,
      standsAlone: true,
    })),
    ...objects.jobs.map(({ metadata, spec }) => ({
      ...plain,
      kind: 'Job',
      metadata,
      desiredReplicas: null,
      template: spec?.template,
      // A finished Job whose pods are gone has nothing left to judge.
      standsAlone: false,
    })),
    ...objects.replicasets.map(({ metadata, spec }) => ({
      ...plain,
      kind: 'ReplicaSet',
      metadata,
      desiredReplicas: spec?.replicas ?? 1,
      template: spec?.template,
      standsAlone: false,
    })),
  ];
  const byKey = new Map(
    controllers.map(controller => [
      controllerKey(controller.kind, controller.metadata?.namespace ?? '', controller.metadata?.name ?? ''),
      controller,
    ]),
  );
  for (const [key, controller] of customControllers(objects)) if (!byKey.has(key)) byKey.set(key, controller);
  return byKey;
}

/** Controllers of kinds that we do not list (Argo's Rollout, say): they want what their ReplicaSets want. */
function customControllers({ replicasets, deployments }: ClusterObjects): Map<string, Controller> {
  const isDeployment = new Set(deployments.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`));
  const found = new Map<string, Controller>();
  for (const { metadata, spec } of replicasets) {
    const owner: Owner = controllerOf(metadata);
    const namespace = metadata?.namespace ?? '';
    if (owner.kind === '' || (owner.kind === 'Deployment' && isDeployment.has(`${namespace}/${owner.name}`)))
      continue;
    const key = controllerKey(owner.kind, namespace, owner.name);
    const wanted = spec?.replicas ?? 1;
    found.set(key, {
      kind: owner.kind,
      metadata: { namespace, name: owner.name },
      desiredReplicas: (found.get(key)?.desiredReplicas ?? 0) + wanted,
      schedule: null,
      template: wanted > 0 ? spec?.template : found.get(key)?.template,
      standsAlone: false,
    });
  }
  return found;
}
