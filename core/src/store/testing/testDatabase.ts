import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded/startEmbeddedPostgres.ts';
import { openPostgres } from '../openPostgres.ts';
import type { Sql } from '../sql.ts';

/** A real Postgres for one test file; every test may have a database of its own in it. */
export interface TestDatabases {
  readonly server: EmbeddedPostgres;
  /** A new, empty database. */
  create(): Promise<{ connectionString: string; open(): Sql }>;
  stop(): Promise<void>;
}

/** @param binDirectory which Postgres; default: whichever the product would take */
export async function startTestDatabases(binDirectory?: string): Promise<TestDatabases> {
  const directory = await mkdtemp(join(tmpdir(), 'greenops-store-'));
  // As root the server runs under another account, which has to get in.
  await chmod(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory, ...(binDirectory ? { binDirectory } : {}) });
  const opened: Sql[] = [];
  const open = (connectionString: string): Sql => {
    const sql = openPostgres(connectionString);
    opened.push(sql);
    return sql;
  };
  const main = open(server.connectionString);
  let created = 0;
  return {
    server,
    async create() {
      created += 1;
      const name = `test_${created}`;
      await main.query(`create database ${name}`);
      const url = new URL(server.connectionString);
      url.pathname = name;
      return { connectionString: url.href, open: () => open(url.href) };
    },
    async stop() {
      await Promise.all(opened.map(sql => sql.close()));
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
