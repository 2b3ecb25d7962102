import { type OpportunityView, provenanceText, realisableRemarks, savingTable } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable.tsx';
import { Secondary } from '../elements/Secondary.tsx';
import { TextList } from './TextList.tsx';

/** Nominal and realisable beside each other: the first is a value, the second is money back. */
export function SavingTable({ opportunity }: { opportunity: OpportunityView }) {
  const { provenance } = opportunity.saving;
  const remarks = realisableRemarks(opportunity);
  return (
    <>
      <FactTable
        caption="Saving per month: most likely value, bounds in brackets"
        header={['Per month', 'Nominal', 'Realisable']}
        rows={savingTable(opportunity).map(({ label, nominal, realisable }) => ({
          key: label,
          cells: [label, nominal, realisable],
        }))}
      />
      {remarks.length > 0 && <TextList items={remarks} none="" />}
      <Secondary>
        Nominal is the value of what is freed at the price of its node; realisable counts only nodes that go
        away and what is billed by itself.
        {provenance.length > 0 && ` From ${provenance.map(provenanceText).join('; ')}.`}
      </Secondary>
    </>
  );
}
