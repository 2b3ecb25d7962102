import type { OpportunityView } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable.tsx';
import { Secondary } from '../elements/Secondary.tsx';
import { provenanceText } from '../elements/provenanceText.ts';
import { savingTexts } from './savingTexts.ts';

/** Nominal and realisable beside each other: the first is a value, the second is money back. */
export function SavingTable({ saving }: Pick<OpportunityView, 'saving'>) {
  const nominal = savingTexts(saving.nominal);
  const realisable = saving.realisable && savingTexts(saving.realisable);
  const later = 'not simulated yet';
  return (
    <>
      <FactTable
        caption="Saving per month: most likely value, bounds in brackets"
        header={['Per month', 'Nominal', 'Realisable']}
        rows={[
          { key: 'cost', cells: ['Cost', nominal.cost, realisable?.cost ?? later] },
          { key: 'carbon', cells: ['Carbon', nominal.carbon, realisable?.carbon ?? later] },
          { key: 'energy', cells: ['Energy', nominal.energy, realisable?.energy ?? later] },
        ]}
      />
      <Secondary>
        Nominal is the value of what is freed at the price of its node; realisable counts only nodes that go
        away.
        {saving.provenance.length > 0 && ` From ${saving.provenance.map(provenanceText).join('; ')}.`}
      </Secondary>
    </>
  );
}
