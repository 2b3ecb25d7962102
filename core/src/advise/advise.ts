import type { BuiltInOpportunityType, Opportunity, Recommendation, Wording } from '../model/index.ts';
import { declaredTemplate } from './declaredTemplate.ts';
import { FactSheet } from './factSheet.ts';
import { savingSentence } from './savingSentence.ts';
import type { Template } from './template.ts';
import { cpuOverRequested } from './templates/cpuOverRequested.ts';
import { cpuUnderRequested } from './templates/cpuUnderRequested.ts';
import { idleWorkload } from './templates/idleWorkload.ts';
import { memoryOverRequested } from './templates/memoryOverRequested.ts';
import { memoryUnderRequested } from './templates/memoryUnderRequested.ts';
import { missingRequests } from './templates/missingRequests.ts';

/** Kinds of findings whose words depend on more than which facts are known. */
const TEMPLATES: Partial<Readonly<Record<string, Template>>> = {
  'cpu-over-requested': cpuOverRequested,
  'cpu-under-requested': cpuUnderRequested,
  'memory-over-requested': memoryOverRequested,
  'memory-under-requested': memoryUnderRequested,
  'missing-requests': missingRequests,
  'idle-workload': idleWorkload,
} satisfies Partial<Record<BuiltInOpportunityType, Template>>;

/**
 * Explains an opportunity from its own facts, complete without any language model.
 *
 * @param wording - how its rule puts its findings into words; `null` for those with a template here
 */
export function advise(opportunity: Opportunity, wording: Wording | null): Recommendation {
  const template = wording === null ? TEMPLATES[opportunity.type] : declaredTemplate(wording);
  if (!template) throw new TypeError(`the rule ${opportunity.type} declares no wording`);
  const facts = new FactSheet(opportunity);
  return {
    opportunityId: opportunity.id,
    author: { kind: 'template' },
    title: template.title(opportunity),
    summary: template.summary(opportunity, facts, savingSentence(facts)),
    why: template.why(opportunity, facts),
    risks: opportunity.risk.reasons,
    steps: template.steps(opportunity),
    watchAfterwards: template.watchAfterwards(opportunity, facts),
  };
}
