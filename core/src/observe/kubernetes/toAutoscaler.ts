import type { V2HorizontalPodAutoscaler, V2MetricSpec } from '@kubernetes/client-node';
import type { Autoscaler } from '../../model/index.ts';

export function toAutoscaler({ metadata, spec, status }: V2HorizontalPodAutoscaler): Autoscaler {
  return {
    kind: 'HorizontalPodAutoscaler',
    name: metadata?.name ?? '',
    minReplicas: spec?.minReplicas ?? 1,
    maxReplicas: spec?.maxReplicas ?? 1,
    currentReplicas: status?.currentReplicas ?? 0,
    targets: (spec?.metrics ?? []).map(toTarget),
    failures: [],
  };
}

function toTarget(metric: V2MetricSpec): Autoscaler['targets'][number] {
  const resource = metric.resource ?? metric.containerResource;
  if (resource) {
    return { metric: resource.name, utilizationPercent: resource.target.averageUtilization ?? null };
  }
  const custom = metric.pods ?? metric.object ?? metric.external;
  return { metric: custom?.metric.name ?? metric.type, utilizationPercent: null };
}
