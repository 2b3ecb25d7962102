import { Grid, Stack } from '@grafana/ui';
import {
  embodiedText,
  footprintTexts,
  offTheBillText,
  provenanceText,
  type WorkloadDetailView,
} from '@greenops/core/api';
import { formatCarbon, formatEnergy, formatUsd, gramsCO2e, kilowattHours, usd } from '@greenops/core/model';
import { Secondary } from '../elements/Secondary.tsx';
import { Total } from '../elements/Total.tsx';
import { TextList } from '../opportunities/TextList.tsx';

/** `null` stays `null`: not known is not zero. */
const write = <Q,>(
  value: number | null | undefined,
  unit: (value: number) => Q,
  format: (value: Q) => string,
) => (value === null || value === undefined ? null : format(unit(value)));

/** What else the saving saves, and what of it leaves the bill. */
function savingRemark({ savingGramsCO2ePerMonth, realisableUsdPerMonth }: WorkloadDetailView): string | null {
  const parts = [
    write(savingGramsCO2ePerMonth, gramsCO2e, formatCarbon),
    realisableUsdPerMonth === null ? null : offTheBillText(realisableUsdPerMonth),
  ].filter(part => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

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
          remark={footprint && embodiedText(footprint)}
        />
        <Total
          label="Possible saving per month"
          value={formatUsd(usd(workload.savingUsdPerMonth))}
          remark={savingRemark(workload)}
          emphasised
        />
      </Grid>
      {footprint && <TextList items={footprintTexts(footprint)} none="" />}
      {footprint && <Secondary>Where from: {footprint.provenance.map(provenanceText).join('; ')}</Secondary>}
    </Stack>
  );
}
