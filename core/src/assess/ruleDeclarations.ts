import type { OpportunityType } from '../model/index.ts';
import type { RuleDeclaration } from './rule.ts';
import { RULES } from './rules/registry.ts';

/** What each rule is, in the order in which they are documented. */
export const ruleDeclarations: readonly RuleDeclaration[] = Object.values(RULES).map(
  ({ declaration }) => declaration,
);

export const ruleTitle = (id: OpportunityType): string => RULES[id].declaration.title;
