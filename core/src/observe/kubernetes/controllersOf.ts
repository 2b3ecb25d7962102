import { type Controller, controllerKey, PLAIN_CONTROLLER } from './Controller.ts';
import { builtInControllers } from './builtInControllers.ts';
import type { ClusterObjects } from './clusterResources.ts';
import { controllerOf } from './intermediateOwners.ts';
import { rolloutControllers } from './rolloutControllers.ts';

/** All controllers by {@link controllerKey}. */
export function controllersOf(objects: ClusterObjects): Map<string, Controller> {
  const known = [...builtInControllers(objects), ...rolloutControllers(objects)];
  const byKey = new Map(
    known.map(controller => [
      controllerKey(controller.kind, controller.metadata?.namespace ?? '', controller.metadata?.name ?? ''),
      controller,
    ]),
  );
  for (const [key, controller] of customControllers(objects)) if (!byKey.has(key)) byKey.set(key, controller);
  return byKey;
}

/** Controllers that we did not list (of kinds that nobody knows, say): they want what their ReplicaSets want. */
function customControllers({ replicasets, deployments }: ClusterObjects): Map<string, Controller> {
  const isDeployment = new Set(deployments.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`));
  const found = new Map<string, Controller>();
  for (const { metadata, spec } of replicasets) {
    const owner = controllerOf(metadata);
    const namespace = metadata?.namespace ?? '';
    if (owner.kind === '' || (owner.kind === 'Deployment' && isDeployment.has(`${namespace}/${owner.name}`)))
      continue;
    const key = controllerKey(owner.kind, namespace, owner.name);
    const wanted = spec?.replicas ?? 1;
    found.set(key, {
      ...PLAIN_CONTROLLER,
      kind: owner.kind,
      metadata: { namespace, name: owner.name },
      desiredReplicas: (found.get(key)?.desiredReplicas ?? 0) + wanted,
      template: wanted > 0 ? spec?.template : found.get(key)?.template,
      standsAlone: false,
    });
  }
  return found;
}
