import type { Opportunity, OpportunityType, Recommendation } from '../model/index.ts';
import { FactSheet } from './factSheet.ts';
import { savingSentence } from './savingSentence.ts';
import type { Template } from './template.ts';
import { cpuOverRequested } from './templates/cpuOverRequested.ts';
import { cpuUnderRequested } from './templates/cpuUnderRequested.ts';
import { idleWorkload } from './templates/idleWorkload.ts';
import { memoryOverRequested } from './templates/memoryOverRequested.ts';
import { memoryUnderRequested } from './templates/memoryUnderRequested.ts';
import { missingRequests } from './templates/missingRequests.ts';

const TEMPLATES: Readonly<Record<OpportunityType, Template>> = {
  'cpu-over-requested': cpuOverRequested,
  'cpu-under-requested': cpuUnderRequested,
  'memory-over-requested': memoryOverRequested,
  'memory-under-requested': memoryUnderRequested,
  'missing-requests': missingRequests,
  'idle-workload': idleWorkload,
};

/** Explains an opportunity from its own facts, complete without any language model. */
export function advise(opportunity: Opportunity): Recommendation {
  const template = TEMPLATES[opportunity.type];
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
