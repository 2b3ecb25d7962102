import type { ClusterReportView } from '../../api/index.ts';
import type { Sql } from '../sql.ts';

/** Writes the report on a cluster over the one before it. */
export async function saveReport(sql: Sql, report: ClusterReportView): Promise<void> {
  await sql.query(
    `insert into greenops.cluster_reports (cluster_id, observed_at, document)
     values ($1, $2::timestamptz, $3::jsonb)
     on conflict (cluster_id) do update set observed_at = excluded.observed_at, document = excluded.document`,
    [report.clusterId, report.observedAt, JSON.stringify(report)],
  );
}
