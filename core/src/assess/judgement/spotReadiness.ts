import type { DisruptionBudget, KubernetesNamespace, Workload } from '../../model/index.ts';
import { leastAvailable, selects } from '../consolidation/index.ts';

/** Kubecost's limits for what has to stay available, of all replicas. */
export const BUDGET_SHARE = 0.5;
export const ROLL_OUT_SHARE = 0.9;
/** Clouds announce the end of a spot node at least this long before. AWS gives 120 s, GCP and Azure 30 s. */
export const NOTICE_SECONDS = 120;

const OVERRIDE = 'spot.kubecost.com/spot-ready';

/** What Kubecost calls spot-ready, with one check more: a pod that needs longer to end than the cloud's notice. */
export interface SpotReadiness {
  readonly ready: boolean;
  /** Somebody said so, and nothing else was asked. */
  readonly declared: boolean;
  /** Share of the replicas that a roll-out keeps, whole pods. */
  readonly rollOutShare: number | null;
}

const saysReady = (annotations: Readonly<Record<string, string>>): boolean =>
  annotations[OVERRIDE] === 'true';

/** Share of the replicas that a roll-out keeps; what may be away is rounded down to whole pods. `null` where not known. */
export function rollOutShare({ maxUnavailable }: Workload, replicas: number): number | null {
  if (maxUnavailable === null) return null;
  // A third of three is one, whatever the third digit says.
  return (replicas - Math.floor(maxUnavailable * replicas + 1e-9)) / replicas;
}

/**
 * Kubecost's spot checklist: a Deployment with more than one replica and no scratch volume, of which
 * neither a disruption budget wants more than half nor a roll-out more than nine tenths to stay; or the
 * annotation on it or its namespace. On top: the pod ends within the notice that spot nodes get.
 */
export function spotReadiness(
  workload: Workload,
  budgets: readonly DisruptionBudget[],
  namespace: KubernetesNamespace | undefined,
): SpotReadiness {
  const { reference, desiredReplicas, volumes, terminationGracePeriod } = workload;
  const replicas = desiredReplicas ?? 0;
  const share = replicas > 0 ? rollOutShare(workload, replicas) : null;
  const declared = saysReady(workload.annotations) || saysReady(namespace?.annotations ?? {});
  const guarded = budgets.filter(
    budget =>
      budget.namespace === reference.namespace &&
      budget.selector !== null &&
      selects(budget.selector, workload.podLabels),
  );
  const checks = [
    reference.kind === 'Deployment',
    replicas > 1,
    volumes !== null && !volumes.emptyDir,
    guarded.every(budget => leastAvailable(budget, replicas) / replicas <= BUDGET_SHARE),
    share !== null && share <= ROLL_OUT_SHARE,
    terminationGracePeriod !== null && terminationGracePeriod < NOTICE_SECONDS,
  ];
  return { ready: declared || checks.every(Boolean), declared, rollOutShare: share };
}
