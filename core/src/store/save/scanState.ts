import { NotFoundError, type UnixSeconds } from '../../model/index.ts';
import type { Sql } from '../sql.ts';

/** Runs an update of one cluster that returns its id. */
async function updateCluster(
  sql: Sql,
  clusterId: string,
  text: string,
  values: readonly unknown[],
): Promise<void> {
  const updated = await sql.query(text, values);
  if (updated.length === 0) {
    throw new NotFoundError(`there is no cluster ${clusterId}`, 'register the cluster before it is scanned');
  }
}

/** @throws NotFoundError for a cluster that was not registered */
export const beginScan = (sql: Sql, clusterId: string, at: UnixSeconds): Promise<void> =>
  updateCluster(
    sql,
    clusterId,
    'update greenops.clusters set scan_started_at = to_timestamp($2::double precision) where id = $1 returning id',
    [clusterId, at],
  );

/** @throws NotFoundError for a cluster that was not registered */
export const cancelScan = (sql: Sql, clusterId: string): Promise<void> =>
  updateCluster(
    sql,
    clusterId,
    'update greenops.clusters set scan_started_at = null where id = $1 returning id',
    [clusterId],
  );

/** @throws NotFoundError for a cluster that was not registered */
export const failScan = (sql: Sql, clusterId: string, at: UnixSeconds, reason: string): Promise<void> =>
  sql.transaction(async transaction => {
    await transaction.query(
      `insert into greenops.scans (cluster_id, started_at, finished_at, outcome, error)
       select id, least(coalesce(scan_started_at, finished), finished), finished, 'failed', $3
         from greenops.clusters, to_timestamp($2::double precision) as finished where id = $1`,
      [clusterId, at, reason],
    );
    await updateCluster(
      transaction,
      clusterId,
      `update greenops.clusters
          set scan_started_at = null, last_error = $2, failed_scans = failed_scans + 1,
              failing_since = coalesce(failing_since, to_timestamp($3::double precision))
        where id = $1 returning id`,
      [clusterId, reason, at],
    );
  });
