import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@greenops/core/store';

export interface TestPostgres {
  readonly connectionString: string;
  /** Stops it and removes its files. */
  stop(): Promise<void>;
}

/** A real, empty Postgres for one test file. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'greenops-backstage-'));
  // For root the server runs under another account, which has to get in.
  await chmod(directory, 0o755);
  const { connectionString, stop } = await startEmbeddedPostgres({ directory });
  return {
    connectionString,
    async stop() {
      await stop();
      await rm(directory, { recursive: true });
    },
  };
}
