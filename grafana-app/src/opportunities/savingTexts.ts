import type { SavingFiguresView } from '@greenops/core/api';
import {
  type Estimate,
  formatCarbon,
  formatEnergy,
  formatEstimate,
  formatUsd,
  type GramsCO2e,
  type KilowattHours,
  type Usd,
} from '@greenops/core/model';

export interface SavingTexts {
  readonly cost: string;
  readonly carbon: string;
  readonly energy: string;
}

const NOT_KNOWN = 'not known';

/** A saving with its bounds, as every face writes it. The API's plain numbers get their units back here. */
export const savingTexts = (figures: SavingFiguresView): SavingTexts => ({
  cost: formatEstimate(figures.usdPerMonth as Estimate<Usd>, formatUsd),
  carbon:
    figures.gramsCO2ePerMonth === null
      ? NOT_KNOWN
      : formatEstimate(figures.gramsCO2ePerMonth as Estimate<GramsCO2e>, formatCarbon),
  energy:
    figures.kilowattHoursPerMonth === null
      ? NOT_KNOWN
      : formatEstimate(figures.kilowattHoursPerMonth as Estimate<KilowattHours>, formatEnergy),
});
