import type { CustomOpportunityType, EvidenceFact, ObjectReference } from '../../model/index.ts';
import type { ClusterContext, Rule } from '../rule.ts';

/** What a user's rule says of one subject. */
export interface Trial {
  readonly subject: ObjectReference;
  readonly container: string | null;
  readonly outcome:
    | { readonly kind: 'found' }
    | { readonly kind: 'not found' }
    /** A fact is not known, or the expression failed on this subject. */
    | { readonly kind: 'not assessed'; readonly reason: string };
  /** The numbers it was decided by. */
  readonly facts: readonly EvidenceFact[];
}

/** A rule that a user wrote. */
export interface CustomRule {
  readonly id: CustomOpportunityType;
  readonly scope: 'container' | 'workload' | 'namespace' | 'node';
  /** The condition as it was written. */
  readonly when: string;
  /** For `assess`, beside our own. */
  readonly rule: Rule;
  /** Tries the condition on everything it looks at, without regard to thresholds or savings. */
  tryOn(context: ClusterContext): readonly Trial[];
}
