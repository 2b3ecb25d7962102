import { z } from 'zod';
import { ConflictError, NotFoundError, type UnixSeconds, unixSeconds } from '../../model/index.ts';
import { fit } from '../read/fit.ts';
import { bulkWrite } from '../save/bulkWrite.ts';
import { upsertCluster } from '../save/saveCluster.ts';
import type { Sql } from '../sql.ts';
import type { ClusterConnection, ConnectionDraft, ConnectionStore, StoredSecret } from './connectionStore.ts';

const moment = z.number().transform(unixSeconds);
const secretSchema = z.object({
  field: z.string(),
  sealed: z.string(),
  masterKeyId: z.string(),
  setAt: moment,
});
const connectionSchema = z.object({
  clusterId: z.string(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(secretSchema),
  enabled: z.boolean(),
  version: z.number().int(),
  createdAt: moment,
  updatedAt: moment,
});
const placedSecretSchema = secretSchema.extend({ clusterId: z.string() });

const seconds = (column: string): string => `extract(epoch from ${column})::double precision`;

const SELECT = `
  select c.cluster_id as "clusterId", c.settings, c.enabled, c.version,
         ${seconds('c.created_at')} as "createdAt", ${seconds('c.updated_at')} as "updatedAt",
         coalesce((select jsonb_agg(jsonb_build_object('field', s.field, 'sealed', s.sealed,
                            'masterKeyId', s.master_key_id, 'setAt', ${seconds('s.set_at')}) order by s.field)
                     from greenops.cluster_secrets s where s.cluster_id = c.cluster_id), '[]') as secrets
    from greenops.cluster_connections c`;

/** The {@link ConnectionStore} on Postgres; each change is one transaction. */
export class PostgresConnections implements ConnectionStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async list(): Promise<readonly ClusterConnection[]> {
    const rows = await this.#sql.query(`${SELECT} order by c.cluster_id`);
    return rows.map(row => fit(connectionSchema, row, 'cluster connection'));
  }

  async read(clusterId: string): Promise<ClusterConnection> {
    const [row] = await this.#sql.query(`${SELECT} where c.cluster_id = $1`, [clusterId]);
    if (row === undefined) throw notRegistered(clusterId);
    return fit(connectionSchema, row, 'cluster connection');
  }

  add(draft: ConnectionDraft, at: UnixSeconds): Promise<void> {
    const { id } = draft.identity;
    return this.#sql.transaction(async sql => {
      const added = await sql.query(
        `insert into greenops.cluster_connections (cluster_id, settings, enabled, created_at, updated_at)
         values ($1, $2::jsonb, $3, to_timestamp($4::double precision), to_timestamp($4::double precision))
         on conflict (cluster_id) do nothing returning cluster_id`,
        [id, JSON.stringify(draft.settings), draft.enabled, at],
      );
      if (added.length === 0) {
        throw new ConflictError(
          `the registry has a cluster ${id} already`,
          'change that one, or choose another id',
        );
      }
      await writeRest(sql, draft);
    });
  }

  change(draft: ConnectionDraft, version: number, at: UnixSeconds): Promise<void> {
    const { id } = draft.identity;
    return this.#sql.transaction(async sql => {
      const changed = await sql.query(
        `update greenops.cluster_connections
            set settings = $2::jsonb, enabled = $3, version = version + 1,
                updated_at = to_timestamp($4::double precision)
          where cluster_id = $1 and version = $5 returning cluster_id`,
        [id, JSON.stringify(draft.settings), draft.enabled, at, version],
      );
      if (changed.length === 0) throw await this.#whyUnchanged(sql, id, version);
      await sql.query('delete from greenops.cluster_secrets where cluster_id = $1', [id]);
      await writeRest(sql, draft);
    });
  }

  remove(clusterId: string, { withHistory }: { readonly withHistory: boolean }): Promise<void> {
    return this.#sql.transaction(async sql => {
      const removed = await sql.query(
        'delete from greenops.cluster_connections where cluster_id = $1 returning cluster_id',
        [clusterId],
      );
      if (removed.length === 0) throw notRegistered(clusterId);
      await sql.query(
        withHistory
          ? `delete from greenops.clusters where id = $1 and defined_in = 'registry'`
          : `update greenops.clusters set defined_in = null where id = $1 and defined_in = 'registry'`,
        [clusterId],
      );
    });
  }

  async wrappedByOthers(masterKeyId: string): Promise<readonly (StoredSecret & { clusterId: string })[]> {
    const rows = await this.#sql.query(
      `select cluster_id as "clusterId", field, sealed, master_key_id as "masterKeyId", ${seconds('set_at')} as "setAt"
         from greenops.cluster_secrets where master_key_id <> $1 order by cluster_id, field`,
      [masterKeyId],
    );
    return rows.map(row => fit(placedSecretSchema, row, 'cluster secret'));
  }

  async replaceSealed(
    { clusterId, field }: { readonly clusterId: string; readonly field: string },
    before: string,
    { sealed, masterKeyId }: Pick<StoredSecret, 'sealed' | 'masterKeyId'>,
  ): Promise<boolean> {
    const replaced = await this.#sql.query(
      `update greenops.cluster_secrets set sealed = $4, master_key_id = $5
        where cluster_id = $1 and field = $2 and sealed = $3 returning field`,
      [clusterId, field, before, sealed, masterKeyId],
    );
    return replaced.length > 0;
  }

  async #whyUnchanged(sql: Sql, clusterId: string, version: number): Promise<Error> {
    const [row] = await sql.query<{ version: number }>(
      'select version from greenops.cluster_connections where cluster_id = $1',
      [clusterId],
    );
    if (row === undefined) return notRegistered(clusterId);
    return new ConflictError(
      `the cluster ${clusterId} was changed by somebody else: it is at version ${row.version}, not ${version}`,
      'read it again and repeat the change',
    );
  }
}

/** The secrets, and the cluster as lists show it; one that the configuration defines stays as that says. */
async function writeRest(sql: Sql, { identity, secrets, enabled }: ConnectionDraft): Promise<void> {
  await bulkWrite(
    sql,
    { table: 'greenops.cluster_secrets', conflict: 'do nothing' },
    {
      cluster_id: ['text', () => identity.id],
      field: ['text', (secret: StoredSecret) => secret.field],
      sealed: ['text', secret => secret.sealed],
      master_key_id: ['text', secret => secret.masterKeyId],
      set_at: ['unix seconds', secret => secret.setAt],
    },
    secrets,
  );
  const [configured] = await sql.query(
    `select id from greenops.clusters where id = $1 and defined_in = 'config'`,
    [identity.id],
  );
  if (configured !== undefined) return;
  await upsertCluster(sql, identity);
  await sql.query(`update greenops.clusters set defined_in = 'registry', enabled = $2 where id = $1`, [
    identity.id,
    enabled,
  ]);
}

const notRegistered = (clusterId: string): NotFoundError =>
  new NotFoundError(`the registry has no cluster ${clusterId}`, 'add it, or choose one of the list');
