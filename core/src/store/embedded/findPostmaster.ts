import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';

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
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A server's working directory is its data directory; where the system does not tell, it is believed. */
async function worksIn(pid: number, dataDirectory: string): Promise<boolean> {
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return workingDirectory === null || workingDirectory === (await realpath(dataDirectory));
}

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
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  if (!(await worksIn(pid, dataDirectory))) {
    await rm(file, { force: true });
    return null;
  }
  const status = lines[7];
  return {
    pid,
    port: Number(lines[3]),
    status: status === 'starting' || status === 'stopping' || status === 'ready' ? status : 'unknown',
  };
}
