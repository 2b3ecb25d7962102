import type { CustomOpportunityType } from '../../model/index.ts';
import type { ClusterContext, ObjectVerdict, Rule, RuleDeclaration, Verdict } from '../rule.ts';
import type { CustomRule, Trial } from './customRule.ts';
import type { CustomRuleText } from './customRuleSchema.ts';
import { type Fact } from './facts/factDeclaration.ts';
import { FACTS_OF_SCOPE } from './facts/factsOfScope.ts';
import { conditionOn, judgeByExpression, type RuleExpressions } from './judgeByExpression.ts';
import { evidenceOf } from './subjectFacts.ts';
import {
  type Named,
  namespacesOf,
  nodesOf,
  ofContainer,
  ofWorkload,
  workloadsOf,
} from './subjectsOfScope.ts';

/** A rule whose expressions were found to be right, with the facts that its texts speak of. */
export interface CheckedRule {
  readonly text: CustomRuleText;
  readonly expressions: RuleExpressions;
  readonly mentioned: ReadonlySet<string>;
}

/** Facts without which the condition has no value: the rule is off, and says so, where nothing could tell them. */
function needsOf({ text, expressions }: CheckedRule): RuleDeclaration['needs'] {
  const facts: readonly Pick<Fact<never>, 'path' | 'needs' | 'label'>[] = FACTS_OF_SCOPE[text.scope];
  const implied = facts
    .filter(({ path, needs }) => needs.length > 0 && expressions.when.required.has(path))
    .flatMap(({ needs: [first, ...others], label }) =>
      first === undefined ? [] : [{ anyOf: [first, ...others] as const, for: label }],
    );
  const named = text.needs.map(name => ({ anyOf: [name] as const, for: 'the rule’s own wish' }));
  const byName = new Map([...named, ...implied].map(need => [need.anyOf.join(), need]));
  return [...byName.values()].map(({ anyOf: [first, ...others], for: reason }) => ({
    anyOf: [first, ...others],
    for: reason,
  }));
}

const declarationOf = (checked: CheckedRule, id: CustomOpportunityType): RuleDeclaration => ({
  id,
  title: checked.text.title,
  finds: checked.text.finds ?? `Where ${checked.text.when}`,
  needs: needsOf(checked),
  thresholds: [],
  leavesAlone: [],
  remediation: checked.text.wording.steps.join(' '),
  wording: checked.text.wording,
  examples: [],
});

/** Facts that were asked for or are spoken of. */
const chosen = <S>(
  facts: readonly Fact<S>[],
  { expressions, mentioned }: CheckedRule,
): readonly Fact<S>[] => {
  const asked = [expressions.when, expressions.saving?.cpu, expressions.saving?.memory];
  return facts.filter(({ path }) => mentioned.has(path) || asked.some(one => one?.facts.has(path)));
};

/** Makes a rule of what a user wrote: nothing of it can throw for more than the subject it is about. */
export function createCustomRule(checked: CheckedRule): CustomRule {
  const { text, expressions } = checked;
  const id: CustomOpportunityType = `custom/${text.id}`;
  const declaration = declarationOf(checked, id);
  const judge = <S extends { readonly context: ClusterContext }>(one: Named<S>) =>
    judgeByExpression(
      text,
      expressions,
      one,
      evidenceOf(one.facts, one.subject, one.subject.context.observation),
    );
  const attempt = <S extends { readonly context: ClusterContext }>(one: Named<S>): Trial => {
    const outcome = conditionOn(expressions, one);
    return {
      subject: one.reference,
      container: one.container,
      outcome:
        outcome.kind === 'value'
          ? { kind: outcome.value ? 'found' : 'not found' }
          : { kind: 'not assessed', reason: outcome.reason },
      facts: evidenceOf(
        one.facts.filter(({ path }) => expressions.when.facts.has(path)),
        one.subject,
        one.subject.context.observation,
      ),
    };
  };
  const made = (rule: Rule, tryOn: CustomRule['tryOn']): CustomRule => ({
    id,
    scope: text.scope,
    when: text.when,
    rule,
    tryOn,
  });
  switch (text.scope) {
    case 'container': {
      const facts = chosen(FACTS_OF_SCOPE.container, checked);
      return made(
        { scope: 'container', declaration, detect: one => judge(ofContainer(facts, one)) },
        context =>
          workloadsOf(context).flatMap(({ containers }) =>
            containers.map(one => attempt(ofContainer(facts, one))),
          ),
      );
    }
    case 'workload': {
      const facts = chosen(FACTS_OF_SCOPE.workload, checked);
      return made({ scope: 'workload', declaration, detect: one => judge(ofWorkload(facts, one)) }, context =>
        workloadsOf(context).map(one => attempt(ofWorkload(facts, one))),
      );
    }
    case 'namespace': {
      const facts = chosen(FACTS_OF_SCOPE.namespace, checked);
      const detect = (context: ClusterContext) =>
        namespacesOf(context, facts).map(one => verdictOn(one, judge(one)));
      return made({ scope: 'cluster', declaration, detect }, context =>
        namespacesOf(context, facts).map(attempt),
      );
    }
    case 'node': {
      const facts = chosen(FACTS_OF_SCOPE.node, checked);
      const detect = (context: ClusterContext) =>
        nodesOf(context, facts).map(one => verdictOn(one, judge(one)));
      return made({ scope: 'cluster', declaration, detect }, context => nodesOf(context, facts).map(attempt));
    }
    default: {
      const never: never = text.scope;
      return never;
    }
  }
}

/** What is no workload frees no reservation: such a rule was refused a saving when it was read. */
function verdictOn<S>({ reference }: Named<S>, verdict: Verdict): ObjectVerdict {
  return {
    subject: reference,
    verdict:
      verdict.kind === 'found'
        ? { ...verdict, finding: { ...verdict.finding, effect: { kind: 'none' } } }
        : verdict,
  };
}
