import type { RuleOff } from '../model/index.ts';
import type { Rule } from './rule.ts';

/**
 * Tells the rules that have what they need from those that are off, with the names of what is missing:
 * a list without findings of a rule that could not judge would read as praise.
 */
export function rulesThatCanJudge(
  rules: readonly Rule[],
  seen: ReadonlySet<string>,
): { readonly able: readonly Rule[]; readonly off: readonly RuleOff[] } {
  const able: Rule[] = [];
  const off: RuleOff[] = [];
  for (const rule of rules) {
    const { id, needs } = rule.declaration;
    const missing = needs.map(({ anyOf }) => anyOf).filter(names => !names.some(name => seen.has(name)));
    if (missing.length === 0) able.push(rule);
    else off.push({ ruleId: id, missing });
  }
  return { able, off };
}
