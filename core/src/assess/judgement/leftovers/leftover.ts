import type { Confidence, EvidenceFact, ObjectReference } from '../../../model/index.ts';
import { found, type NoSaving, type ObjectVerdict, type OwnFigures } from '../../rule.ts';
import { days } from '../age.ts';
import { type RiskFactor, riskOf } from '../risk.ts';

/** Younger leftovers may still be looked at, or be about to be used. */
export const LEFT_AFTER = days(7);

const NOTHING: NoSaving = { kind: 'none' };

/** A finding about something that was left behind; shown whatever it costs, because most of it costs nothing. */
export const leftover = (
  subject: ObjectReference,
  about: { confidence: Confidence; risk: RiskFactor; evidence: readonly EvidenceFact[]; effect?: OwnFigures },
): ObjectVerdict => ({
  subject,
  verdict: found<OwnFigures | NoSaving>({
    changes: [],
    effect: about.effect ?? NOTHING,
    shownRegardless: true,
    risk: riskOf([about.risk], ''),
    confidence: about.confidence,
    evidence: about.evidence,
  }),
});
