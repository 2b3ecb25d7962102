import type { Autoscaler, Workload } from '../../model/index.ts';
import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import { GROUP_VERSION } from './objectParts.ts';

/** What scales a workload: KEDA makes a HorizontalPodAutoscaler of each of its objects. */
export function autoscalerObjects({ reference, autoscaler }: Workload): KubernetesObject[] {
  if (autoscaler === null) return [];
  const { kind, name, namespace } = reference;
  const target = { apiVersion: GROUP_VERSION[kind] ?? 'v1', kind, name };
  if (autoscaler.kind === 'HorizontalPodAutoscaler')
    return [autoscalerObject(autoscaler, autoscaler.name, namespace, target)];
  return [
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: autoscaler.name, namespace },
      spec: {
        scaleTargetRef: target,
        minReplicaCount: autoscaler.minReplicas,
        maxReplicaCount: autoscaler.maxReplicas,
        triggers: autoscaler.targets.map(({ metric, utilizationPercent }) => ({
          type: metric,
          metadata: utilizationPercent === null ? {} : { value: String(utilizationPercent) },
        })),
      },
      status: {
        hpaName: kedaName(autoscaler),
        conditions: conditions(autoscaler).filter(({ type }) => type === 'Ready'),
      },
    },
    autoscalerObject(
      { ...autoscaler, minReplicas: Math.max(1, autoscaler.minReplicas) },
      kedaName(autoscaler),
      namespace,
      target,
    ),
  ];
}

export const kedaName = ({ name }: Autoscaler): string => `keda-hpa-${name}`;

const autoscalerObject = (
  autoscaler: Autoscaler,
  name: string,
  namespace: string,
  scaleTargetRef: object,
): KubernetesObject => {
  const { minReplicas, maxReplicas, currentReplicas, targets } = autoscaler;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: { minReplicas, maxReplicas, scaleTargetRef, metrics: targets.map(metricObject) },
    status: {
      currentReplicas,
      desiredReplicas: currentReplicas,
      conditions: conditions(autoscaler).filter(({ type }) => type !== 'Ready'),
    },
  };
};

const conditions = ({ failures }: Autoscaler) =>
  failures.map(({ condition, reason }) => ({ type: condition, status: 'False', reason }));

const metricObject = ({ metric, utilizationPercent }: Autoscaler['targets'][number]) =>
  utilizationPercent === null
    ? {
        type: 'Pods',
        pods: { metric: { name: metric }, target: { type: 'AverageValue', averageValue: '1' } },
      }
    : {
        type: 'Resource',
        resource: { name: metric, target: { type: 'Utilization', averageUtilization: utilizationPercent } },
      };
