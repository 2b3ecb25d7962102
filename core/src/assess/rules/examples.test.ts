import { BALANCED } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { observationOf } from '../examples/observationOf.ts';
import type { Rule, RuleExample } from '../rule.ts';
import { RULES } from './registry.ts';

/** Every rule's own examples: what they promise in docs/rules.md is what the rule does. */
const EXAMPLES = RULES.flatMap(rule =>
  rule.declaration.examples.map(
    example => [rule.declaration.id, example.verdict, example.name, rule, example] as const,
  ),
);

function verdictOf(rule: Rule, { cluster }: RuleExample): RuleExample['verdict'] {
  const { id } = rule.declaration;
  const { opportunities, notAssessed } = assess(observationOf(cluster), BALANCED, [rule]);
  if (opportunities.some(({ type }) => type === id)) return 'found';
  // What no rule could judge is about this one too: it is alone here.
  return notAssessed.some(({ reason }) => !reason.startsWith('None of its pods runs'))
    ? 'not assessed'
    : 'not found';
}

describe('examples', () => {
  it.each(EXAMPLES)('%s, %s: it %s', (_id, verdict, _name, rule, example) => {
    expect(verdictOf(rule, example)).toBe(verdict);
  });

  it.each(RULES.map(({ declaration }) => [declaration.id, declaration] as const))(
    '%s shows a success and a near-miss',
    (_, { examples }) => {
      expect(examples[0]?.verdict).toBe('found');
      expect(examples.some(({ verdict }) => verdict !== 'found')).toBe(true);
    },
  );

  /** Places in a text that stand for facts. */
  const factsIn = (text: string) =>
    [...text.matchAll(/\{\+?([a-z][\w.-]*)\}/g)]
      .map(match => match[1] ?? '')
      .filter(place => !['subject', 'name', 'namespace', 'container', 'changes'].includes(place));

  it.each(
    RULES.filter(({ declaration }) => declaration.wording !== null).map(
      rule => [rule.declaration.id, rule] as const,
    ),
  )('%s: its title and summary can be written of its success', (_, rule) => {
    const { wording, examples, id } = rule.declaration;
    const found = assess(observationOf(examples[0]?.cluster ?? { workloads: [] }), BALANCED, [
      rule,
    ]).opportunities.filter(({ type }) => type === id);
    const facts = new Set(found.flatMap(({ evidence }) => evidence.map(fact => fact.id)));
    const wanted = factsIn([wording?.title, ...(wording?.summary ?? [])].join(' '));
    expect(wanted.filter(fact => !facts.has(fact))).toEqual([]);
  });

  it.each(
    RULES.filter(({ declaration }) => declaration.wording !== null).map(
      ({ declaration }) => [declaration.id, declaration.wording] as const,
    ),
  )('%s: no number stands in its words that is not a fact', (_, wording) => {
    const { title = '', summary = [], why = [], steps = [], watchAfterwards = [] } = wording ?? {};
    const prose = [title, ...summary, ...why, ...steps, ...watchAfterwards]
      .join(' ')
      .replace(/`[^`]*`/g, '')
      .replace(/\{[^}]*\}/g, '');
    expect(prose.match(/\d[\d.,]*/g)).toBeNull();
  });
});
