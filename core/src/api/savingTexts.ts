import { formatUsd, usd } from '../model/index.ts';
import type { OpportunityView } from './schema.ts';
import { NOT_SIMULATED, savingTexts } from './wording.ts';

/** `$36.46 freed, $0.00 off the bill`: what is freed is worth something, but only what goes is paid no more. */
export function freedAndPaidText(nominalUsd: number, realisableUsd: number | null): string {
  const freed =
    nominalUsd < 0 ? `${formatUsd(usd(-nominalUsd))} more reserved` : `${formatUsd(usd(nominalUsd))} freed`;
  return realisableUsd === null ? freed : `${freed}, ${offTheBillText(realisableUsd)}`;
}

export const offTheBillText = (realisableUsd: number): string =>
  realisableUsd < 0
    ? `${formatUsd(usd(-realisableUsd))} more on the bill`
    : `${formatUsd(usd(realisableUsd))} off the bill`;

export interface SavingRow {
  readonly label: string;
  readonly nominal: string;
  readonly realisable: string;
}

/** What stands for the realisable saving of a finding whose saving another one holds. */
const IN_THE_OTHER = 'in the other finding';

/** Money, carbon and energy: their value, and what of it is paid or emitted no more. */
export function savingTable({ saving, includedIn }: OpportunityView): readonly SavingRow[] {
  const nominal = savingTexts(saving.nominal);
  const realisable = saving.realisable && savingTexts(saving.realisable);
  const absent = includedIn === null ? NOT_SIMULATED : IN_THE_OTHER;
  return [
    { label: 'Cost', nominal: nominal.cost, realisable: realisable?.cost ?? absent },
    { label: 'Carbon', nominal: nominal.carbon, realisable: realisable?.carbon ?? absent },
    { label: 'Energy', nominal: nominal.energy, realisable: realisable?.energy ?? absent },
  ];
}

/** By which nodes it is realised, or why by none. */
export const realisableRemarks = ({
  saving: { nodes, realisableReason },
}: Pick<OpportunityView, 'saving'>): readonly string[] => [
  ...(nodes.length === 0 ? [] : [`By ${nodes.length === 1 ? 'node' : 'nodes'} ${nodes.join(', ')}`]),
  ...(realisableReason === null ? [] : [realisableReason]),
];
