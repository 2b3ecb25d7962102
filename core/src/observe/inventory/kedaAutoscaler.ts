import type { Autoscaler } from '../../model/index.ts';

/** Before the name of a ScaledObject in the name of the HorizontalPodAutoscaler that KEDA makes of it. */
export const KEDA_PREFIX = 'keda-hpa-';

/**
 * A HorizontalPodAutoscaler that KEDA made, as the ScaledObject it was made of. KEDA itself scales between
 * none and one; the autoscaler it makes begins at one, so that one means none, KEDA's default.
 */
export const kedaAutoscaler = (made: Autoscaler, name: string): Autoscaler => ({
  ...made,
  kind: 'ScaledObject',
  name,
  minReplicas: made.minReplicas <= 1 ? 0 : made.minReplicas,
});
