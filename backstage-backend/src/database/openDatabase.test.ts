import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import createKnex from 'knex';
import { KnexSql } from './KnexSql.ts';
import { openDatabase } from './openDatabase.ts';

/** Backstage's Database service with a client of one kind; the client connects only when it is used. */
const databaseOf = (client: string): DatabaseService => {
  const knex = createKnex({ client: 'pg' });
  knex.client.config.client = client;
  return { getClient: async () => knex };
};

describe('openDatabase', () => {
  const logger = mockServices.logger.mock();
  const lifecycle = mockServices.lifecycle.mock();
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'greenops-own-'));
    // For root the server runs under another account, which has to get in.
    await chmod(directory, 0o755);
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("borrows Backstage's connections where Backstage runs on Postgres", async () => {
    const database = databaseOf('pg');
    expect(await openDatabase({ database, settings: { directory }, lifecycle, logger })).toBeInstanceOf(
      KnexSql,
    );
    expect(lifecycle.addShutdownHook).not.toHaveBeenCalled();
  });

  it('runs a Postgres of its own where Backstage runs on SQLite, for as long as the backend runs', async () => {
    const database = databaseOf('better-sqlite3');
    const sql = await openDatabase({ database, settings: { directory }, lifecycle, logger });
    expect(await sql.query("select current_setting('data_directory') as directory")).toEqual([
      { directory: expect.stringContaining(directory) },
    ]);
    expect(logger.info).toHaveBeenCalledWith(expect.stringContaining(directory));

    const [[stop] = []] = lifecycle.addShutdownHook.mock.calls;
    await stop?.();
    await expect(sql.query('select 1')).rejects.toThrow();
  });
});
