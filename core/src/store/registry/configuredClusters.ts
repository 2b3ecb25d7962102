import type { ClusterIdentity } from '../../model/index.ts';
import { upsertCluster } from '../save/saveCluster.ts';
import type { Sql } from '../sql.ts';

/** Lists a cluster as one of the configuration, whatever the registry says of it. */
export const registerConfigured = (sql: Sql, cluster: ClusterIdentity): Promise<void> =>
  sql.transaction(async transaction => {
    await upsertCluster(transaction, cluster);
    await transaction.query(
      `update greenops.clusters set defined_in = 'config', enabled = true where id = $1`,
      [cluster.id],
    );
  });

/** Clusters of a former configuration fall back to the registry where that has them; else history is left. */
export async function forgetConfigured(sql: Sql, stillConfigured: readonly string[]): Promise<void> {
  await sql.query(
    `update greenops.clusters c
        set defined_in = case when r.cluster_id is not null then 'registry' end, enabled = coalesce(r.enabled, true)
       from greenops.clusters k left join greenops.cluster_connections r on r.cluster_id = k.id
      where c.id = k.id and c.defined_in = 'config' and c.id <> all ($1::text[])`,
    [stillConfigured],
  );
}
