import type {
  V2HorizontalPodAutoscaler,
  V2HorizontalPodAutoscalerCondition,
  V2MetricSpec,
} from '@kubernetes/client-node';
import type { Autoscaler } from '../../model/index.ts';

export function toAutoscaler({ metadata, spec, status }: V2HorizontalPodAutoscaler): Autoscaler {
  return {
    kind: 'HorizontalPodAutoscaler',
    name: metadata?.name ?? '',
    minReplicas: spec?.minReplicas ?? 1,
    maxReplicas: spec?.maxReplicas ?? 1,
    currentReplicas: status?.currentReplicas ?? 0,
    targets: (spec?.metrics ?? []).map(toTarget),
    failures: (status?.conditions ?? []).filter(isFailure).map(({ type, reason }) => ({
      condition: type,
      reason: reason ?? '',
    })),
  };
}

/**
 * Conditions that say that it does not work. `ScalingLimited` is none (it is at its minimum or maximum), nor
 * is an autoscaler that rests because people scaled its target to zero.
 */
const isFailure = ({ type, status, reason }: V2HorizontalPodAutoscalerCondition): boolean =>
  (type === 'ScalingActive' || type === 'AbleToScale') && status === 'False' && reason !== 'ScalingDisabled';

function toTarget(metric: V2MetricSpec): Autoscaler['targets'][number] {
  const resource = metric.resource ?? metric.containerResource;
  if (resource) {
    return { metric: resource.name, utilizationPercent: resource.target.averageUtilization ?? null };
  }
  const custom = metric.pods ?? metric.object ?? metric.external;
  return { metric: custom?.metric.name ?? metric.type, utilizationPercent: null };
}
