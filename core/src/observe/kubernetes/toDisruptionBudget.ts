import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import type { DisruptionBudget } from '../../model/index.ts';
import { identityOf } from './identityOf.ts';
import { labelSelector } from './labelSelector.ts';

export function toDisruptionBudget(budget: V1PodDisruptionBudget): DisruptionBudget {
  const { spec, status } = budget;
  const declared = (amount: number | string | undefined): string | null =>
    amount === undefined ? null : String(amount);
  return {
    ...identityOf(budget),
    selector: labelSelector(spec?.selector),
    minAvailable: declared(spec?.minAvailable),
    maxUnavailable: declared(spec?.maxUnavailable),
    disruptionsAllowed: status?.disruptionsAllowed ?? 0,
    expectedPods: status?.expectedPods ?? 0,
    currentHealthy: status?.currentHealthy ?? 0,
    desiredHealthy: status?.desiredHealthy ?? 0,
  };
}
