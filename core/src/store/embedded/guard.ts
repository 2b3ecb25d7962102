import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import type { PostgresBinaries } from './findBinaries.ts';
import { runAs, runProgram } from './runProgram.ts';

/** Tells the server to stop: open transactions are rolled back, everything acknowledged is on disk. */
export async function stopServer(cluster: Cluster, binaries: PostgresBinaries): Promise<void> {
  const pgCtl = join(binaries.directory, 'pg_ctl');
  const stop = (mode: 'fast' | 'immediate') =>
    runProgram(
      pgCtl,
      ['stop', '-D', cluster.dataDirectory, '-m', mode, '-w', '-t', '20', '-s'],
      cluster.account,
    );
  // What a hurried stop leaves undone, the next start recovers.
  if ((await stop('fast')).code !== 0) await stop('immediate');
}

/**
 * A shell that waits for our end of a pipe to close, which it does however we end (kill -9 too), and
 * then stops the server. Windows has no such shell: there the next start adopts the server.
 */
export function guardServer(cluster: Cluster, binaries: PostgresBinaries): { dismiss(): void } {
  if (process.platform === 'win32') return { dismiss() {} };
  const shell = spawn(
    '/bin/sh',
    [
      '-c',
      'read -r _; exec "$0" stop -D "$1" -m fast -s',
      join(binaries.directory, 'pg_ctl'),
      cluster.dataDirectory,
    ],
    { ...runAs(cluster.account), stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  // Without a guard the server still stops when it is told to.
  shell.on('error', () => {});
  shell.unref();
  return {
    dismiss() {
      shell.stdin.destroy();
    },
  };
}
