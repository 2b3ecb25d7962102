import {
  bytes,
  cores,
  type ObjectReference,
  type Opportunity,
  opportunityId,
  type Saving,
  type SavingFigures,
  usd,
  workloadId,
} from '../model/index.ts';
import type {
  Claim,
  ClusterContext,
  ContainerSubject,
  Effect,
  Finding,
  NoSaving,
  OwnFigures,
  Rule,
  WorkloadSubject,
} from './rule.ts';
import type { ClaimedOpportunity } from './saving/countedOnce.ts';
import { nominalSaving } from './saving/nominalSaving.ts';
import { figureFacts, priceFacts } from './saving/savingFacts.ts';

const NO_FIGURES: SavingFigures = {
  usd: { low: usd(0), likely: usd(0), high: usd(0) },
  carbon: null,
  energy: null,
  freedCpu: cores(0),
  freedMemory: bytes(0),
};

const withFigures = (effect: OwnFigures | NoSaving): Saving => ({
  nominal: effect.kind === 'figures' ? effect.figures : NO_FIGURES,
  realisable: null,
  provenance: effect.kind === 'figures' ? effect.provenance : [],
});

interface Priced {
  readonly subject: ObjectReference;
  readonly workloadId: string | null;
  readonly container: string | null;
  readonly saving: Saving;
  readonly claims: readonly Claim[];
  readonly evidence: Finding['evidence'];
}

/** `null` when it is not worth showing. */
function shown(
  rule: Rule,
  finding: Finding,
  { observation, policy }: ClusterContext,
  priced: Priced,
): ClaimedOpportunity | null {
  const { usd: money, carbon } = priced.saving.nominal;
  if (![money.low, money.likely, money.high].every(Number.isFinite)) {
    throw new RangeError('the prices of its nodes do not give a finite amount of money');
  }
  const worthShowing =
    finding.shownRegardless ||
    money.likely >= policy.minimumSavingPerMonth ||
    (carbon !== null && carbon.likely >= policy.minimumCarbonPerMonth);
  if (!worthShowing) return null;
  const opportunity: Opportunity = {
    id: opportunityId(rule.declaration.id, priced.subject, priced.container),
    type: rule.declaration.id,
    subject: priced.subject,
    workloadId: priced.workloadId,
    container: priced.container,
    policyId: policy.id,
    window: observation.window,
    detectedAt: observation.observedAt,
    changes: finding.changes,
    saving: priced.saving,
    includedIn: null,
    risk: finding.risk,
    confidence: finding.confidence,
    evidence: priced.evidence,
  };
  return {
    opportunity,
    claims: priced.claims,
    stopsWorkload: finding.effect.kind === 'reservation' && finding.effect.stopsWork,
  };
}

/** The resources that an effect gives back, as parts of the workload or of one of its containers. */
function claimsOf(effect: Effect, workloadId: string, container: string | null): readonly Claim[] {
  if (effect.kind === 'none') return [];
  if (effect.kind === 'figures') return effect.claims;
  const { cpu, memory, gpus } = effect.freedPerPod.likely;
  const freed = (['cpu', 'memory', 'gpus'] as const).filter(
    resource => ({ cpu, memory, gpus })[resource] > 0,
  );
  if (effect.stopsWork || (effect.shareOfPods < 1 && freed.length > 0)) {
    return [{ workloadId, container: null, resource: null }];
  }
  return freed.map(resource => ({ workloadId, container, resource }));
}

/** Prices a finding about a workload or one of its containers; `null` when it is not worth showing. */
export function opportunityOf(
  rule: Rule,
  finding: Finding,
  subject: WorkloadSubject,
  container: ContainerSubject | null,
): ClaimedOpportunity | null {
  const { workload, context, placements } = subject;
  const { effect } = finding;
  const saving = effect.kind === 'reservation' ? nominalSaving(subject, effect) : withFigures(effect);
  const name = container?.container.name ?? null;
  return shown(rule, finding, context, {
    subject: workload.reference,
    workloadId: workload.id,
    container: name,
    saving,
    claims: claimsOf(effect, workload.id, name),
    evidence: [
      ...finding.evidence,
      ...(effect.kind === 'none' ? [] : figureFacts(saving.nominal, context.observation)),
      ...(effect.kind === 'reservation' ? priceFacts(placements, context.observation) : []),
    ],
  });
}

/** The same for a finding of a rule that looks at the whole cluster; its object can still be a workload. */
export function objectOpportunityOf(
  rule: Rule,
  finding: Finding<OwnFigures | NoSaving>,
  subject: ObjectReference,
  context: ClusterContext,
): ClaimedOpportunity | null {
  const saving = withFigures(finding.effect);
  const id = workloadId(subject);
  const isWorkload = context.observation.inventory.workloads.some(workload => workload.id === id);
  return shown(rule, finding, context, {
    subject,
    workloadId: isWorkload ? id : null,
    container: null,
    saving,
    claims: finding.effect.kind === 'figures' ? finding.effect.claims : [],
    evidence: [
      ...finding.evidence,
      ...(finding.effect.kind === 'none' ? [] : figureFacts(saving.nominal, context.observation)),
    ],
  });
}
