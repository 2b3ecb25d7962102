import {
  type ObjectReference,
  objectLabel,
  type Provenance,
  type SavingFigures,
  type Usd,
  usd,
} from '../../model/index.ts';
import type { Claim, OwnFigures } from '../rule.ts';
import { addFigures, NOTHING_SAVED } from './figures.ts';
import { uncertaintyOf, widened } from './uncertainty.ts';

/** A monthly bill that ends. What the thing draws is not known, so nothing is said of carbon. */
export const moneySaved = (bill: Usd, price: Provenance): SavingFigures => ({
  ...NOTHING_SAVED,
  usd: widened({ low: bill, likely: bill, high: bill }, uncertaintyOf('price', price), usd),
  carbon: null,
  energy: null,
});

/** Further money on top; of energy and carbon only what was known before is claimed. */
export const withMoney = (figures: SavingFigures, more: SavingFigures): SavingFigures => ({
  ...figures,
  usd: addFigures(figures, more).usd,
});

/** What counts the saving of an object that is no workload, so that it is not counted twice either. */
export const claimOnObject = (object: ObjectReference): Claim => ({
  workloadId: objectLabel(object),
  container: null,
  resource: null,
});

/** The effect of ending the bill of one object. */
export const endsBill = (object: ObjectReference, bill: Usd, price: Provenance): OwnFigures => ({
  kind: 'figures',
  figures: moneySaved(bill, price),
  provenance: [price],
  claims: [claimOnObject(object)],
});
