import { formatCarbon, formatEnergy, formatUsd, gramsCO2e, kilowattHours, usd } from '../model/index.ts';
import { offTheBillText } from './savingTexts.ts';
import type { ClusterView } from './schema.ts';
import { type KnownSum, sumKnown } from './sumKnown.ts';

/** One figure over all clusters, as every face writes it. */
export interface TotalText {
  readonly label: string;
  /** `null` where it is known of no cluster. */
  readonly value: string | null;
  /** What the figure leaves out, or what goes with it. */
  readonly remark: string | null;
}

const missing = ({ known, of }: KnownSum): string | null =>
  known === of ? null : `known for ${known} of ${of} clusters`;

const sumOf = (clusters: readonly ClusterView[], figure: (cluster: ClusterView) => number | null): KnownSum =>
  sumKnown(clusters.map(figure));

/** What the clusters' workloads cost, draw and emit per month, and what of that could go: in this order. */
export function clusterTotals(clusters: readonly ClusterView[]): readonly TotalText[] {
  const cost = sumOf(clusters, ({ footprint }) => footprint?.usdPerMonth ?? null);
  const energy = sumOf(clusters, ({ footprint }) => footprint?.kilowattHoursPerMonth ?? null);
  const carbon = sumOf(clusters, ({ footprint }) => footprint?.gramsCO2ePerMonth ?? null);
  const saving = sumOf(clusters, ({ savingUsdPerMonth }) => savingUsdPerMonth);
  const savedCarbon = sumOf(clusters, ({ savingGramsCO2ePerMonth }) => savingGramsCO2ePerMonth);
  const savedCarbonText =
    savedCarbon.value === null ? 'carbon not known' : `and ${formatCarbon(gramsCO2e(savedCarbon.value))}`;
  const realisable = sumOf(clusters, ({ realisableUsdPerMonth }) => realisableUsdPerMonth);
  // Of some of the clusters it would be held against the saving of all.
  const paidText =
    realisable.value === null || realisable.known < realisable.of ? null : offTheBillText(realisable.value);
  return [
    {
      label: 'Cost per month',
      value: cost.value === null ? null : formatUsd(usd(cost.value)),
      remark: missing(cost),
    },
    {
      label: 'Energy per month',
      value: energy.value === null ? null : formatEnergy(kilowattHours(energy.value)),
      remark: missing(energy),
    },
    {
      label: 'Carbon per month',
      value: carbon.value === null ? null : formatCarbon(gramsCO2e(carbon.value)),
      remark: missing(carbon),
    },
    {
      label: 'Possible saving per month',
      value: saving.value === null ? null : formatUsd(usd(saving.value)),
      remark:
        saving.value === null
          ? null
          : [savedCarbonText, missing(savedCarbon), paidText].filter(Boolean).join(', '),
    },
  ];
}
