import type { V2HorizontalPodAutoscaler } from '@kubernetes/client-node';
import type { Autoscaler } from '../../model/index.ts';
import { kedaAutoscaler } from '../inventory/kedaAutoscaler.ts';
import { controllerKey } from './Controller.ts';
import type { ClusterObjects } from './clusterResources.ts';
import { identityOf } from './identityOf.ts';
import { controllerOf } from './intermediateOwners.ts';
import { hpaNameOf, scaledObjectAutoscaler } from './scaledObjectAutoscaler.ts';
import { toAutoscaler } from './toAutoscaler.ts';

/** What scales each controller, by {@link controllerKey}: where KEDA does, its ScaledObject and not the HPA that it makes. */
export function autoscalersByTarget(objects: ClusterObjects): Map<string, Autoscaler> {
  const { horizontalpodautoscalers, scaledobjects } = objects;
  const byName = new Map<string, V2HorizontalPodAutoscaler>(
    horizontalpodautoscalers.map(autoscaler => {
      const { namespace, name } = identityOf(autoscaler);
      return [`${namespace}/${name}`, autoscaler];
    }),
  );
  const found = new Map<string, Autoscaler>();
  for (const autoscaler of horizontalpodautoscalers) {
    const target = autoscaler.spec?.scaleTargetRef;
    if (!target) continue;
    const { namespace } = identityOf(autoscaler);
    const { kind, name } = controllerOf(autoscaler.metadata);
    const told = toAutoscaler(autoscaler);
    found.set(
      controllerKey(target.kind, namespace, target.name),
      kind === 'ScaledObject' ? kedaAutoscaler(told, name) : told,
    );
  }
  for (const scaledObject of scaledobjects) {
    const { namespace } = identityOf(scaledObject);
    const target = scaledObject.spec?.scaleTargetRef;
    if (!target?.name) continue;
    const made = byName.get(`${namespace}/${hpaNameOf(scaledObject)}`);
    found.set(
      controllerKey(target.kind ?? 'Deployment', namespace, target.name),
      scaledObjectAutoscaler(scaledObject, made && toAutoscaler(made)),
    );
  }
  return found;
}
