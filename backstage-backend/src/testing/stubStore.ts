import { type Store } from '@greenops/core/store';

const unexpected = (): never => {
  throw new TypeError('the test does not expect this question to the store');
};

/** A store that answers only what a test gives it, for what a real database cannot be made to answer. */
export const stubStore = (answers: Partial<Store>): Store => ({
  ledger: { load: unexpected, commit: unexpected },
  connections: {
    list: unexpected,
    read: unexpected,
    add: unexpected,
    change: unexpected,
    remove: unexpected,
    wrappedByOthers: unexpected,
    replaceSealed: unexpected,
  },
  registerCluster: unexpected,
  forgetConfigured: unexpected,
  beginScan: unexpected,
  saveScan: unexpected,
  failScan: unexpected,
  cancelScan: unexpected,
  clusters: unexpected,
  clusterReport: unexpected,
  workloads: unexpected,
  workload: unexpected,
  opportunities: unexpected,
  opportunity: unexpected,
  namespaceTotals: unexpected,
  opportunityTotals: unexpected,
  scanTotals: unexpected,
  ping: unexpected,
  ...answers,
});
