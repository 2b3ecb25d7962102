import { Grid } from '@grafana/ui';
import { type ClusterView, type KnownSum, sumKnown } from '@greenops/core/api';
import { formatCarbon, formatEnergy, formatUsd, gramsCO2e, kilowattHours, usd } from '@greenops/core/model';
import { Total } from '../elements/Total.tsx';

const missing = ({ known, of }: KnownSum): string | null =>
  known === of ? null : `known for ${known} of ${of} clusters`;

/** What the chosen clusters cost, draw and emit, and what of that could go. */
export function Totals({ clusters }: { clusters: readonly ClusterView[] }) {
  const cost = sumKnown(clusters.map(cluster => cluster.footprint?.usdPerMonth ?? null));
  const energy = sumKnown(clusters.map(cluster => cluster.footprint?.kilowattHoursPerMonth ?? null));
  const carbon = sumKnown(clusters.map(cluster => cluster.footprint?.gramsCO2ePerMonth ?? null));
  const saving = sumKnown(clusters.map(cluster => cluster.savingUsdPerMonth));
  const savedCarbon = sumKnown(clusters.map(cluster => cluster.savingGramsCO2ePerMonth));
  const savedCarbonText =
    savedCarbon.value === null ? 'carbon not known' : `and ${formatCarbon(gramsCO2e(savedCarbon.value))}`;

  return (
    <Grid columns={{ xs: 2, lg: 4 }} gap={2}>
      <Total
        label="Cost per month"
        value={cost.value === null ? null : formatUsd(usd(cost.value))}
        remark={missing(cost)}
      />
      <Total
        label="Energy per month"
        value={energy.value === null ? null : formatEnergy(kilowattHours(energy.value))}
        remark={missing(energy)}
      />
      <Total
        label="Carbon per month"
        value={carbon.value === null ? null : formatCarbon(gramsCO2e(carbon.value))}
        remark={missing(carbon)}
      />
      <Total
        label="Possible saving per month"
        value={saving.value === null ? null : formatUsd(usd(saving.value))}
        remark={
          saving.value === null ? null : [savedCarbonText, missing(savedCarbon)].filter(Boolean).join(', ')
        }
        emphasised
      />
    </Grid>
  );
}
