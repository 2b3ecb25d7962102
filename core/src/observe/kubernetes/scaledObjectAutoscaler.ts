import type { Autoscaler } from '../../model/index.ts';
import { KEDA_PREFIX } from '../inventory/kedaAutoscaler.ts';
import type { ScaledObject } from './customResources.ts';
import { identityOf } from './identityOf.ts';

/** KEDA's own defaults. */
const LEAST_REPLICAS = 0;
const MOST_REPLICAS = 100;

/** Name of the HorizontalPodAutoscaler that KEDA makes of a ScaledObject. */
export const hpaNameOf = (scaledObject: ScaledObject): string =>
  scaledObject.status?.hpaName ?? KEDA_PREFIX + identityOf(scaledObject).name;

/** @param made - the HorizontalPodAutoscaler that KEDA made of it, which does the scaling above one replica */
export function scaledObjectAutoscaler(scaledObject: ScaledObject, made: Autoscaler | undefined): Autoscaler {
  const { spec, status } = scaledObject;
  const notReady = (status?.conditions ?? []).filter(
    ({ type, status: value }) => type === 'Ready' && value === 'False',
  );
  return {
    kind: 'ScaledObject',
    name: identityOf(scaledObject).name,
    minReplicas: spec?.minReplicaCount ?? LEAST_REPLICAS,
    maxReplicas: spec?.maxReplicaCount ?? MOST_REPLICAS,
    currentReplicas: made?.currentReplicas ?? 0,
    targets: (spec?.triggers ?? []).map(target),
    failures: [
      ...notReady.map(({ reason }) => ({ condition: 'Ready', reason: reason ?? '' })),
      ...(made?.failures ?? []),
    ],
  };
}

type Trigger = NonNullable<NonNullable<ScaledObject['spec']>['triggers']>[number];

/** The triggers `cpu` and `memory` are a utilisation in percent unless they say otherwise. */
function target({ type = '', metricType, metadata }: Trigger): Autoscaler['targets'][number] {
  const percent = Number(metadata?.['value']);
  const isUtilization =
    (type === 'cpu' || type === 'memory') &&
    (metricType ?? metadata?.['type'] ?? 'Utilization') === 'Utilization';
  return { metric: type, utilizationPercent: isUtilization && Number.isFinite(percent) ? percent : null };
}
