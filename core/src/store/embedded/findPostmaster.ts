import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../errorCode.ts';

/** What a running Postgres says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: 'starting' | 'stopping' | 'ready' | 'unknown';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but it is somebody else's.
    return errorCode(error) === 'EPERM';
  }
}

/**
 * Whose process it is: a server works in its data directory, and an ended process that nobody has
 * collected yet works nowhere. Where the system does not tell, the lock file is believed.
 */
async function ownerOf(pid: number, dataDirectory: string): Promise<'server' | 'ended' | 'other program'> {
  if (!isAlive(pid)) return 'ended';
  if (process.platform !== 'linux') return 'server';
  try {
    const workingDirectory = await readlink(`/proc/${pid}/cwd`);
    return workingDirectory === (await realpath(dataDirectory)) ? 'server' : 'other program';
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'ended' : 'server';
  }
}

/** Whether the server with this process id still works in the data directory. */
export const serverRuns = async (pid: number, dataDirectory: string): Promise<boolean> =>
  (await ownerOf(pid, dataDirectory)) === 'server';

/**
 * The living server of a data directory, as its lock file tells; `null` where there is none. Lines of
 * the file: pid, data directory, start time, port, socket directory, address, shared memory, status.
 *
 * @remarks The lock file of a dead server is left for Postgres to judge, except where its number now
 * belongs to another program (usual after a container restart): Postgres would refuse to start then.
 */
export async function findPostmaster(dataDirectory: string): Promise<Postmaster | null> {
  const file = join(dataDirectory, 'postmaster.pid');
  // No file, no server.
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.split('\n').map(line => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const owner = await ownerOf(pid, dataDirectory);
  if (owner === 'other program') await rm(file, { force: true });
  if (owner !== 'server') return null;
  const status = lines[7];
  return {
    pid,
    port: Number(lines[3]),
    status: status === 'starting' || status === 'stopping' || status === 'ready' ? status : 'unknown',
  };
}
