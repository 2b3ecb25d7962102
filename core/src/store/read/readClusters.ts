import { type ClusterView, clusterSchema } from '../../api/index.ts';

import type { Sql } from '../sql.ts';
import { fit } from './fit.ts';
import { isoText } from './isoText.ts';
import { OPEN_SAVINGS_COLUMNS, openSavingsBy } from './openSavings.ts';

const SELECT = `
  select c.id, c.name, c.provider, c.region, c.demo,
         case when c.scan_started_at is not null then 'scanning'
              when c.last_error is not null then 'failed'
              when c.last_scan_at is not null then 'ok'
              else 'never-scanned' end as status,
         ${isoText('c.last_scan_at')} as "lastScanAt", c.last_error as "lastError",
         ${isoText('c.failing_since')} as "failingSince", c.sources, c.defined_in as "definedIn", c.enabled,
         c.nodes, coalesce(w.workloads, 0) as workloads, coalesce(w.containers, 0) as containers,
         case when f.usd is not null then json_build_object(
           'usdPerMonth', f.usd, 'kilowattHoursPerMonth', f.energy, 'gramsCO2ePerMonth', f.grams,
           'provenance', c.footprint_provenance) end as footprint,
         c.notes, c.not_judged as "notJudged",
         c.rules_off as "rulesOff", ${OPEN_SAVINGS_COLUMNS}
    from greenops.clusters c
    left join (
      select w.cluster_id, count(distinct w.id)::integer as workloads, count(k.id)::integer as containers
        from greenops.workloads w
        left join greenops.containers k on k.workload_id = w.id and k.present
       where w.present group by w.cluster_id) w on w.cluster_id = c.id
    left join (
      select w.cluster_id, sum(f.usd_per_month) as usd, sum(f.kilowatt_hours_per_month) as energy,
             sum(f.grams_co2e_per_month) as grams
        from greenops.footprints f join greenops.workloads w on w.id = f.workload_id
       group by w.cluster_id) f on f.cluster_id = c.id
    left join ${openSavingsBy('cluster_id')} o on o.cluster_id = c.id
   order by c.name, c.id`;

/** All clusters, by name, with what their workloads cost and could save. */
export async function readClusters(sql: Sql): Promise<ClusterView[]> {
  const rows = await sql.query(SELECT);
  return rows.map(row => fit(clusterSchema, row, 'cluster'));
}
