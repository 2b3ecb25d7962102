import {
  clusterSourcesView,
  type ClusterView,
  isoTime,
  noteView,
  notJudgedView,
  type ProvenanceView,
  provenanceView,
  rulesOffView,
  sumKnown,
} from '../../api/index.ts';
import type { FailedCluster, ScannedCluster } from './report.ts';

const distinct = (views: readonly ProvenanceView[]): ProvenanceView[] => [
  ...new Map(views.map(view => [JSON.stringify(view), view])).values(),
];

function footprintOf({ scan }: ScannedCluster): ClusterView['footprint'] {
  const footprints = [...scan.assessment.footprints.values()];
  if (footprints.length === 0) return null;
  return {
    usdPerMonth: footprints.reduce((total, { usdPerMonth }) => total + usdPerMonth, 0),
    kilowattHoursPerMonth: sumKnown(footprints.map(({ energyPerMonth }) => energyPerMonth)).value,
    gramsCO2ePerMonth: sumKnown(footprints.map(({ carbonPerMonth }) => carbonPerMonth)).value,
    provenance: distinct(footprints.flatMap(({ provenance }) => provenance.map(provenanceView))),
  };
}

/** The cluster as the REST API shows it after a scan, with the same sums. */
export function clusterView(scanned: ScannedCluster): ClusterView {
  const { cluster, scan } = scanned;
  const { observation, assessment } = scan;
  const { workloads, nodes } = observation.inventory;
  // The store adds in the order of ids too: another order may give another last digit.
  const opportunities = assessment.opportunities.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const counted = opportunities.filter(({ includedIn }) => includedIn === null);
  return {
    ...cluster,
    status: 'ok',
    lastScanAt: isoTime(observation.observedAt),
    lastError: null,
    failingSince: null,
    sources: clusterSourcesView(observation, []),
    definedIn: 'config',
    enabled: true,
    nodes: nodes.length,
    workloads: workloads.length,
    containers: workloads.reduce((total, { containers }) => total + containers.length, 0),
    opportunities: opportunities.length,
    footprint: footprintOf(scanned),
    savingUsdPerMonth: counted.reduce((total, { saving }) => total + saving.nominal.usd.likely, 0),
    savingGramsCO2ePerMonth:
      opportunities.length === 0
        ? 0
        : sumKnown(counted.map(({ saving }) => saving.nominal.carbon?.likely ?? null)).value,
    realisableUsdPerMonth:
      opportunities.length === 0
        ? 0
        : sumKnown(counted.map(({ saving }) => saving.realisable?.usd.likely ?? null)).value,
    notes: observation.notes.map(noteView),
    notJudged: notJudgedView(assessment.notAssessed),
    rulesOff: rulesOffView(assessment.rulesOff),
  };
}

/** A cluster of which nothing is known but why. */
export const failedClusterView = ({ clusterId, message }: FailedCluster): ClusterView => ({
  id: clusterId,
  name: clusterId,
  provider: 'unknown',
  region: null,
  demo: false,
  status: 'failed',
  lastScanAt: null,
  lastError: message,
  failingSince: null,
  sources: [],
  definedIn: 'config',
  enabled: true,
  nodes: 0,
  workloads: 0,
  containers: 0,
  opportunities: 0,
  footprint: null,
  savingUsdPerMonth: 0,
  savingGramsCO2ePerMonth: null,
  realisableUsdPerMonth: null,
  notes: [],
  notJudged: [],
  rulesOff: [],
});
