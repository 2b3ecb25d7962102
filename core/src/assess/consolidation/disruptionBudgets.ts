import type { DisruptionBudget, Workload } from '../../model/index.ts';
import { selects } from './selectors.ts';

/** A number or a percentage of the pods, rounded up as the disruption controller does. */
function amountOf(text: string, pods: number): number {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text.trim());
  return percent ? Math.ceil((Number(percent[1]) * pods) / 100 - 1e-9) : Number(text);
}

/** Pods that must stay healthy when there are `expected`; the controller's own word where the declaration is not known. */
export function leastAvailable(
  { minAvailable, maxUnavailable, desiredHealthy: told }: DisruptionBudget,
  expected: number,
): number {
  if (minAvailable !== null) return amountOf(minAvailable, expected);
  if (maxUnavailable !== null) return Math.max(0, expected - amountOf(maxUnavailable, expected));
  return told;
}

/**
 * Pods that may be evicted at this moment: what the controller counts, and never more than the
 * declaration gives. A drain evicts one after the other and waits until the pod runs again, so one is enough.
 *
 * @param removed pods that a change has taken away meanwhile
 */
export function disruptionsAllowed(budget: DisruptionBudget, removed = 0): number {
  const { currentHealthy, expectedPods } = budget;
  const declared = currentHealthy - removed - leastAvailable(budget, expectedPods - removed);
  return removed > 0 ? declared : Math.min(budget.disruptionsAllowed, declared);
}

/** True where the budget allows nothing even when all of its pods are well: no wait ends that. */
export const neverAllows = (budget: DisruptionBudget): boolean =>
  budget.expectedPods > 0 && leastAvailable(budget, budget.expectedPods) >= budget.expectedPods;

export const budgetName = ({ namespace, name }: DisruptionBudget): string =>
  `PodDisruptionBudget ${namespace}/${name}`;

/** Budgets by the namespace they stand in. */
export class DisruptionBudgets {
  readonly #byNamespace = new Map<string, DisruptionBudget[]>();

  constructor(budgets: readonly DisruptionBudget[]) {
    for (const budget of budgets) {
      const others = this.#byNamespace.get(budget.namespace);
      if (others) others.push(budget);
      else this.#byNamespace.set(budget.namespace, [budget]);
    }
  }

  /**
   * Budgets that guard the workload's pods. One whose selector nobody told is taken to guard all pods of
   * its namespace while it allows nothing, and none otherwise.
   */
  of({ reference, podLabels }: Workload): readonly DisruptionBudget[] {
    const here = this.#byNamespace.get(reference.namespace) ?? [];
    return here.filter(budget =>
      budget.selector === null ? disruptionsAllowed(budget) < 1 : selects(budget.selector, podLabels),
    );
  }
}
