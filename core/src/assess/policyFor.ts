import type { Policy, Workload } from '../model/index.ts';
import type { ClusterContext } from './rule.ts';

/** Annotation by which a workload, or a namespace for all that is in it, chooses a policy by its id. */
export const POLICY_ANNOTATION = 'greenops.dev/policy';

/** The policy a workload is judged by, and what to tell where its choice cannot be followed. */
export interface ChosenPolicy {
  readonly policy: Policy;
  readonly doubt: string | null;
}

/**
 * The nearest choice counts: the workload's own annotation, else its namespace's, else the scan's
 * policy. A name that no policy has changes nothing and is told.
 */
export function policyFor(
  workload: Workload,
  { policy, policies, observation }: ClusterContext,
): ChosenPolicy {
  const namespace = observation.inventory.namespaces?.find(
    ({ name }) => name === workload.reference.namespace,
  );
  const chosen = workload.annotations[POLICY_ANNOTATION] ?? namespace?.annotations[POLICY_ANNOTATION];
  if (chosen === undefined || chosen === policy.id) return { policy, doubt: null };
  const found = policies.find(({ id }) => id === chosen);
  return found
    ? { policy: found, doubt: null }
    : {
        policy,
        doubt: `Its annotation ${POLICY_ANNOTATION} names "${chosen}", which is none of ${policies.map(({ id }) => id).join(', ')}: it was judged by ${policy.name}`,
      };
}
