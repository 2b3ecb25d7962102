import { clusterReportSchema, type ClusterReportView } from '../../api/index.ts';
import { NotFoundError } from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { fit } from './fit.ts';

/** @throws NotFoundError for a cluster that nobody knows or that no scan has reported on */
export async function readClusterReport(sql: Sql, clusterId: string): Promise<ClusterReportView> {
  const [row] = await sql.query<{ document: unknown }>(
    `select r.document from greenops.clusters c
       left join greenops.cluster_reports r on r.cluster_id = c.id where c.id = $1`,
    [clusterId],
  );
  if (!row) {
    throw new NotFoundError(`there is no cluster ${clusterId}`, 'list the clusters to see which there are');
  }
  if (row.document === null) {
    throw new NotFoundError(
      `there is no report on the cluster ${clusterId} yet`,
      'wait for its next scan, which writes one',
    );
  }
  return fit(clusterReportSchema, row.document, 'report');
}
