import type { Contribution, GoingNode, Observation, Opportunity, SavingFigures } from '../../model/index.ts';
import { addFigures, NOTHING_SAVED, timesFigures } from '../saving/figures.ts';
import { nodeSaving } from '../saving/nodeSaving.ts';
import { contributionWithout } from './contributionWithout.ts';
import type { EnabledDrain } from './emptiedByFixes.ts';
import type { Fix } from './fix.ts';

/** Splits a node's saving among those without whom it would not go, by their nominal savings. */
function sharesOf(fixes: readonly Fix[]): readonly (readonly [fix: Fix, share: number])[] {
  const total = fixes.reduce((sum, { value }) => sum + Math.abs(value), 0);
  return fixes.map(fix => [fix, total > 0 ? Math.abs(fix.value) / total : 1 / fixes.length]);
}

/** Collects who has which part in which nodes. */
class Ledger {
  readonly #parts = new Map<string, { nodes: string[]; figures: SavingFigures }>();

  add(opportunityId: string, node: string, figures: SavingFigures): void {
    const part = this.#parts.get(opportunityId) ?? { nodes: [], figures: NOTHING_SAVED };
    this.#parts.set(opportunityId, {
      nodes: part.nodes.includes(node) ? part.nodes : [...part.nodes, node],
      figures: addFigures(part.figures, figures),
    });
  }

  share(fixes: readonly Fix[], node: string, saving: SavingFigures, sign: 1 | -1): void {
    for (const [fix, share] of sharesOf(fixes)) {
      this.add(fix.opportunityId, node, timesFigures(saving, sign * share));
    }
  }

  of(opportunityId: string): Contribution | null {
    const part = this.#parts.get(opportunityId);
    return part
      ? { opportunityId, nodes: part.nodes.toSorted(), realisable: part.figures, reason: null }
      : null;
  }
}

/** Nodes that go, by what lets them go. */
export interface Departures {
  readonly now: readonly GoingNode[];
  readonly neededAgain: readonly EnabledDrain[];
  readonly afterFixes: readonly EnabledDrain[];
}

/**
 * What each of the opportunities that count does to the nodes. The parts add up to the saving of the nodes
 * that are gone in the end, as far as rules found those that go today.
 *
 * @param changesNodes ids of the opportunities that were simulated
 */
export function contributionsOf(
  opportunities: readonly Opportunity[],
  changesNodes: ReadonlySet<string>,
  { now, neededAgain, afterFixes }: Departures,
  observation: Observation,
): readonly Contribution[] {
  const ledger = new Ledger();
  const going = new Map(now.map(one => [one.node, one.saving]));
  for (const { id, type, subject } of opportunities) {
    const saving = type === 'drainable-node' ? going.get(subject.name) : undefined;
    if (saving) ledger.add(id, subject.name, saving);
  }
  for (const [drains, sign] of [
    [neededAgain, -1],
    [afterFixes, 1],
  ] as const) {
    for (const { drain, fixes: causes } of drains) {
      const { node } = drain.node;
      ledger.share(causes, node.name, nodeSaving(node, observation), sign);
    }
  }
  return opportunities.flatMap(
    opportunity =>
      ledger.of(opportunity.id) ?? contributionWithout(opportunity, changesNodes.has(opportunity.id)) ?? [],
  );
}
