export { assess } from './assess.ts';
export { clusterContext } from './clusterContext.ts';
export {
  type CustomRule,
  readCustomRules,
  type RuleTrial,
  type Trial,
  tryCustomRule,
} from './customRules/index.ts';
export { forecastWorkload } from './forecast/forecastsOf.ts';
export { type HourlyAmounts, hourlyFootprint } from './footprint/hourlyFootprint.ts';
export { sciOf, type SciParts } from './footprint/sci.ts';
export type { Need, Rule, RuleDeclaration, RuleExample, Threshold } from './rule.ts';
export { policiesWith, policyCalled, type PolicyDefinition, policyDefinitionSchema } from './ownPolicies.ts';
export { ruleDeclarations, wordingOf } from './ruleDeclarations.ts';
export { RULES } from './rules/registry.ts';
