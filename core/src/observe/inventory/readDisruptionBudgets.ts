import type { DisruptionBudget } from '../../model/index.ts';
import type { KubeStateQueries } from './KubeStateQueries.ts';
import { keyOf, valuesBy } from './grouped.ts';

const BUDGET = ['namespace', 'poddisruptionbudget'];

/** `null` where kube-state-metrics does not tell of budgets; it tells their state, not what they declare. */
export async function readDisruptionBudgets(state: KubeStateQueries): Promise<DisruptionBudget[] | null> {
  const [desired, allowed, expected, healthy] = await Promise.all([
    state.presentOrUnknown('kube_poddisruptionbudget_status_desired_healthy', BUDGET),
    state.present('kube_poddisruptionbudget_status_pod_disruptions_allowed', BUDGET),
    state.present('kube_poddisruptionbudget_status_expected_pods', BUDGET),
    state.present('kube_poddisruptionbudget_status_current_healthy', BUDGET),
  ]);
  if (desired === null) return null;
  const [allowedOf, expectedOf, healthyOf] = [allowed, expected, healthy].map(rows =>
    valuesBy(rows, ...BUDGET),
  );
  return desired.map(({ labels, value }) => {
    const key = keyOf(labels, ...BUDGET);
    return {
      namespace: labels['namespace'] ?? '',
      name: labels['poddisruptionbudget'] ?? '',
      selector: null,
      minAvailable: null,
      maxUnavailable: null,
      disruptionsAllowed: allowedOf?.get(key) ?? 0,
      expectedPods: expectedOf?.get(key) ?? 0,
      currentHealthy: healthyOf?.get(key) ?? 0,
      desiredHealthy: value,
    };
  });
}
