import { type Confidence, ratio } from '../../model/index.ts';
import { asDeclared, type Doubt } from './confidence.ts';

/** How sure a finding is that reads what objects say of themselves, where not all of it is said. */
export function declaredWithDoubts(reason: string, doubts: readonly (Doubt | null)[]): Confidence {
  const real = doubts.filter(doubt => doubt !== null);
  const { score, reasons } = asDeclared(reason, ...real.map(one => one.reason));
  return { score: ratio(real.reduce<number>((left, { factor }) => left * factor, score)), reasons };
}

/** Of an object of which nobody says since when it is there. */
export const unknownAge: Doubt = {
  factor: 0.7,
  reason: 'Nobody says since when it is there: it may be new',
};
