export { assess } from './assess.ts';
export { clusterContext } from './clusterContext.ts';
export { unallocatedFootprint, type UnallocatedFootprint } from './footprint/clusterBalance.ts';
export type { Need, Rule, RuleDeclaration, RuleExample, Threshold } from './rule.ts';
export { ruleDeclarations, wordingOf } from './ruleDeclarations.ts';
