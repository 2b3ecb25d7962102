export { assess } from './assess.ts';
export { clusterContext } from './clusterContext.ts';
export { unallocatedFootprint, type UnallocatedFootprint } from './footprint/clusterBalance.ts';
export type { RuleDeclaration, Threshold } from './rule.ts';
export { ruleDeclarations } from './ruleDeclarations.ts';
