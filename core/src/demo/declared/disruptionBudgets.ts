import type { DisruptionBudget, Workload } from '../../model/index.ts';
import type { WorkloadSpec } from '../cast/workloadSpec.ts';
import { podSelector } from './declaredScheduling.ts';

/** The budgets that workloads declare, as the controller would have counted them at the end. */
export const disruptionBudgets = (
  workloads: readonly { readonly spec: WorkloadSpec; readonly workload: Workload }[],
): DisruptionBudget[] =>
  workloads.flatMap(({ spec, workload }) => {
    const [bound, amount] = spec.declares.budget?.split(' ') ?? [];
    if (amount === undefined) return [];
    const healthy = workload.pods.filter(({ phase, present }) => present && phase === 'Running').length;
    const pods = podsOf(amount, healthy);
    const desiredHealthy = bound === 'min' ? pods : healthy - pods;
    return [
      {
        namespace: spec.namespace,
        name: spec.name,
        selector: podSelector(spec),
        minAvailable: bound === 'min' ? amount : null,
        maxUnavailable: bound === 'max' ? amount : null,
        disruptionsAllowed: Math.max(0, healthy - desiredHealthy),
        expectedPods: healthy,
        currentHealthy: healthy,
        desiredHealthy,
      },
    ];
  });

/** Kubernetes rounds percentages of a budget up. */
const podsOf = (amount: string, expected: number): number =>
  amount.endsWith('%') ? Math.ceil((Number(amount.slice(0, -1)) * expected) / 100) : Number(amount);
