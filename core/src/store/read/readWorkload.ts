import { workloadDetailSchema, type WorkloadDetailView } from '../../api/index.ts';
import { NotFoundError } from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { fit } from './fit.ts';
import { isoText } from './isoText.ts';
import { WORKLOAD_COLUMNS, WORKLOAD_TABLES } from './listWorkloads.ts';

/** The hours of one resource of container `k` in the cluster's window, oldest first; hours without a sample are absent. */
const hourly = (resource: 'cpu' | 'memory', unit: 'cores' | 'bytes'): string => `coalesce((
  select json_agg(json_build_object('hour', ${isoText('u.ts')}, 'mean', u.${resource}_mean_${unit},
                                    'max', u.${resource}_max_${unit}, 'samples', u.${resource}_samples) order by u.ts)
    from greenops.usage_hourly u
   where u.container_id = k.id and u.${resource}_mean_${unit} is not null
     and u.ts > c.window_start - interval '1 hour' and u.ts < c.window_end), '[]')`;

const CONTAINERS = `
  select k.name, k.role, k.image, k.requests, k.limits, k.cpu, k.memory,
         k.throttled_ratio as "throttledRatio", k.oom_kills as "oomKills",
         ${hourly('cpu', 'cores')} as "hourlyCpu", ${hourly('memory', 'bytes')} as "hourlyMemory"
    from greenops.containers k
    join greenops.workloads w on w.id = k.workload_id
    join greenops.clusters c on c.id = w.cluster_id
   where k.workload_id = $1 and k.present
   order by k.position`;

const OPPORTUNITIES = `
  select document from greenops.opportunities
   where workload_id = $1 and status = 'open'
   order by saving_usd_per_month desc, id`;

/** @throws NotFoundError for a workload that never was or is gone */
export async function readWorkload(sql: Sql, id: string): Promise<WorkloadDetailView> {
  const [workload] = await sql.query<{ present: boolean; lastSeenAt: string }>(
    `select ${WORKLOAD_COLUMNS}, w.present, ${isoText('w.last_seen_at')} as "lastSeenAt",
            ${isoText('c.window_start')} as "windowStart", ${isoText('c.window_end')} as "windowEnd"
       from ${WORKLOAD_TABLES} where w.id = $1`,
    [id],
  );
  if (!workload)
    throw new NotFoundError(`there is no workload ${id}`, 'list the workloads to see which there are');
  if (!workload.present) {
    throw new NotFoundError(
      `the workload ${id} is gone: it was last seen at ${workload.lastSeenAt}`,
      'list the workloads to see which there are',
    );
  }
  const containers = await sql.query(CONTAINERS, [id]);
  const opportunities = await sql.query<{ document: unknown }>(OPPORTUNITIES, [id]);
  return fit(
    workloadDetailSchema,
    { ...workload, containers, opportunityList: opportunities.map(row => row.document) },
    'workload',
  );
}
