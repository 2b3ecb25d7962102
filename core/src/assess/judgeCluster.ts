import { contained, type Judgement, merged, NOTHING_TO_SAY, setAside } from './judgement/judgement.ts';
import { objectOpportunityOf } from './opportunityOf.ts';
import type { ClusterContext, ClusterRule, ObjectVerdict, Rule } from './rule.ts';

function reportOf(
  rule: ClusterRule,
  { subject, verdict }: ObjectVerdict,
  context: ClusterContext,
): Judgement {
  switch (verdict.kind) {
    case 'fine':
      return NOTHING_TO_SAY;
    case 'not-assessed':
      return setAside(subject, null, verdict.reason, rule.declaration.id);
    case 'found': {
      const claimed = objectOpportunityOf(rule, verdict.finding, subject, context);
      return { found: claimed ? [claimed] : [], notAssessed: [] };
    }
    default: {
      const never: never = verdict;
      return never;
    }
  }
}

/** Judges what is no workload, by the rules that look at the whole cluster. */
export const judgeCluster = (context: ClusterContext, rules: readonly Rule[]): Judgement =>
  merged(
    rules
      .filter(rule => rule.scope === 'cluster')
      .map(rule =>
        contained(null, rule.declaration.id, () =>
          merged(
            Array.from(rule.detect(context), one =>
              contained(one.subject, rule.declaration.id, () => reportOf(rule, one, context)),
            ),
          ),
        ),
      ),
  );
