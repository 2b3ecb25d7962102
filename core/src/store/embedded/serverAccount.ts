import { readFile } from 'node:fs/promises';
import { StoreError } from '../../model/index.ts';

/** An operating-system account that Postgres runs as. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In order of preference: made for it, or at least made for nothing else. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * Whom to run Postgres as: `null` for ourselves. Postgres refuses to run as root, because whoever
 * breaks into it would own the machine, so root lends it a lesser account.
 *
 * @throws StoreError when we are root and the machine has no such account.
 */
export async function serverAccount(): Promise<ServerAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'));
  for (const name of CANDIDATES) {
    const account = accounts.find(fields => fields[0] === name);
    if (account) return { name, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new StoreError(
    'Postgres cannot run as root, and this machine has no account "postgres" to run it as',
    'create one (useradd --system postgres), or do not run GreenOps as root',
  );
}
