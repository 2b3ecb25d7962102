import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import { kedaName } from './autoscalerObjects.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import type { MakeFamily, StateRow } from './stateSeries.ts';

/** What scales workloads; of KEDA's objects only the autoscalers that it makes of them are shown. */
export function layAutoscalers({ inventory, window }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const scaled = inventory.workloads.flatMap(({ reference, autoscaler }) => {
    if (autoscaler === null) return [];
    return [
      {
        reference,
        autoscaler,
        labels: {
          namespace: reference.namespace,
          horizontalpodautoscaler:
            autoscaler.kind === 'ScaledObject' ? kedaName(autoscaler) : autoscaler.name,
        },
      },
    ];
  });
  const rows = (of: (one: (typeof scaled)[number]) => [Labels, number][]): StateRow[] =>
    scaled.flatMap(one =>
      of(one).map(([labels, value]) => ({ labels: { ...one.labels, ...labels }, value, window })),
    );
  return [
    family(
      'kube_horizontalpodautoscaler_info',
      rows(({ reference }) => [
        [
          {
            scaletargetref_api_version: 'apps/v1',
            scaletargetref_kind: reference.kind,
            scaletargetref_name: reference.name,
          },
          1,
        ],
      ]),
    ),
    family(
      'kube_horizontalpodautoscaler_spec_min_replicas',
      rows(({ autoscaler }) => [[{}, autoscaler.minReplicas]]),
    ),
    family(
      'kube_horizontalpodautoscaler_spec_max_replicas',
      rows(({ autoscaler }) => [[{}, autoscaler.maxReplicas]]),
    ),
    family(
      'kube_horizontalpodautoscaler_status_current_replicas',
      rows(({ autoscaler }) => [[{}, autoscaler.currentReplicas]]),
    ),
    family(
      'kube_horizontalpodautoscaler_status_condition',
      rows(({ autoscaler }) =>
        autoscaler.failures.map(({ condition }) => [{ condition, status: 'false' }, 1]),
      ),
    ),
    family(
      'kube_horizontalpodautoscaler_spec_target_metric',
      rows(({ autoscaler }) =>
        autoscaler.targets.map(({ metric, utilizationPercent }) => [
          {
            metric_name: metric,
            metric_target_type: utilizationPercent === null ? 'average' : 'utilization',
          },
          utilizationPercent ?? 0,
        ]),
      ),
    ),
  ];
}
