import { Grid, Stack } from '@grafana/ui';
import { provenanceText, type WorkloadDetailView } from '@greenops/core/api';
import { formatCarbon, formatEnergy, formatUsd, gramsCO2e, kilowattHours, usd } from '@greenops/core/model';
import { Secondary } from '../elements/Secondary.tsx';
import { Total } from '../elements/Total.tsx';

/** `null` stays `null`: not known is not zero. */
const write = <Q,>(
  value: number | null | undefined,
  unit: (value: number) => Q,
  format: (value: Q) => string,
) => (value === null || value === undefined ? null : format(unit(value)));

export function WorkloadTotals({ workload }: { workload: WorkloadDetailView }) {
  const { footprint } = workload;
  return (
    <Stack direction="column" gap={1}>
      <Grid columns={{ xs: 2, lg: 4 }} gap={2}>
        <Total label="Cost per month" value={write(footprint?.usdPerMonth, usd, formatUsd)} remark={null} />
        <Total
          label="Energy per month"
          value={write(footprint?.kilowattHoursPerMonth, kilowattHours, formatEnergy)}
          remark={null}
        />
        <Total
          label="Carbon per month"
          value={write(footprint?.gramsCO2ePerMonth, gramsCO2e, formatCarbon)}
          remark={null}
        />
        <Total
          label="Possible saving per month"
          value={formatUsd(usd(workload.savingUsdPerMonth))}
          remark={write(workload.savingGramsCO2ePerMonth, gramsCO2e, formatCarbon)}
          emphasised
        />
      </Grid>
      {footprint && <Secondary>Where from: {footprint.provenance.map(provenanceText).join('; ')}</Secondary>}
    </Stack>
  );
}
