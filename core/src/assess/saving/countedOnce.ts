import type { Opportunity } from '../../model/index.ts';
import type { Claim } from '../rule.ts';

/** An opportunity and the parts of workloads whose saving it counts. */
export interface ClaimedOpportunity {
  readonly opportunity: Opportunity;
  readonly claims: readonly Claim[];
  /** Nothing of the workload runs on: what is stopped needs no other size. */
  readonly stopsWorkload: boolean;
}

const meet = <T>(a: T | null, b: T | null): boolean => a === null || b === null || a === b;

const overlap = (a: Claim, b: Claim): boolean =>
  meet(a.container, b.container) && meet(a.resource, b.resource);

/**
 * Overlapping opportunities are alternatives: the one that saves most counts, the others say that they
 * are included in it. Where two overlap only in part, the rest of the smaller is not counted either:
 * the sum is then too low, never too high. What costs money claims nothing.
 */
export function countedOnce(found: readonly ClaimedOpportunity[]): readonly Opportunity[] {
  const taken = new Map<string, { readonly claim: Claim; readonly by: string }[]>();
  const value = ({ opportunity: { saving } }: ClaimedOpportunity) => saving.nominal.usd.likely;
  const byValue = found.toSorted(
    (a, b) => value(b) - value(a) || (a.opportunity.id < b.opportunity.id ? -1 : 1),
  );
  return byValue.map(({ opportunity, claims }) => {
    const holders = claims.map(
      claim => taken.get(claim.workloadId)?.find(one => overlap(one.claim, claim))?.by,
    );
    const holder = holders.find(by => by !== undefined);
    if (holder !== undefined) return { ...opportunity, includedIn: holder };
    for (const claim of claims) {
      const others = taken.get(claim.workloadId) ?? [];
      taken.set(claim.workloadId, [...others, { claim, by: opportunity.id }]);
    }
    return opportunity;
  });
}
