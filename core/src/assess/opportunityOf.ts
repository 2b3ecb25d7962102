import { type Opportunity, opportunityId } from '../model/index.ts';
import type { ContainerSubject, Finding, Rule, WorkloadSubject } from './rule.ts';
import { nominalSaving } from './saving/nominalSaving.ts';
import { savingFacts } from './saving/savingFacts.ts';

/** Prices a finding; `null` when it is not worth showing. */
export function opportunityOf(
  rule: Rule,
  finding: Finding,
  subject: WorkloadSubject,
  container: ContainerSubject | null,
): Opportunity | null {
  const { workload, context, placements } = subject;
  const { observation, policy } = context;
  const saving = nominalSaving(subject, finding);
  const { usd, carbon } = saving.nominal;
  if (![usd.low, usd.likely, usd.high].every(Number.isFinite)) {
    throw new RangeError('the prices of its nodes do not give a finite amount of money');
  }
  const worthShowing =
    finding.shownRegardless ||
    usd.likely >= policy.minimumSavingPerMonth ||
    (carbon !== null && carbon.likely >= policy.minimumCarbonPerMonth);
  if (!worthShowing) return null;
  const containerName = container?.container.name ?? null;
  return {
    id: opportunityId(rule.declaration.id, workload.reference, containerName),
    type: rule.declaration.id,
    workload: workload.reference,
    workloadId: workload.id,
    container: containerName,
    policyId: policy.id,
    window: observation.window,
    detectedAt: observation.observedAt,
    changes: finding.changes,
    saving,
    risk: finding.risk,
    confidence: finding.confidence,
    evidence: [...finding.evidence, ...savingFacts(saving.nominal, placements, observation)],
  };
}
