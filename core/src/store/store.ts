import type {
  ClusterView,
  OpportunityPage,
  OpportunityQuery,
  OpportunityView,
  WorkloadDetailView,
  WorkloadPage,
  WorkloadQuery,
} from '../api/index.ts';
import type { ClusterIdentity, Scan, UnixSeconds } from '../model/index.ts';

/** Keeps what was found; answers in the API's own words, filtered, sorted and paged in SQL. */
export interface Store {
  /** Makes the cluster known before its first scan, so that it is listed as `never-scanned`. */
  registerCluster(cluster: ClusterIdentity): Promise<void>;
  /** Marks the start of a scan; `status` is `scanning` until it is saved or failed. */
  beginScan(clusterId: string, at: UnixSeconds): Promise<void>;
  /**
   * Replaces the cluster's picture in one transaction: workloads, containers, hourly usage,
   * footprints, opportunities. An opportunity seen again keeps its id and first-detection time; one
   * that is no longer found is resolved, not deleted.
   */
  saveScan(scan: Scan): Promise<void>;
  /** Keeps the last good picture and says since when and why there is no newer one. */
  failScan(clusterId: string, at: UnixSeconds, reason: string): Promise<void>;
  clusters(): Promise<readonly ClusterView[]>;
  workloads(query: WorkloadQuery): Promise<WorkloadPage>;
  /** @throws NotFoundError */
  workload(id: string): Promise<WorkloadDetailView>;
  opportunities(query: OpportunityQuery): Promise<OpportunityPage>;
  /** @throws NotFoundError */
  opportunity(id: string): Promise<OpportunityView>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
}
