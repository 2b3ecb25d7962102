import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '../../model/index.ts';
import type { PostgresBinaries } from './findBinaries.ts';
import { runProgram } from './runProgram.ts';
import type { ServerAccount } from './serverAccount.ts';

/** Name of the superuser and of the database, as on Supabase. */
export const DATABASE_USER = 'postgres';

/** A database cluster on disk: everything about it lies in one folder, which appears at once or not at all. */
export interface Cluster {
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly password: string;
  readonly account: ServerAccount | null;
}

const clusterDirectory = (place: string): string => join(place, 'cluster');

/** Major version of Postgres that wrote the data in `place`; `null` where there is none yet. */
export async function majorOfData(place: string): Promise<number | null> {
  const text = await readFile(join(clusterDirectory(place), 'data', 'PG_VERSION'), 'utf8').catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}

/** Passwords rather than trust: other people on this machine reach 127.0.0.1 too. */
async function initialize(
  folder: string,
  binaries: PostgresBinaries,
  account: ServerAccount | null,
): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account) for (const path of [folder, passwordFile]) await chown(path, account.uid, account.gid);
  const { code, stderr } = await runProgram(
    join(binaries.directory, 'initdb'),
    [
      ['-D', join(folder, 'data')],
      ['-U', DATABASE_USER],
      ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      // Page checksums; no fsync of a cluster that is still empty; the same order of text everywhere.
      ['-k', '-N', '--locale=C', '-E', 'UTF8', '--no-instructions'],
    ].flat(),
    account,
  );
  if (code !== 0) {
    throw new StoreError(
      `initdb of Postgres ${binaries.version} failed: ${stderr.trim()}`,
      'make room on the disk and let its account write there, then start again',
    );
  }
}

/**
 * Opens the cluster in `place`, and makes it first where there is none. It is made aside and renamed,
 * so that neither a crash nor a second process in the same moment leaves half a cluster behind.
 */
export async function openCluster(
  place: string,
  binaries: PostgresBinaries,
  account: ServerAccount | null,
): Promise<Cluster> {
  const folder = clusterDirectory(place);
  if ((await majorOfData(place)) === null) {
    await mkdir(place, { recursive: true });
    const unfinished = await mkdtemp(join(place, '.initdb-'));
    try {
      await initialize(unfinished, binaries, account);
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      // Somebody else was faster: theirs is as good.
      if ((await majorOfData(place)) === null) throw error;
    }
  }
  return {
    dataDirectory: join(folder, 'data'),
    logFile: join(folder, 'server.log'),
    password: await readFile(join(folder, 'password'), 'utf8'),
    account,
  };
}
