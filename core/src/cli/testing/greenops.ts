import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin/greenops.js', import.meta.url));
/** What a run of the program left behind. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs the program as a user does: another process, its output piped.
 *
 * @param interruptAt sends Ctrl-C as soon as this text was printed
 */
export function greenops(argv: readonly string[], interruptAt?: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...argv], {
      env: { PATH: process.env.PATH, HOME: '/nowhere' },
    });
    const text = { out: '', err: '' };
    let interrupted = false;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text.out += chunk;
      if (interruptAt !== undefined && !interrupted && text.out.includes(interruptAt)) {
        interrupted = true;
        child.kill('SIGINT');
      }
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text.err += chunk;
    });
    child.on('error', reject);
    child.on('close', code => {
      resolve({ code, ...text });
    });
  });
}
