import {
  describeError,
  type NotAssessed,
  type Opportunity,
  type OpportunityType,
  type Workload,
} from '../../model/index.ts';

/** What became of one workload. */
export interface Judgement {
  readonly opportunities: readonly Opportunity[];
  readonly notAssessed: readonly NotAssessed[];
}

export const merged = (judgements: readonly Judgement[]): Judgement => ({
  opportunities: judgements.flatMap(({ opportunities }) => opportunities),
  notAssessed: judgements.flatMap(({ notAssessed }) => notAssessed),
});

/** A statement that something could not be judged, by no rule in particular unless one is named. */
export const setAside = (
  workload: Workload,
  container: string | null,
  reason: string,
  ruleId: OpportunityType | null = null,
): Judgement => ({
  opportunities: [],
  notAssessed: [{ workload: workload.reference, container, ruleId, reason }],
});

/** Runs `judge`; what it throws becomes a statement about this workload and stops nothing else. */
export function contained(
  workload: Workload,
  ruleId: OpportunityType | null,
  judge: () => Judgement,
): Judgement {
  try {
    return judge();
  } catch (error) {
    return setAside(workload, null, `Could not be judged: ${describeError(error)}`, ruleId);
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
