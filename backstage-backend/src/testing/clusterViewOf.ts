import { type ClusterView } from '@greenops/core/api';

/** A scanned cluster with nothing in it, but for what a test says of it. */
export const clusterViewOf = (facts: Partial<ClusterView>): ClusterView => ({
  id: 'prod',
  name: 'Production',
  provider: 'unknown',
  region: null,
  demo: false,
  status: 'ok',
  lastScanAt: '2026-11-21T10:00:00.000Z',
  lastError: null,
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
  ...facts,
});
