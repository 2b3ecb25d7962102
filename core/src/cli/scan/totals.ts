import { offTheBillText, sumKnown } from '../../api/index.ts';
import {
  formatCarbon,
  formatEnergy,
  formatRatio,
  formatUsd,
  gramsCO2e,
  type GramsCO2e,
  kilowattHours,
  type KilowattHours,
  ratio,
  type Usd,
  usd,
} from '../../model/index.ts';
import { clusterView } from './clusterView.ts';
import type { Report } from './report.ts';

/** What the scanned clusters cost and could save per month. */
export interface Totals {
  /** Whether there is any finding. */
  readonly found: boolean;
  readonly cost: Usd;
  /** What is paid for the clusters as a whole, what no workload was given included. */
  readonly bill: Usd;
  readonly energy: KilowattHours | null;
  readonly carbon: GramsCO2e | null;
  /** All findings together, those that cost included. */
  readonly saving: Usd;
  readonly savingCarbon: GramsCO2e | null;
  /** What of it really leaves the bill; `null` where that was not simulated for all clusters. */
  readonly realisable: Usd | null;
  /** Findings that save, by themselves. */
  readonly gain: Usd;
  /** Findings that cost, by themselves, as a positive amount: the price of reliability. */
  readonly price: Usd;
}

export function totalsOf({ scanned }: Report): Totals {
  const views = scanned.map(clusterView);
  const energy = sumKnown(views.map(({ footprint }) => footprint?.kilowattHoursPerMonth ?? null)).value;
  const carbon = sumKnown(views.map(({ footprint }) => footprint?.gramsCO2ePerMonth ?? null)).value;
  const savingCarbon = sumKnown(views.map(({ savingGramsCO2ePerMonth }) => savingGramsCO2ePerMonth)).value;
  const realisable = sumKnown(views.map(({ realisableUsdPerMonth }) => realisableUsdPerMonth));
  const likely = scanned.flatMap(({ scan }) =>
    scan.assessment.opportunities
      .filter(({ includedIn }) => includedIn === null)
      .map(({ saving }) => saving.nominal.usd.likely),
  );
  return {
    realisable: realisable.value === null || realisable.known < realisable.of ? null : usd(realisable.value),
    found: scanned.some(({ scan }) => scan.assessment.opportunities.length > 0),
    gain: usd(likely.reduce((total, value) => total + Math.max(0, value), 0)),
    price: usd(likely.reduce((total, value) => total + Math.max(0, -value), 0)),
    cost: usd(views.reduce((total, { footprint }) => total + (footprint?.usdPerMonth ?? 0), 0)),
    bill: usd(
      scanned.reduce((total, { scan }) => total + (scan.assessment.balance.nodes.usdPerMonth ?? 0), 0),
    ),
    energy: energy === null ? null : kilowattHours(energy),
    carbon: carbon === null ? null : gramsCO2e(carbon),
    saving: usd(views.reduce((total, { savingUsdPerMonth }) => total + savingUsdPerMonth, 0)),
    savingCarbon: savingCarbon === null ? null : gramsCO2e(savingCarbon),
  };
}

/** The totals as labelled texts; what is not known is said to be so. */
export function writeTotals(totals: Totals): readonly (readonly [string, string])[] {
  const { found, bill, cost, energy, carbon, saving, savingCarbon, gain, price, realisable } = totals;
  // Nodes and volumes that nobody uses are part of the bill and not of what workloads cost.
  const share = bill > 0 && saving > 0 ? ` (${formatRatio(ratio(saving / bill))} of the bill)` : '';
  const grams = savingCarbon === null ? '' : ` and ${formatCarbon(savingCarbon)}`;
  const parts = price > 0 ? `, ${formatUsd(gain)} gained less ${formatUsd(price)} for reliability` : '';
  const paid = realisable === null ? '' : `; ${offTheBillText(realisable)}`;
  return [
    ['Cost', `${formatUsd(cost)}/month`],
    ['Energy', energy === null ? 'not known' : `${formatEnergy(energy)}/month`],
    ['Carbon', carbon === null ? 'not known' : `${formatCarbon(carbon)}/month`],
    ['Possible saving', found ? `${formatUsd(saving)}/month${share}${grams}${parts}${paid}` : 'none found'],
  ];
}
