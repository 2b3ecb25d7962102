import type { Autoscaler } from '../../model/index.ts';
import type { WorkloadSpec } from '../cast/workloadSpec.ts';

export function declaredAutoscaler(spec: WorkloadSpec, currentReplicas: number): Autoscaler | null {
  const { autoscaler, declares, name } = spec;
  const told = { kind: 'HorizontalPodAutoscaler', name, currentReplicas } as const;
  if (autoscaler) {
    return {
      ...told,
      minReplicas: autoscaler.min,
      maxReplicas: autoscaler.max,
      targets: [{ metric: 'cpu', utilizationPercent: autoscaler.cpuPercent }],
      failures: [],
    };
  }
  const broken = declares.brokenAutoscaler;
  return (
    broken && {
      ...told,
      minReplicas: broken.min,
      maxReplicas: broken.max,
      targets: [{ metric: broken.metric, utilizationPercent: null }],
      failures: [{ condition: 'ScalingActive', reason: broken.reason }],
    }
  );
}
