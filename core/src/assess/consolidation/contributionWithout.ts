import type { Contribution, Opportunity, OpportunityType } from '../../model/index.ts';
import { NOTHING_SAVED } from '../saving/figures.ts';

/** What is on the bill by itself: it is saved when it is deleted, whatever becomes of the nodes. */
const BILLED_BY_ITSELF: ReadonlySet<OpportunityType> = new Set([
  'unmounted-volume-claim',
  'released-volume',
  'oversized-volume',
  'leftover-object',
]);

/** Savings that the simulation of one moment with the nodes there are cannot tell, and why. */
const NOT_SIMULATED: ReadonlyMap<OpportunityType, string> = new Map<OpportunityType, string>([
  ['cluster-shape', 'It replaces nodes by others, while the simulation keeps the nodes there are'],
  ['idle-pool-capacity', 'The simulation does not know why the pool keeps nodes that nothing needs'],
  ['spot-ready', 'It changes the price of nodes, not their number'],
  ['arm-ready', 'It changes the kind of nodes, not their number'],
  ['off-hours', 'Nodes would go for some hours of the day, while the simulation looks at one moment'],
  ['carbon-shift-in-time', 'It changes when work is done, not how many nodes there are'],
]);

/** What is said of an opportunity that no node goes because of; `null` where there is nothing to say. */
export function contributionWithout(opportunity: Opportunity, changesNodes: boolean): Contribution | null {
  const { id, type, saving } = opportunity;
  const said = (realisable: Contribution['realisable'], reason: string): Contribution => ({
    opportunityId: id,
    nodes: [],
    realisable,
    reason,
  });
  if (changesNodes)
    return said(NOTHING_SAVED, 'What it frees is not enough, alone or with the others, for a node to go');
  if (BILLED_BY_ITSELF.has(type))
    return said(saving.nominal, 'It is billed by itself, whatever becomes of the nodes');
  const reason = NOT_SIMULATED.get(type);
  if (reason !== undefined) return said(null, reason);
  return saving.nominal.usd.likely === 0
    ? null
    : said(null, 'What it does to the requests of pods is not told by values to set');
}
