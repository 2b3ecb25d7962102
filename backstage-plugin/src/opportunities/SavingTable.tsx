import { Text } from '@backstage/ui';
import { NOT_SIMULATED, type OpportunityView, provenanceText, savingTexts } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable';

/** Nominal and realisable beside each other: the first is a value, the second is money back. */
export function SavingTable({ saving }: Pick<OpportunityView, 'saving'>) {
  const nominal = savingTexts(saving.nominal);
  const realisable = saving.realisable && savingTexts(saving.realisable);
  return (
    <>
      <FactTable
        caption="Saving per month: most likely value, bounds in brackets"
        header={['Per month', 'Nominal', 'Realisable']}
        rows={[
          { key: 'cost', cells: ['Cost', nominal.cost, realisable?.cost ?? NOT_SIMULATED] },
          { key: 'carbon', cells: ['Carbon', nominal.carbon, realisable?.carbon ?? NOT_SIMULATED] },
          { key: 'energy', cells: ['Energy', nominal.energy, realisable?.energy ?? NOT_SIMULATED] },
        ]}
      />
      <Text as="p" variant="body-small" color="secondary" style={{ marginTop: 12 }}>
        Nominal is the value of what is freed at the price of its node; realisable counts only nodes that go
        away.
        {saving.provenance.length > 0 && ` From ${saving.provenance.map(provenanceText).join('; ')}.`}
      </Text>
    </>
  );
}
