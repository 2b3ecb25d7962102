import type { Sql } from '../sql.ts';
import type { NamespaceTotals, OpportunityTotals, ScanTotals } from '../store.ts';

export const readNamespaceTotals = (sql: Sql): Promise<NamespaceTotals[]> =>
  sql.query<NamespaceTotals>(`
    select w.cluster_id as "clusterId", w.namespace, coalesce(sum(f.usd_per_month), 0) as "usdPerMonth",
           sum(f.kilowatt_hours_per_month) as "energyPerMonth", sum(f.grams_co2e_per_month) as "carbonPerMonth"
      from greenops.workloads w join greenops.footprints f on f.workload_id = w.id
     where w.present group by w.cluster_id, w.namespace order by w.cluster_id, w.namespace`);

export const readOpportunityTotals = (sql: Sql): Promise<OpportunityTotals[]> =>
  sql.query<OpportunityTotals>(`
    select cluster_id as "clusterId", namespace, type, count(*)::integer as opportunities,
           coalesce(sum(saving_usd_per_month) filter (where included_in is null), 0) as "savingUsdPerMonth",
           sum(saving_grams_co2e_per_month) filter (where included_in is null) as "savingCarbonPerMonth"
      from greenops.opportunities where status = 'open'
     group by cluster_id, namespace, type order by cluster_id, namespace, type`);

export const readScanTotals = (sql: Sql): Promise<ScanTotals[]> =>
  sql.query<ScanTotals>(`
    select id as "clusterId", extract(epoch from last_scan_at)::double precision as "lastSuccessAt",
           last_scan_seconds as "lastDuration", failed_scans as failures
      from greenops.clusters order by id`);
