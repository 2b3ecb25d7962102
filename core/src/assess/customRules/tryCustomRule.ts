import type { Observation, Policy } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { clusterContext } from '../clusterContext.ts';
import type { CustomRule, Trial } from './customRule.ts';

/** What a rule would find on a cluster, and what became of everything else it looked at. */
export interface RuleTrial {
  readonly rule: CustomRule;
  readonly found: readonly Trial[];
  /** Found, and hidden because it saves less than the policy asks a rule of severity `info` for. */
  readonly hidden: number;
  readonly notFound: readonly Trial[];
  readonly notAssessed: readonly Trial[];
  /** Names of which the rule needs one each and none was read; it is off then. */
  readonly missing: readonly (readonly string[])[];
}

const outcome = (trials: readonly Trial[], kind: Trial['outcome']['kind']): readonly Trial[] =>
  trials.filter(one => one.outcome.kind === kind);

/** A dry run of one rule: nothing is stored, and the condition is tried even where the rule would be off. */
export function tryCustomRule(rule: CustomRule, observation: Observation, policy: Policy): RuleTrial {
  const trials = rule.tryOn(clusterContext(observation, policy));
  const { opportunities, rulesOff } = assess(observation, policy, [rule.rule]);
  const found = outcome(trials, 'found');
  return {
    rule,
    found,
    hidden: rulesOff.length > 0 ? 0 : Math.max(0, found.length - opportunities.length),
    notFound: outcome(trials, 'not found'),
    notAssessed: outcome(trials, 'not assessed'),
    missing: rulesOff.flatMap(({ missing }) => missing),
  };
}
