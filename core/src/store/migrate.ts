import { StoreError } from '../model/index.ts';
import { type Migration, migrationChecksum, readMigrations } from './migrations.ts';
import { OLDEST_MAJOR } from './oldestMajor.ts';
import type { Sql } from './sql.ts';

/** Any number that nobody else locks; held while migrating, so that replicas may start at once. */
const MIGRATION_LOCK = 0x677265656e;

/** Our rows in a history that a site may share with migrations of its own. */
const OUR_PREFIX = 'greenops_';

interface AppliedMigration {
  readonly version: string;
  readonly name: string | null;
  readonly statements: string[] | null;
}

async function requireSupportedServer(sql: Sql): Promise<void> {
  const [server] = await sql.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::integer as number, current_setting('server_version') as version`,
  );
  if (server && server.number < OLDEST_MAJOR * 10_000) {
    throw new StoreError(
      `the database is Postgres ${server.version}, older than ${OLDEST_MAJOR}`,
      `use Postgres ${OLDEST_MAJOR} or newer`,
    );
  }
}

/**
 * The history as the Supabase CLI keeps it. Nothing is touched where it is there already: the user
 * may have been given no more than the right to read it.
 */
async function openHistory(sql: Sql): Promise<AppliedMigration[]> {
  const [history] = await sql.query<{ exists: boolean }>(
    `select to_regclass('supabase_migrations.schema_migrations') is not null as exists`,
  );
  if (!history?.exists) {
    await sql.query('create schema if not exists supabase_migrations');
    await sql.query(
      'create table supabase_migrations.schema_migrations (version text not null primary key, statements text[], name text)',
    );
  }
  return sql.query<AppliedMigration>(
    'select version, name, statements from supabase_migrations.schema_migrations order by version',
  );
}

function requireKnown(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  const versions = new Set(known.map(migration => migration.version));
  const stranger = applied.find(
    ({ version, name }) => name?.startsWith(OUR_PREFIX) && !versions.has(version),
  );
  if (stranger) {
    throw new StoreError(
      `the database has the migration ${stranger.version}_${stranger.name}, which this version of GreenOps does not know`,
      'run the version of GreenOps that brought it, or a newer one',
    );
  }
}

function requireUnchanged(migration: Migration, applied: AppliedMigration): void {
  if (applied.statements === null) return;
  if (migrationChecksum(applied.statements) === migrationChecksum([migration.sql])) return;
  throw new StoreError(
    `the migration ${migration.version}_${migration.name} was applied with another text than its file has now`,
    'restore the file as it was released, and put the change into a new migration',
  );
}

async function apply(sql: Sql, migration: Migration): Promise<void> {
  await sql.query(migration.sql);
  await sql.query(
    'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3::text[])',
    [migration.version, migration.name, [migration.sql]],
  );
}

/**
 * Brings the schema to this version: all that is missing, in one transaction, forward only. Replicas
 * that start together wait for the first; the others find nothing left to do.
 *
 * @returns the names of the migrations that were applied now
 * @throws StoreError when the server is too old, the schema has drifted from the files, or a newer
 * version of GreenOps has been here
 */
export async function migrate(sql: Sql, migrations?: readonly Migration[]): Promise<string[]> {
  const known = migrations ?? (await readMigrations());
  await requireSupportedServer(sql);
  return sql.transaction(async transaction => {
    await transaction.query('set local statement_timeout = 0');
    await transaction.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const applied = await openHistory(transaction);
    requireKnown(applied, known);
    const byVersion = new Map(applied.map(row => [row.version, row]));
    const missing: Migration[] = [];
    for (const migration of known) {
      const row = byVersion.get(migration.version);
      if (row) requireUnchanged(migration, row);
      else missing.push(migration);
    }
    for (const migration of missing) await apply(transaction, migration);
    return missing.map(({ version, name }) => `${version}_${name}`);
  });
}
