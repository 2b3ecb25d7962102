import {
  type ClusterView,
  type OpportunityPage,
  type OpportunityQuery,
  type OpportunityView,
  type WorkloadDetailView,
  type WorkloadPage,
  type WorkloadQuery,
} from '@greenops/core/api';
import { type ClusterIdentity, type Scan, type UnixSeconds } from '@greenops/core/model';
import {
  type NamespaceTotals,
  type OpportunityTotals,
  type ScanTotals,
  type Store,
} from '@greenops/core/store';

/** Hears that a cluster has news: a scan of it began, was saved, failed or was stopped. */
export type NewsListener = (clusterId: string) => void;

/** A store that tells a listener of each step of a scan once it has really been written. */
export class ObservedStore implements Store {
  readonly #store: Store;
  readonly #listener: NewsListener;

  constructor(store: Store, listener: NewsListener) {
    this.#store = store;
    this.#listener = listener;
  }

  async beginScan(clusterId: string, at: UnixSeconds): Promise<void> {
    await this.#store.beginScan(clusterId, at);
    this.#listener(clusterId);
  }

  async saveScan(scan: Scan): Promise<void> {
    await this.#store.saveScan(scan);
    this.#listener(scan.observation.cluster.id);
  }

  async failScan(clusterId: string, at: UnixSeconds, reason: string): Promise<void> {
    await this.#store.failScan(clusterId, at, reason);
    this.#listener(clusterId);
  }

  async cancelScan(clusterId: string): Promise<void> {
    await this.#store.cancelScan(clusterId);
    this.#listener(clusterId);
  }

  registerCluster(cluster: ClusterIdentity): Promise<void> {
    return this.#store.registerCluster(cluster);
  }

  clusters(): Promise<readonly ClusterView[]> {
    return this.#store.clusters();
  }

  workloads(query: WorkloadQuery): Promise<WorkloadPage> {
    return this.#store.workloads(query);
  }

  workload(id: string): Promise<WorkloadDetailView> {
    return this.#store.workload(id);
  }

  opportunities(query: OpportunityQuery): Promise<OpportunityPage> {
    return this.#store.opportunities(query);
  }

  opportunity(id: string): Promise<OpportunityView> {
    return this.#store.opportunity(id);
  }

  namespaceTotals(): Promise<readonly NamespaceTotals[]> {
    return this.#store.namespaceTotals();
  }

  opportunityTotals(): Promise<readonly OpportunityTotals[]> {
    return this.#store.opportunityTotals();
  }

  scanTotals(): Promise<readonly ScanTotals[]> {
    return this.#store.scanTotals();
  }

  ping(): Promise<void> {
    return this.#store.ping();
  }
}
