import type { FactSheet, Sentence } from './factSheet.ts';

/** What of a freed reservation comes back as money: a request that is freed is paid for until a node goes. */
function realised(facts: FactSheet): string {
  if (facts.value('freed.cpu') === null && facts.value('freed.memory') === null) return '';
  const real = facts.value('saving.realisable');
  if (real === null) return ', once the nodes shrink with the requests';
  return real > 0
    ? (facts.sentence('; {saving.realisable} of it is in nodes that then go') ?? '')
    : '; no node goes for it yet, so it makes room for others';
}

/** What the change saves or costs, with its bounds; carbon where it is known. */
export function savingSentence(facts: FactSheet): Sentence {
  const money = facts.value('saving.usd');
  if (money === null) return null;
  if (money === 0) return 'It reserves neither more nor less than today, so it costs nothing.';
  const carbon = facts.sentence(' and {+saving.carbon}') ?? '';
  const carbonCost = facts.sentence(', which draws idle power worth {+saving.carbon}') ?? '';
  return money > 0
    ? facts.sentence(
        `It saves {saving.usd} (between {saving.usd.low} and {saving.usd.high})${carbon}${realised(facts)}.`,
      )
    : facts.sentence(
        `It reserves {+saving.usd} more of the nodes (between {+saving.usd.high} and {+saving.usd.low})${carbonCost}.`,
      );
}
