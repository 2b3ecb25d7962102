import { spawn } from 'node:child_process';
import type { ServerAccount } from './serverAccount.ts';

export interface ProgramResult {
  /** Exit code; `null` when it could not be started or a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it complained about, or why it could not be started. */
  readonly stderr: string;
}

/** Settings of whoever called us (LANG, PGDATA, PGPORT …) must not leak into the server. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  // Windows programs do not start without it.
  SystemRoot: process.env['SystemRoot'],
  LC_ALL: 'C',
  TZ: 'UTC',
});

/** Options that make a program run as `account`, from a directory that every account can enter. */
export const runAs = (account: ServerAccount | null) => ({
  ...(account ? { uid: account.uid, gid: account.gid } : {}),
  env: serverEnvironment(),
  cwd: process.platform === 'win32' ? undefined : '/',
});

/** Runs a program to its end; never rejects, because every caller has its own words for a failure. */
export function runProgram(
  file: string,
  args: readonly string[],
  account: ServerAccount | null,
): Promise<ProgramResult> {
  return new Promise(resolve => {
    const child = spawn(file, args, { ...runAs(account), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', error => resolve({ code: null, stdout, stderr: error.message }));
    child.once('close', code => resolve({ code, stdout, stderr }));
  });
}
