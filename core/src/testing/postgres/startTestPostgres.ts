import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPostgres, startEmbeddedPostgres } from '../../store/index.ts';

export interface TestPostgres {
  /** Of a database that may be written to and that others may use at the same time. */
  readonly connectionString: string;
  /** A new, empty database; gone with {@link stop}. */
  createDatabase(): Promise<{ readonly connectionString: string }>;
  stop(): Promise<void>;
}

/**
 * Starts a real Postgres that is thrown away afterwards, as the product starts its own. Where
 * `GREENOPS_TEST_POSTGRES_URL` is set, that server takes its place (its user must be allowed to create
 * databases), and only the databases made here are removed.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env['GREENOPS_TEST_POSTGRES_URL'];
  if (given) return withDatabases(given, () => Promise.resolve());
  const directory = await mkdtemp(path.join(tmpdir(), 'greenops-postgres-'));
  // As root the server runs under another account, which has to get in.
  await chmod(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory });
  return withDatabases(server.connectionString, async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });
}

async function withDatabases(
  connectionString: string,
  stopServer: () => Promise<void>,
): Promise<TestPostgres> {
  const sql = openPostgres(connectionString);
  const created: string[] = [];
  return {
    connectionString,
    async createDatabase() {
      const name = `greenops_test_${process.pid}_${Date.now()}_${created.length}`;
      await sql.query(`create database ${name}`);
      created.push(name);
      const url = new URL(connectionString);
      url.pathname = name;
      return { connectionString: url.href };
    },
    async stop() {
      // `force` ends connections that a failed test left open.
      for (const name of created) await sql.query(`drop database if exists ${name} with (force)`);
      await sql.close();
      await stopServer();
    },
  };
}
