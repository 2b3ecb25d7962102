import type {
  ClusterReportView,
  ClusterView,
  OpportunityPage,
  OpportunityQuery,
  OpportunityView,
  WorkloadDetailView,
  WorkloadPage,
  WorkloadQuery,
} from '../api/index.ts';
import type {
  ClusterIdentity,
  GramsCO2e,
  KilowattHours,
  OpportunityType,
  Scan,
  Seconds,
  UnixSeconds,
  Usd,
  UsageLedger,
} from '../model/index.ts';
import type { ConnectionStore } from './registry/connectionStore.ts';

/** What the workloads of one namespace cost, draw and emit per month; `null` where none of them is known. */
export interface NamespaceTotals {
  readonly clusterId: string;
  readonly namespace: string;
  readonly usdPerMonth: Usd;
  readonly energyPerMonth: KilowattHours | null;
  readonly carbonPerMonth: GramsCO2e | null;
}

/** Open opportunities of one type in one namespace: how many, and the sum of their likely nominal savings. */
export interface OpportunityTotals {
  readonly clusterId: string;
  readonly namespace: string;
  readonly type: OpportunityType;
  readonly opportunities: number;
  readonly savingUsdPerMonth: Usd;
  /** `null` where it is known of none of them. */
  readonly savingCarbonPerMonth: GramsCO2e | null;
}

/** How scanning a cluster goes. */
export interface ScanTotals {
  readonly clusterId: string;
  /** `null` before the first success. */
  readonly lastSuccessAt: UnixSeconds | null;
  /** Of the last successful scan. */
  readonly lastDuration: Seconds | null;
  /** Since the cluster is known; never goes down. */
  readonly failures: number;
}

/** Keeps what was found; answers in the API's own words, filtered, sorted and paged in SQL. */
export interface Store {
  /** What was learned of the usage of clusters; a cluster is registered before anything is. */
  readonly ledger: UsageLedger;
  /** Clusters that people add beside those of the configuration. */
  readonly connections: ConnectionStore;
  /** Makes a cluster of the configuration known before its first scan, so that it is listed as `never-scanned`. */
  registerCluster(cluster: ClusterIdentity): Promise<void>;
  /** Says which clusters the configuration defines: of others that it once did only history is left, or what the registry says. */
  forgetConfigured(stillConfigured: readonly string[]): Promise<void>;
  /** Marks the start of a scan; `status` is `scanning` until it is saved or failed. */
  beginScan(clusterId: string, at: UnixSeconds): Promise<void>;
  /**
   * Replaces the cluster's picture in one transaction: workloads, containers, usage of the hours that
   * are new since the picture before, footprints, opportunities, report. An opportunity seen again keeps its id and first-detection time; one
   * that is no longer found is resolved, not deleted.
   */
  saveScan(scan: Scan): Promise<void>;
  /** Keeps the last good picture and says since when and why there is no newer one. */
  failScan(clusterId: string, at: UnixSeconds, reason: string): Promise<void>;
  /** Forgets a scan that was stopped on purpose: neither a picture nor a failure. */
  cancelScan(clusterId: string): Promise<void>;
  clusters(): Promise<readonly ClusterView[]>;
  /** @throws NotFoundError for a cluster that nobody knows, or before its first scan */
  clusterReport(id: string): Promise<ClusterReportView>;
  workloads(query: WorkloadQuery): Promise<WorkloadPage>;
  /** @throws NotFoundError */
  workload(id: string): Promise<WorkloadDetailView>;
  opportunities(query: OpportunityQuery): Promise<OpportunityPage>;
  /** @throws NotFoundError */
  opportunity(id: string): Promise<OpportunityView>;
  /** For metrics: one row per cluster and namespace that has workloads. */
  namespaceTotals(): Promise<readonly NamespaceTotals[]>;
  /** For metrics: one row per cluster, namespace and type that has open opportunities. */
  opportunityTotals(): Promise<readonly OpportunityTotals[]>;
  /** For metrics: one row per cluster. */
  scanTotals(): Promise<readonly ScanTotals[]>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
}
