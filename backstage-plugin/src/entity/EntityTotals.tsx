import { Grid } from '@backstage/ui';
import { sumKnown, type WorkloadView } from '@greenops/core/api';
import { formatCarbon, formatEnergy, formatUsd, gramsCO2e, kilowattHours, usd } from '@greenops/core/model';
import { Total } from '../elements/Total';

/** What an entity's workloads cost, draw and emit together. */
export function EntityTotals({ workloads }: { workloads: readonly WorkloadView[] }) {
  const cost = sumKnown(workloads.map(({ footprint }) => footprint?.usdPerMonth ?? null));
  const energy = sumKnown(workloads.map(({ footprint }) => footprint?.kilowattHoursPerMonth ?? null));
  const carbon = sumKnown(workloads.map(({ footprint }) => footprint?.gramsCO2ePerMonth ?? null));
  const saving = sumKnown(workloads.map(({ savingUsdPerMonth }) => savingUsdPerMonth));
  return (
    <Grid.Root columns={{ initial: '2', md: '4' }} gap="3">
      <Total label="Cost per month" value={cost.value === null ? null : formatUsd(usd(cost.value))} />
      <Total
        label="Energy per month"
        value={energy.value === null ? null : formatEnergy(kilowattHours(energy.value))}
      />
      <Total
        label="Carbon per month"
        value={carbon.value === null ? null : formatCarbon(gramsCO2e(carbon.value))}
      />
      <Total
        label="Possible saving per month"
        value={saving.value === null ? null : formatUsd(usd(saving.value))}
        remark={`in ${workloads.length} ${workloads.length === 1 ? 'workload' : 'workloads'}`}
      />
    </Grid.Root>
  );
}
