import type { FactSheet, Sentence } from './factSheet.ts';

/** What the change saves or costs, with its bounds; carbon where it is known. */
export function savingSentence(facts: FactSheet): Sentence {
  const money = facts.value('saving.usd') ?? 0;
  if (money === 0) return 'It reserves neither more nor less than today, so it costs nothing.';
  const carbon = (verb: string) => facts.sentence(`, and ${verb} {+saving.carbon}`) ?? '';
  return money > 0
    ? facts.sentence(
        `It saves {saving.usd} (between {saving.usd.low} and {saving.usd.high})${carbon('saves')}, once the nodes shrink with the requests.`,
      )
    : facts.sentence(
        `It reserves {+saving.usd} more of the nodes (between {+saving.usd.high} and {+saving.usd.low})${carbon('adds')}.`,
      );
}
