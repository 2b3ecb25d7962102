import { Text } from '@backstage/ui';
import { type OpportunityView, provenanceText, realisableRemarks, savingTable } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable';
import { TextList } from '../elements/TextList';

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
      {remarks.length > 0 && (
        <div style={{ marginTop: 12 }}>
          <TextList items={remarks} none="" />
        </div>
      )}
      <Text as="p" variant="body-small" color="secondary" style={{ marginTop: 12 }}>
        Nominal is the value of what is freed at the price of its node; realisable counts only nodes that go
        away and what is billed by itself.
        {provenance.length > 0 && ` From ${provenance.map(provenanceText).join('; ')}.`}
      </Text>
    </>
  );
}
