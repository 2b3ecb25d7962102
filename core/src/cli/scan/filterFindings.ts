import type { OpportunityType } from '../../model/index.ts';
import type { Finding } from './report.ts';

/** What of the findings is wanted; an absent field wants all. */
export interface FindingFilter {
  readonly namespace?: string;
  readonly type?: OpportunityType;
  /** US dollars per month, most likely value. */
  readonly minSaving?: number;
}

export const filterFindings = (findings: readonly Finding[], { namespace, type, minSaving }: FindingFilter) =>
  findings.filter(
    ({ opportunity }) =>
      (namespace === undefined || opportunity.subject.namespace === namespace) &&
      (type === undefined || opportunity.type === type) &&
      (minSaving === undefined || opportunity.saving.nominal.usd.likely >= minSaving),
  );
