import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../logger.ts';
import { runProgram } from './runProgram.ts';
import type { ServerAccount } from './serverAccount.ts';

/**
 * Where root keeps what a lesser account must reach. Not below /var/tmp: its weekly cleaning would
 * delete files of a living database that nobody happened to touch.
 */
const SHARED_HOME = '/var/lib/greenops';

/** A place outside everybody's home for something that belongs to `path`; same path, same place. */
export const sharedPlaceFor = (path: string): string =>
  join(SHARED_HOME, createHash('sha256').update(path).digest('hex').slice(0, 16));

/** Asks the kernel rather than reading modes, which would miss ACLs and mount options. */
async function canEnter(directory: string, account: ServerAccount): Promise<boolean> {
  const { code } = await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], account);
  return code === 0;
}

/**
 * The directory itself, created if need be, or one instead of it that `account` can reach: below
 * /root (mode 0700) no other account can.
 */
export async function reachablePlace(
  directory: string,
  account: ServerAccount | null,
  logger: Logger,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  if (!account || (await canEnter(directory, account))) return directory;
  const place = sharedPlaceFor(directory);
  await mkdir(place, { recursive: true, mode: 0o755 });
  logger.warn(`The account "${account.name}" cannot reach ${directory}: the database is kept in ${place}`);
  return place;
}
