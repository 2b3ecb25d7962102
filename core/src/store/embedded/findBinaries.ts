import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { StoreError } from '../../model/index.ts';
import { OLDEST_MAJOR } from '../oldestMajor.ts';
import { npmBinDirectory } from './npmBinaries.ts';
import { runProgram } from './runProgram.ts';
import type { ServerAccount } from './serverAccount.ts';

/** A folder with `postgres`, `initdb` and `pg_ctl` that run for the wanted account. */
export interface PostgresBinaries {
  readonly directory: string;
  /** `15.18`. */
  readonly version: string;
  readonly major: number;
}

export interface BinarySearch {
  /** Looked at alone, where given. */
  readonly binDirectory: string | undefined;
  readonly account: ServerAccount | null;
  /** Major version that wrote the data there already is; `null` for new data. */
  readonly dataMajor: number | null;
}

/** The binaries in `directory`, or why they cannot be used. */
async function inspect(directory: string, account: ServerAccount | null): Promise<PostgresBinaries | string> {
  const versions: string[] = [];
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const { code, stdout, stderr } = await runProgram(join(directory, program), ['--version'], account);
    const version = /\(PostgreSQL\) (\d+\S*)/.exec(stdout)?.[1];
    if (code !== 0 || !version)
      return `${program} does not run: ${(stderr || stdout).trim() || `exit code ${code}`}`;
    versions.push(version);
  }
  const version = versions[0] ?? '';
  const major = Number.parseInt(version, 10);
  return major < OLDEST_MAJOR
    ? `Postgres ${version} is older than ${OLDEST_MAJOR}`
    : { directory, version, major };
}

const listOrNothing = (directory: string): Promise<string[]> =>
  // A machine without Debian's or Red Hat's Postgres has no such folder.
  readdir(directory).catch(() => []);

/** Folders in which Postgres may be installed, newest version first. */
async function systemDirectories(account: ServerAccount | null): Promise<string[]> {
  const debian = (await listOrNothing('/usr/lib/postgresql')).map(
    version => `/usr/lib/postgresql/${version}/bin`,
  );
  const redHat = (await listOrNothing('/usr'))
    .filter(name => name.startsWith('pgsql-'))
    .map(name => `/usr/${name}/bin`);
  const byVersion = (path: string) => Number(/\d+/.exec(path)?.[0] ?? 0);
  const { code, stdout } = await runProgram('pg_config', ['--bindir'], account);
  return [
    ...[...debian, ...redHat].sort((a, b) => byVersion(b) - byVersion(a)),
    ...(code === 0 ? [stdout.trim()] : []),
    ...(process.env['PATH'] ?? '').split(delimiter).filter(path => path !== ''),
  ];
}

function unusable(looked: readonly string[], dataMajor: number | null): StoreError {
  const wanted = dataMajor === null ? `${OLDEST_MAJOR} or newer` : `${dataMajor}`;
  const start = dataMajor === null ? '' : 'the data here was written by ';
  return new StoreError(
    `${start}Postgres ${wanted}${dataMajor === null ? ' was not found' : ', which was not found'}: ${looked.join('; ') || 'nothing is installed'}`,
    `install Postgres ${wanted} (Debian: apt-get install postgresql), run npm install without --omit=optional, or set GREENOPS_PG_BINDIR to its bin folder` +
      (dataMajor === null ? '' : '; or move the data away to start anew, which costs nothing but history'),
  );
}

/**
 * Finds Postgres: the folder the caller names, else `GREENOPS_PG_BINDIR`, else the newest installed
 * one, else npm's. Existing data decides the major version, because Postgres opens no other.
 *
 * @throws StoreError that lists where it looked and why each place would not do.
 */
export async function findBinaries({
  binDirectory,
  account,
  dataMajor,
}: BinarySearch): Promise<PostgresBinaries> {
  const looked: string[] = [];
  const consider = async (directory: string): Promise<PostgresBinaries | null> => {
    const found = await inspect(directory, account);
    if (typeof found === 'string') {
      // The PATH has many folders without Postgres: only those are worth a word that have one.
      if (!/ENOENT/.test(found)) looked.push(`${directory}: ${found}`);
      return null;
    }
    if (dataMajor === null || found.major === dataMajor) return found;
    looked.push(`${directory} is Postgres ${found.version}`);
    return null;
  };

  const named = binDirectory ?? process.env['GREENOPS_PG_BINDIR'];
  if (named !== undefined && named !== '') {
    const found = await consider(named);
    if (found) return found;
    throw unusable(looked.length > 0 ? looked : [`${named} has no Postgres`], dataMajor);
  }
  for (const directory of new Set(await systemDirectories(account))) {
    const found = await consider(directory);
    if (found) return found;
  }
  const npm = await npmBinDirectory(
    async directory => typeof (await inspect(directory, account)) !== 'string',
  );
  const found = npm === null ? null : await consider(npm);
  if (found) return found;
  throw unusable(looked, dataMajor);
}
