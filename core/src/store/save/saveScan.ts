import { clusterReportView } from '../../api/index.ts';
import { type Scan, type UnixSeconds, unixSeconds } from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { ensureUsagePartitions } from '../usagePartitions.ts';
import { saveCluster, upsertCluster } from './saveCluster.ts';
import { saveContainers } from './saveContainers.ts';
import { saveFootprints, saveOpportunities } from './saveFindings.ts';
import { saveReport } from './saveReport.ts';
import { saveUsage } from './saveUsage.ts';
import { saveWorkloads } from './saveWorkloads.ts';

/**
 * Replaces the picture of a cluster: readers see all of the old one or all of the new one.
 *
 * @remarks Writing the cluster's row first makes a second writer of the same cluster wait.
 */
export async function saveScan(sql: Sql, scan: Scan, finishedAt: UnixSeconds): Promise<void> {
  const { cluster, window } = scan.observation;
  // The first hour may begin before the window does.
  await ensureUsagePartitions(sql, unixSeconds(window.start - 3600), window.end);
  // Made before the transaction, so that nobody waits for the look ahead.
  const report = clusterReportView(scan);
  await sql.transaction(async transaction => {
    await upsertCluster(transaction, cluster);
    await saveWorkloads(transaction, scan);
    const containers = await saveContainers(transaction, scan);
    await saveUsage(transaction, scan, containers);
    await saveFootprints(transaction, scan);
    await saveOpportunities(transaction, scan);
    await saveReport(transaction, report);
    await saveCluster(transaction, scan, finishedAt);
  });
}
