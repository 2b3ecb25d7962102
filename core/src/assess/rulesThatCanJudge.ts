import type { Observation, RuleOff } from '../model/index.ts';
import type { Rule } from './rule.ts';

/** What the observation itself shows to be there, besides the metrics and lists that were read. */
function shown({ grid, functionalUnits }: Observation): ReadonlySet<string> {
  const names: string[] = [];
  if (grid && grid.hourly.length + (grid.marginal?.hourly.length ?? 0) > 0)
    names.push('hourly-grid-intensity');
  if (functionalUnits.size > 0) names.push('functional-units');
  return new Set(names);
}

/**
 * Tells the rules that have what they need from those that are off, with the names of what is missing:
 * a list without findings of a rule that could not judge would read as praise.
 */
export function rulesThatCanJudge(
  rules: readonly Rule[],
  observation: Observation,
): { readonly able: readonly Rule[]; readonly off: readonly RuleOff[] } {
  const { seen } = observation;
  const own = shown(observation);
  const able: Rule[] = [];
  const off: RuleOff[] = [];
  for (const rule of rules) {
    const { id, needs } = rule.declaration;
    const missing = needs
      .map(({ anyOf }) => anyOf)
      .filter(names => !names.some(name => seen.has(name) || own.has(name)));
    if (missing.length === 0) able.push(rule);
    else off.push({ ruleId: id, missing });
  }
  return { able, off };
}
