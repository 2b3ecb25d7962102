import type { Autoscaler } from '../../model/index.ts';
import { equal, matches } from '../prometheus/promql.ts';
import type { KubeStateQueries, StateRow } from './KubeStateQueries.ts';
import { grouped, keyOf, valuesBy } from './grouped.ts';
import { KEDA_PREFIX, kedaAutoscaler } from './kedaAutoscaler.ts';

const AUTOSCALER = ['namespace', 'horizontalpodautoscaler'];
const prefixed = (what: string): string => `kube_horizontalpodautoscaler_${what}`;

/** What scales each workload, by `kind/namespace/name` of its target; those that KEDA made are told by their names. */
export async function readAutoscalers(state: KubeStateQueries): Promise<Map<string, Autoscaler>> {
  const [infos, minimum, maximum, current, targets, failed] = await Promise.all([
    state.present(prefixed('info'), [...AUTOSCALER, 'scaletargetref_kind', 'scaletargetref_name']),
    state.present(prefixed('spec_min_replicas'), AUTOSCALER),
    state.present(prefixed('spec_max_replicas'), AUTOSCALER),
    state.present(prefixed('status_current_replicas'), AUTOSCALER),
    state.present(prefixed('spec_target_metric'), [...AUTOSCALER, 'metric_name', 'metric_target_type']),
    state.present(
      prefixed('status_condition'),
      [...AUTOSCALER, 'condition'],
      equal('status', 'false'),
      matches('condition', 'ScalingActive|AbleToScale'),
    ),
  ]);
  const [minimumOf, maximumOf, currentOf] = [minimum, maximum, current].map(rows =>
    valuesBy(rows, ...AUTOSCALER),
  );
  const targetsOf = grouped(targets, ...AUTOSCALER);
  const failedOf = grouped(
    failed.filter(({ value }) => value === 1),
    ...AUTOSCALER,
  );
  return new Map(
    infos.map(({ labels }) => {
      const key = keyOf(labels, ...AUTOSCALER);
      const target = `${labels['scaletargetref_kind']}/${labels['namespace']}/${labels['scaletargetref_name']}`;
      const name = labels['horizontalpodautoscaler'] ?? '';
      const currentReplicas = currentOf?.get(key) ?? 0;
      const autoscaler: Autoscaler = {
        kind: 'HorizontalPodAutoscaler',
        name,
        minReplicas: minimumOf?.get(key) ?? 1,
        maxReplicas: maximumOf?.get(key) ?? 1,
        currentReplicas,
        targets: (targetsOf.get(key) ?? []).map(toTarget),
        failures: failures(failedOf.get(key) ?? [], currentReplicas),
      };
      return [
        target,
        name.startsWith(KEDA_PREFIX)
          ? kedaAutoscaler(autoscaler, name.slice(KEDA_PREFIX.length))
          : autoscaler,
      ];
    }),
  );
}

const toTarget = ({ labels, value }: StateRow): Autoscaler['targets'][number] => ({
  metric: labels['metric_name'] ?? '',
  utilizationPercent: labels['metric_target_type'] === 'utilization' ? value : null,
});

/**
 * kube-state-metrics tells no reasons. An autoscaler whose target people scaled to zero rests, which is
 * told as `ScalingActive=False` too and is no failure.
 */
const failures = (rows: readonly StateRow[], currentReplicas: number): Autoscaler['failures'] =>
  rows
    .map(({ labels }) => ({ condition: labels['condition'] ?? '', reason: '' }))
    .filter(({ condition }) => condition !== 'ScalingActive' || currentReplicas > 0);
