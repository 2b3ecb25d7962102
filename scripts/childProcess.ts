import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXIT_WITH_PARENT = fileURLToPath(new URL('./exitWithParent.ts', import.meta.url));

/** A running program whose output goes to a file, because a terminal full of logs hides what matters. */
export interface RunningProgram {
  readonly name: string;
  readonly logFile: string;
  /** Settles when the program has ended; `null` when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks it to end, and makes it end after ten seconds. */
  stop(): Promise<void>;
}

interface ProgramOptions {
  readonly name: string;
  /** A TypeScript or JavaScript file (run by this Node), followed by its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
}

export function runProgram({ name, command, cwd, env = {}, logFile }: ProgramOptions): RunningProgram {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const child: ChildProcess = spawn(process.execPath, ['--import', EXIT_WITH_PARENT, ...command], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches only us, and we stop things in order.
    detached: true,
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code));
  });
  return {
    name,
    logFile,
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(force);
    },
  };
}
