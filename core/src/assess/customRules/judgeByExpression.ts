import {
  bytes,
  type Confidence,
  type ContainerUsage,
  cores,
  historyOf,
  ratio,
  type UsageStatistics,
} from '../../model/index.ts';
import { NOTHING, type Reservation } from '../footprint/reservation.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import type { Effect, Finding, NoSaving, Verdict } from '../rule.ts';
import { FINE, found, notAssessed } from '../rule.ts';
import type { CustomRuleText } from './customRuleSchema.ts';
import type { Expression, Outcome } from './expression.ts';
import type { Fact } from './facts/factDeclaration.ts';
import { type evidenceOf, valuesOf } from './subjectFacts.ts';

/** What a rule decides by, checked and ready. */
export interface RuleExpressions {
  readonly when: Expression<boolean>;
  /** Freed by each pod, in cores and bytes; `null` where the rule claims nothing. */
  readonly saving: {
    readonly cpu: Expression<number> | null;
    readonly memory: Expression<number> | null;
  } | null;
}

/** One subject before a user's rule. */
export interface Subject<S> {
  readonly facts: readonly Fact<S>[];
  readonly subject: S;
  /** What a pod of it reserves: more cannot be freed. */
  readonly reserved: Reservation;
  /** Whose samples the usage facts come from. */
  readonly usages: readonly ContainerUsage[];
}

const NO_SAVING: NoSaving = { kind: 'none' };

/** What objects declare is as sure as anything; what may change tomorrow is not surer than this. */
const DECLARED: Confidence = {
  score: ratio(0.95),
  reasons: ['It is decided by what the cluster’s objects declare, not by samples'],
};

const DEFAULT_RISK: Finding['risk'] = {
  level: 'medium',
  reasons: [
    'The rule is your own: GreenOps Advisor does not know what may go wrong when its advice is followed',
  ],
};

/** As sure as the weakest of the samples it looked at. */
function confidenceIn(facts: Iterable<string>, usages: readonly ContainerUsage[]): Confidence {
  const resources = (['cpu', 'memory'] as const).filter(resource =>
    [...facts].some(fact => fact.startsWith(`usage.${resource}.`)),
  );
  const confidences = usages.flatMap(usage =>
    resources
      .map((resource): UsageStatistics<number> | null => usage[resource])
      .flatMap(statistics => (statistics ? [confidenceOf(statistics, historyOf(usage, statistics))] : [])),
  );
  return confidences.toSorted((a, b) => a.score - b.score)[0] ?? DECLARED;
}

/** What the saving expressions say, held between nothing and what is reserved. */
function freedBy(
  { cpu, memory }: NonNullable<RuleExpressions['saving']>,
  values: Readonly<Record<string, unknown>>,
  reserved: Reservation,
): Outcome<Reservation> {
  const amounts: { cpu: number; memory: number } = { cpu: 0, memory: 0 };
  for (const [resource, expression] of [
    ['cpu', cpu],
    ['memory', memory],
  ] as const) {
    const outcome = expression?.evaluate(values);
    if (outcome === undefined) continue;
    if (outcome.kind !== 'value')
      return { ...outcome, reason: `its saving of ${resource}: ${outcome.reason}` };
    amounts[resource] = Math.min(reserved[resource], Math.max(0, outcome.value));
  }
  return { kind: 'value', value: { ...NOTHING, cpu: cores(amounts.cpu), memory: bytes(amounts.memory) } };
}

/** The condition of a rule on one subject. Total: whatever is not known, or fails, is an outcome. */
export const conditionOn = <S>({ when }: RuleExpressions, { facts, subject }: Subject<S>): Outcome<boolean> =>
  when.evaluate(
    valuesOf(
      facts.filter(({ path }) => when.facts.has(path)),
      subject,
    ),
  );

/** What a user's rule says of one subject. */
export function judgeByExpression<S>(
  { severity, risk }: CustomRuleText,
  expressions: RuleExpressions,
  one: Subject<S>,
  evidence: ReturnType<typeof evidenceOf>,
): Verdict<Extract<Effect, { kind: 'reservation' | 'none' }>> {
  const condition = conditionOn(expressions, one);
  if (condition.kind !== 'value') return notAssessed(`It cannot be decided: ${condition.reason}`);
  if (!condition.value) return FINE;
  const freed =
    expressions.saving && freedBy(expressions.saving, valuesOf(one.facts, one.subject), one.reserved);
  if (freed && freed.kind !== 'value') return notAssessed(`It is found, but ${freed.reason}`);
  return found({
    changes: [],
    effect: freed
      ? {
          kind: 'reservation',
          freedPerPod: { low: freed.value, likely: freed.value, high: freed.value },
          shareOfPods: 1,
          stopsWork: false,
        }
      : NO_SAVING,
    shownRegardless: severity === 'warning',
    risk: risk ?? DEFAULT_RISK,
    confidence: confidenceIn(expressions.when.facts, one.usages),
    evidence,
  });
}
