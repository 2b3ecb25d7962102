import {
  type Contribution,
  type Estimate,
  type EvidenceFact,
  formatEvidence,
  type NotAssessed,
  type Observation,
  type ObservationNote,
  type Opportunity,
  type Provenance,
  type Recommendation,
  type RuleOff,
  type SavingFigures,
  type UnixSeconds,
  type WorkloadCosts,
  type WorkloadFootprint,
  type WorkloadSci,
} from '../model/index.ts';
import type {
  ClusterView,
  NoteView,
  NotJudgedView,
  OpportunityView,
  ProvenanceView,
  SavingFiguresView,
  WorkloadFootprintView,
} from './schema.ts';

/** Model nouns as the API shows them. Every face gets these, so that they cannot differ. */

export const isoTime = (moment: UnixSeconds): string => new Date(moment * 1000).toISOString();

export const provenanceView = (provenance: Provenance): ProvenanceView => ({
  kind: provenance.kind,
  method: provenance.method,
  source: provenance.source,
  asOf: provenance.asOf === undefined ? null : isoTime(provenance.asOf),
});

export const noteView = (note: ObservationNote): NoteView => ({
  severity: note.severity,
  source: note.source,
  message: note.message,
  cure: note.cure ?? null,
});

/** Reasons with how often each was given, the most frequent first. */
export function notJudgedView(notAssessed: readonly NotAssessed[]): NotJudgedView[] {
  const counts = new Map<string, number>();
  for (const { reason } of notAssessed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

export const rulesOffView = (rulesOff: readonly RuleOff[]): ClusterView['rulesOff'] =>
  rulesOff.map(({ ruleId, missing }) => ({ type: ruleId, missing: missing.map(names => [...names]) }));

export const estimateView = <T extends number>({ low, likely, high }: Estimate<T>) => ({ low, likely, high });

const costPartsView = (costs: WorkloadCosts): WorkloadFootprintView['costs'] => ({
  computeUsd: costs.compute,
  gpuUsd: costs.gpu,
  storageUsd: costs.storage,
  loadBalancerUsd: costs.loadBalancer,
  networkUsd: costs.network,
  sharedIdleUsd: costs.sharedIdle,
});

const sciView = (sci: WorkloadSci): WorkloadFootprintView['sci'] => ({
  gramsCO2ePerUnit: estimateView(sci.gramsPerUnit),
  unit: sci.unit,
  units: sci.units,
  hours: sci.hours,
  operationalGramsCO2e: sci.operational,
  embodiedGramsCO2e: sci.embodied,
  provenance: provenanceView(sci.provenance),
});

export const footprintView = (footprint: WorkloadFootprint): WorkloadFootprintView => ({
  usdPerMonth: footprint.usdPerMonth,
  kilowattHoursPerMonth: footprint.energyPerMonth,
  gramsCO2ePerMonth: footprint.carbonPerMonth,
  provenance: footprint.provenance.map(provenanceView),
  costs: costPartsView(footprint.costs),
  gramsCO2eRange: footprint.carbonRange && estimateView(footprint.carbonRange),
  embodiedGramsCO2ePerMonth: footprint.embodiedPerMonth,
  sci: footprint.sci && sciView(footprint.sci),
});

export const savingFiguresView = (figures: SavingFigures): SavingFiguresView => ({
  usdPerMonth: estimateView(figures.usd),
  gramsCO2ePerMonth: figures.carbon && estimateView(figures.carbon),
  kilowattHoursPerMonth: figures.energy && estimateView(figures.energy),
  freedCores: figures.freedCpu,
  freedBytes: figures.freedMemory,
});

const evidenceView = (fact: EvidenceFact): OpportunityView['evidence'][number] => ({
  id: fact.id,
  label: fact.label,
  value: fact.value,
  unit: fact.unit,
  text: formatEvidence(fact.value, fact.unit),
  provenance: provenanceView(fact.provenance),
});

/** @param contribution - what the simulation of nodes says of it; `null` where it says nothing */
export const opportunityView = (
  opportunity: Opportunity,
  recommendation: Recommendation,
  demo: Observation['cluster']['demo'],
  contribution: Contribution | null,
): OpportunityView => ({
  id: opportunity.id,
  type: opportunity.type,
  clusterId: opportunity.subject.clusterId,
  demo,
  workloadId: opportunity.workloadId,
  namespace: opportunity.subject.namespace,
  kind: opportunity.subject.kind,
  name: opportunity.subject.name,
  container: opportunity.container,
  title: recommendation.title,
  summary: recommendation.summary,
  changes: opportunity.changes.map(change => ({ ...change })),
  saving: {
    nominal: savingFiguresView(opportunity.saving.nominal),
    realisable: opportunity.saving.realisable && savingFiguresView(opportunity.saving.realisable),
    nodes: [...(contribution?.nodes ?? [])],
    realisableReason: contribution?.reason ?? null,
    provenance: opportunity.saving.provenance.map(provenanceView),
  },
  includedIn: opportunity.includedIn,
  risk: { level: opportunity.risk.level, reasons: [...opportunity.risk.reasons] },
  confidence: { score: opportunity.confidence.score, reasons: [...opportunity.confidence.reasons] },
  evidence: opportunity.evidence.map(evidenceView),
  recommendation: {
    author: recommendation.author,
    why: [...recommendation.why],
    risks: [...recommendation.risks],
    steps: [...recommendation.steps],
    watchAfterwards: [...recommendation.watchAfterwards],
  },
  policyId: opportunity.policyId,
  windowStart: isoTime(opportunity.window.start),
  windowEnd: isoTime(opportunity.window.end),
  detectedAt: isoTime(opportunity.detectedAt),
});
