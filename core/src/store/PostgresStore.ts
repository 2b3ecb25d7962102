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
import {
  type ClusterIdentity,
  type Scan,
  type UnixSeconds,
  unixSecondsFromDate,
  type UsageLedger,
} from '../model/index.ts';
import { PostgresLedger } from './learned/PostgresLedger.ts';
import { migrate } from './migrate.ts';
import { listOpportunities, readOpportunity } from './read/listOpportunities.ts';
import { listWorkloads } from './read/listWorkloads.ts';
import { readClusterReport } from './read/readClusterReport.ts';
import { readClusters } from './read/readClusters.ts';
import { readNamespaceTotals, readOpportunityTotals, readScanTotals } from './read/readTotals.ts';
import { readWorkload } from './read/readWorkload.ts';
import { PostgresConnections } from './registry/PostgresConnections.ts';
import { forgetConfigured, registerConfigured } from './registry/configuredClusters.ts';
import type { ConnectionStore } from './registry/connectionStore.ts';
import { saveScan } from './save/saveScan.ts';
import { beginScan, cancelScan, failScan } from './save/scanState.ts';
import type { Sql } from './sql.ts';
import type { NamespaceTotals, OpportunityTotals, ScanTotals, Store } from './store.ts';
import { ensureUsagePartitions } from './usagePartitions.ts';

export interface PostgresStoreOptions {
  /** The clock; scans are timed by it. Default: the system's. */
  readonly now?: () => UnixSeconds;
}

/** The {@link Store} on any Postgres 15 or newer; the database does the filtering, sorting and adding up. */
export class PostgresStore implements Store {
  readonly ledger: UsageLedger;
  readonly connections: ConnectionStore;
  readonly #sql: Sql;
  readonly #now: () => UnixSeconds;

  private constructor(sql: Sql, now: () => UnixSeconds) {
    this.#sql = sql;
    this.#now = now;
    this.ledger = new PostgresLedger(sql);
    this.connections = new PostgresConnections(sql);
  }

  /**
   * Brings the schema up to date and opens the store. The connection stays the caller's to close.
   *
   * @throws StoreError when the database cannot be reached, is too old, or its schema has drifted
   */
  static async create(sql: Sql, options: PostgresStoreOptions = {}): Promise<PostgresStore> {
    const now = options.now ?? (() => unixSecondsFromDate(new Date()));
    await migrate(sql);
    await ensureUsagePartitions(sql, now(), now());
    return new PostgresStore(sql, now);
  }

  registerCluster(cluster: ClusterIdentity): Promise<void> {
    return registerConfigured(this.#sql, cluster);
  }

  forgetConfigured(stillConfigured: readonly string[]): Promise<void> {
    return forgetConfigured(this.#sql, stillConfigured);
  }

  beginScan(clusterId: string, at: UnixSeconds): Promise<void> {
    return beginScan(this.#sql, clusterId, at);
  }

  saveScan(scan: Scan): Promise<void> {
    return saveScan(this.#sql, scan, this.#now());
  }

  failScan(clusterId: string, at: UnixSeconds, reason: string): Promise<void> {
    return failScan(this.#sql, clusterId, at, reason);
  }

  cancelScan(clusterId: string): Promise<void> {
    return cancelScan(this.#sql, clusterId);
  }

  clusters(): Promise<readonly ClusterView[]> {
    return readClusters(this.#sql);
  }

  clusterReport(id: string): Promise<ClusterReportView> {
    return readClusterReport(this.#sql, id);
  }

  workloads(query: WorkloadQuery): Promise<WorkloadPage> {
    return listWorkloads(this.#sql, query);
  }

  workload(id: string): Promise<WorkloadDetailView> {
    return readWorkload(this.#sql, id);
  }

  opportunities(query: OpportunityQuery): Promise<OpportunityPage> {
    return listOpportunities(this.#sql, query);
  }

  opportunity(id: string): Promise<OpportunityView> {
    return readOpportunity(this.#sql, id);
  }

  namespaceTotals(): Promise<readonly NamespaceTotals[]> {
    return readNamespaceTotals(this.#sql);
  }

  opportunityTotals(): Promise<readonly OpportunityTotals[]> {
    return readOpportunityTotals(this.#sql);
  }

  scanTotals(): Promise<readonly ScanTotals[]> {
    return readScanTotals(this.#sql);
  }

  async ping(): Promise<void> {
    await this.#sql.query('select 1');
  }
}
