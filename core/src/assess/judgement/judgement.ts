import {
  describeError,
  type NotAssessed,
  type ObjectReference,
  type OpportunityType,
} from '../../model/index.ts';
import type { ClaimedOpportunity } from '../saving/countedOnce.ts';

/** What became of one object. */
export interface Judgement {
  readonly found: readonly ClaimedOpportunity[];
  readonly notAssessed: readonly NotAssessed[];
}

export const NOTHING_TO_SAY: Judgement = { found: [], notAssessed: [] };

export const merged = (judgements: readonly Judgement[]): Judgement => ({
  found: judgements.flatMap(({ found }) => found),
  notAssessed: judgements.flatMap(({ notAssessed }) => notAssessed),
});

/** A statement that something could not be judged, by no rule in particular unless one is named. */
export const setAside = (
  subject: ObjectReference | null,
  container: string | null,
  reason: string,
  ruleId: OpportunityType | null = null,
): Judgement => ({ found: [], notAssessed: [{ subject, container, ruleId, reason }] });

/** Runs `judge`; what it throws becomes a statement about this object and stops nothing else. */
export function contained(
  subject: ObjectReference | null,
  ruleId: OpportunityType | null,
  judge: () => Judgement,
): Judgement {
  try {
    return judge();
  } catch (error) {
    return setAside(subject, null, `Could not be judged: ${describeError(error)}`, ruleId);
  }
}

/** Says once what several rules say in the same words; it is then about no rule in particular. */
export function withoutRepetition(all: readonly NotAssessed[]): readonly NotAssessed[] {
  const byReason = new Map<string, NotAssessed>();
  for (const one of all) {
    const key = `${one.container ?? ''}\n${one.reason}`;
    byReason.set(key, byReason.has(key) ? { ...one, ruleId: null } : one);
  }
  return [...byReason.values()];
}
