import type { OpportunityType, Wording } from '../model/index.ts';
import type { Rule, RuleDeclaration } from './rule.ts';
import { RULES } from './rules/registry.ts';

/** What each rule is, in the order in which they are documented. */
export const ruleDeclarations: readonly RuleDeclaration[] = RULES.map(({ declaration }) => declaration);

/**
 * How a rule puts its findings into words; `null` for those with a template in `advise`.
 *
 * @param own rules that were applied beside ours
 */
export const wordingOf = (id: OpportunityType, own: readonly Rule[] = []): Wording | null =>
  [...RULES, ...own].find(({ declaration }) => declaration.id === id)?.declaration.wording ?? null;
