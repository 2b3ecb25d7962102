import type { Rotation } from '../../advisor/index.ts';
import { InvalidInputError } from '../../model/index.ts';
import type { MasterKeys } from '../../vault/index.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';
import { ProgressBar } from '../terminal/progressBar.ts';
import { printLines, type Run } from './run.ts';

export interface RotateOptions {
  readonly database?: string;
}

/** `greenops secrets generate-key`: prints a new master key, and nothing else. */
export async function generateKey({ host }: Run): Promise<ExitCode> {
  const { generateMasterKey } = await import('../../vault/index.ts');
  printLines(host.stdout, [generateMasterKey()]);
  return EXIT.ok;
}

/** `greenops secrets rotate`: wraps all secrets of the registry by the current master key. */
export async function rotate(options: RotateOptions, { host, signal }: Run): Promise<ExitCode> {
  const { readMasterKeys } = await import('../../vault/index.ts');
  const keys = readMasterKeys(host.env);
  if (keys === null) {
    throw new InvalidInputError(
      'There is no master key to rotate to',
      'set GREENOPS_SECRET_KEY (or GREENOPS_SECRET_KEY_FILE) to the new key and, after it, the one before',
    );
  }
  const database = options.database ?? host.env.GREENOPS_DATABASE_URL;
  if (!database) {
    throw new InvalidInputError(
      'Nothing says in which database the registry is',
      'give --database <url>, or set GREENOPS_DATABASE_URL',
    );
  }
  const { rewrapped, overtaken, failures } = await rotateIn(database, keys, { host, signal });
  printLines(host.stdout, [
    `${count(rewrapped)} now under the master key ${keys.current.id}.`,
    ...(overtaken > 0 ? [`${count(overtaken)} replaced meanwhile: run this again to see to them.`] : []),
  ]);
  printLines(
    host.stderr,
    failures.map(failure => `greenops: ${failure}`),
  );
  return failures.length + overtaken > 0 ? EXIT.source : EXIT.ok;
}

async function rotateIn(database: string, keys: MasterKeys, { host, signal }: Run): Promise<Rotation> {
  const [{ rotateSecrets }, { openPostgres, PostgresConnections }] = await Promise.all([
    import('../../advisor/index.ts'),
    import('../../store/index.ts'),
  ]);
  const bar = new ProgressBar(host);
  const sql = openPostgres(database);
  try {
    return await rotateSecrets(new PostgresConnections(sql), keys, {
      signal,
      onProgress: (done, total) => bar.show('secrets', { stage: 'Wrapping anew', done, total }),
    });
  } finally {
    bar.clear();
    await sql.close();
  }
}

const count = (secrets: number): string => (secrets === 1 ? '1 secret is' : `${secrets} secrets are`);
