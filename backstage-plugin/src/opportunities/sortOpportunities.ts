import type { SortDescriptor } from '@backstage/ui';
import type { OpportunityView } from '@greenops/core/api';

const RISK_ORDER: readonly OpportunityView['risk']['level'][] = ['low', 'medium', 'high'];

type SortValue = string | number | null;

const VALUE_OF: Readonly<Record<string, (opportunity: OpportunityView) => SortValue>> = {
  title: ({ title }) => title,
  saving: ({ saving }) => saving.nominal.usdPerMonth.likely,
  carbon: ({ saving }) => saving.nominal.gramsCO2ePerMonth?.likely ?? null,
  risk: ({ risk }) => RISK_ORDER.indexOf(risk.level),
  confidence: ({ confidence }) => confidence.score,
};

function compare(a: SortValue, b: SortValue): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b);
  return Number(a) - Number(b);
}

/** Sorts by a column; what is not known stands last in both directions. */
export function sortOpportunities(
  opportunities: readonly OpportunityView[],
  sort: SortDescriptor,
): OpportunityView[] {
  const valueOf = VALUE_OF[String(sort.column)];
  if (!valueOf) return [...opportunities];
  const direction = sort.direction === 'descending' ? -1 : 1;
  return [...opportunities].sort((left, right) => {
    const [a, b] = [valueOf(left), valueOf(right)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return direction * compare(a, b);
  });
}
