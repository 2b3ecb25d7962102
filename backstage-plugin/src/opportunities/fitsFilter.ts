import type { OpportunityView } from '@greenops/core/api';
import type { OpportunityFilter } from './OpportunityFilters';

/** Whether a finding fits what the reader chose; the word is looked for in title, namespace and name. */
export function fitsFilter(
  opportunity: OpportunityView,
  { cluster, namespace, type, word }: OpportunityFilter,
): boolean {
  const { clusterId, title, name } = opportunity;
  const text = `${title} ${opportunity.namespace} ${name}`.toLowerCase();
  return (
    (cluster === undefined || clusterId === cluster) &&
    (namespace === undefined || opportunity.namespace === namespace) &&
    (type === undefined || opportunity.type === type) &&
    (word === undefined || text.includes(word.trim().toLowerCase()))
  );
}
