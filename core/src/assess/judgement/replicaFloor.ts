import type { DisruptionBudget, Observation, Workload } from '../../model/index.ts';
import { selects } from '../consolidation/selectors.ts';
import type { WorkloadSubject } from '../rule.ts';
import type { RiskFactor } from './risk.ts';

/** One may be away: with two, somebody still answers. */
export const PAIR = 2;
/** What somebody spreads or protects has to survive the loss of a zone, or an eviction during one. */
export const SPREAD = 3;

/** Replicas that have to stay whatever their use. */
export interface ReplicaFloor {
  readonly replicas: number;
  /** Set where it is not known what protects them. */
  readonly doubt: RiskFactor | null;
}

const UNKNOWN: RiskFactor = {
  level: 'medium',
  reason: 'Whether a disruption budget or topology spread protects it could not be read',
};

/** The disruption budgets that count a workload's pods; `null` where that could not be read. */
function budgetsOf(workload: Workload, { inventory }: Observation): readonly DisruptionBudget[] | null {
  const near = inventory.disruptionBudgets?.filter(
    ({ namespace }) => namespace === workload.reference.namespace,
  );
  if (!near || near.some(({ selector }) => selector === null)) return null;
  return near.filter(({ selector }) => selector !== null && selects(selector, workload.podLabels));
}

/** A budget of whole pods needs one more than that, or nothing can ever be evicted. */
const besides = ({ minAvailable }: DisruptionBudget): number =>
  minAvailable !== null && /^\d+$/.test(minAvailable) ? Number(minAvailable) + 1 : 0;

/** Fewest replicas that leave the workload its protection. */
export function fewestReplicas({
  workload,
  context,
}: Pick<WorkloadSubject, 'workload' | 'context'>): ReplicaFloor {
  const budgets = budgetsOf(workload, context.observation);
  const spread = workload.scheduling?.topologySpread.map(({ minDomains }) =>
    Math.max(SPREAD, minDomains ?? 0),
  );
  const protectedBy = budgets?.map(budget => Math.max(SPREAD, besides(budget)));
  const known = spread !== undefined && protectedBy !== undefined;
  return {
    replicas: Math.max(known ? PAIR : SPREAD, ...(spread ?? []), ...(protectedBy ?? [])),
    doubt: known ? null : UNKNOWN,
  };
}
