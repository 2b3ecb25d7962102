import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../../model/index.ts';
import type { Cluster } from './cluster.ts';
import type { PostgresBinaries } from './findBinaries.ts';
import { findPostmaster } from './findPostmaster.ts';
import { runAs } from './runProgram.ts';

/** Larger, and the log starts anew with the next start. */
const LARGEST_LOG_BYTES = 5_000_000;

/**
 * Small and patient: a few hundred megabytes of state, a handful of users, somebody's laptop.
 * `fsync` stays on: what was acknowledged survives a power cut.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // TCP alone: a socket's path may have 107 bytes, and project folders lie deep.
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  // Compiling our short statements takes longer than running them.
  jit: 'off',
  log_checkpoints: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Reasons to try once more: somebody else starts it too, a killed one still winds down, the port was just taken. */
const PASSING = /lock file "postmaster\.pid"|shared memory block|Address already in use|could not bind/;

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => ({ size: 0 }))).size;

async function spawnServer(
  cluster: Cluster,
  binaries: PostgresBinaries,
  port: number,
): Promise<ChildProcess> {
  const log = await open(
    cluster.logFile,
    (await sizeOf(cluster.logFile)) > LARGEST_LOG_BYTES ? 'w' : 'a',
    0o600,
  );
  try {
    const settings = Object.entries({ ...SETTINGS, port: String(port) });
    return spawn(
      join(binaries.directory, 'postgres'),
      ['-D', cluster.dataDirectory, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...runAs(cluster.account),
        stdio: ['ignore', log.fd, log.fd],
        // A group of its own: Ctrl-C reaches us alone, who stop it when its users are done.
        detached: true,
      },
    );
  } finally {
    await log.close();
  }
}

/**
 * Starts a server and waits until it takes connections (or until `deadline`, in ms of Date.now()).
 * `null` when it ended for a reason that passes.
 *
 * @throws StoreError with the server's own words when it cannot start.
 */
export async function launch(
  cluster: Cluster,
  binaries: PostgresBinaries,
  port: number,
  deadline: number,
): Promise<ChildProcess | null> {
  const logStart = await sizeOf(cluster.logFile);
  const child = await spawnServer(cluster, binaries, port);
  let failure: string | null = null;
  child.once('error', error => (failure = error.message));
  child.once('exit', (code, signal) => (failure ??= `it ended with ${signal ?? `exit code ${code}`}`));
  while (failure === null && Date.now() < deadline) {
    const postmaster = await findPostmaster(cluster.dataDirectory);
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return child;
    await delay(10);
  }
  const log = await readFile(cluster.logFile, 'utf8').catch(() => '');
  const words = log.slice(log.length < logStart ? 0 : logStart).trim();
  if (failure !== null && PASSING.test(words)) return null;
  child.kill('SIGQUIT');
  throw new StoreError(
    `Postgres ${binaries.version} does not start: ${failure ?? 'it takes too long'}; ${words.split('\n').slice(-5).join(' | ')}`,
    `look into ${cluster.logFile}`,
  );
}
