import {
  type DatabaseService,
  type LifecycleService,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { openPostgres, type Sql, startEmbeddedPostgres } from '@greenops/core/store';
import { type GreenopsConfig } from '../config/readGreenopsConfig.ts';
import { KnexSql } from './KnexSql.ts';
import { defaultDatabaseDirectory } from './defaultDatabaseDirectory.ts';

export interface OpenDatabaseOptions {
  readonly database: DatabaseService;
  readonly settings: GreenopsConfig['database'];
  readonly lifecycle: LifecycleService;
  readonly logger: LoggerService;
}

/**
 * The plugin's Postgres: Backstage's own, or, where Backstage runs on SQLite, one that runs as a
 * child process for as long as the backend does.
 *
 * @throws StoreError
 */
export async function openDatabase({
  database,
  settings,
  lifecycle,
  logger,
}: OpenDatabaseOptions): Promise<Sql> {
  const knex = await database.getClient();
  if (knex.client.config.client === 'pg') return new KnexSql(knex);

  const directory = settings.directory ?? defaultDatabaseDirectory();
  const { binDirectory } = settings;
  const postgres = await startEmbeddedPostgres({ directory, logger, ...(binDirectory && { binDirectory }) });
  const sql = openPostgres(postgres.connectionString);
  lifecycle.addShutdownHook(async () => {
    await sql.close();
    await postgres.stop();
  });
  logger.info(
    `Backstage does not run on Postgres: GreenOps keeps its data in a Postgres of its own in ${directory}`,
  );
  return sql;
}
