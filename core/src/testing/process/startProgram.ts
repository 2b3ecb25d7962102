import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Runs a program and ends it when our own process ends, however it ends: the shell that starts it holds
 * the reading end of a pipe of ours, which the kernel closes even after SIGKILL. The shell waits for the
 * program, so that its process id cannot be given to another before the watcher is gone.
 */
const SUPERVISOR = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
( read -r _ <&3; kill -TERM $program; sleep 10; kill -KILL $program ) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait $program
status=$?
kill $watcher 2>/dev/null
exit $status
`;

/** How long a program may take to end by itself before it is killed. */
const PATIENCE_MILLISECONDS = 10_000;

/** The last part of what a program wrote, for messages; a server may write for days. */
const OUTPUT_CHARACTERS = 64_000;

export interface RunningProgram {
  /** What it wrote to both outputs so far, at most the last 64,000 characters. */
  output(): string;
  /** Resolves with the exit code; never rejects. */
  readonly exited: Promise<number>;
  /**
   * Resolves with the first match of `pattern` in the output.
   *
   * @throws Error with the output when the program ends or `timeoutSeconds` pass without a match
   */
  waitForOutput(pattern: RegExp, timeoutSeconds: number): Promise<RegExpExecArray>;
  /** Ends the program and waits until it is gone; may be called twice. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly directory?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts a server program that ends with us at the latest; on a POSIX system. */
export function startProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): RunningProgram {
  const child = spawn('sh', ['-c', SUPERVISOR, 'supervisor', command, ...args], {
    cwd: options.directory,
    env: options.environment ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal reaches us, and we end the program in order.
    detached: true,
  });
  return superviseChild(command, child);
}

function superviseChild(command: string, child: ChildProcess): RunningProgram {
  let output = '';
  const listeners = new Set<() => void>();
  const heard = (text: string): void => {
    output = (output + text).slice(-OUTPUT_CHARACTERS);
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', heard);

  const exited = new Promise<number>(resolve => {
    child.once('error', error => {
      heard(`${error.message}\n`);
      resolve(127);
    });
    child.once('exit', code => resolve(code ?? 137));
  });
  // Writing end of the pipe the supervisor watches; it breaks when the program ends first, which `exited` reports.
  child.stdin?.on('error', () => undefined);

  return {
    output: () => output,
    exited,
    waitForOutput: (pattern, timeoutSeconds) =>
      new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          clearTimeout(timer);
          listeners.delete(look);
          finish();
        };
        const look = (): void => {
          const match = pattern.exec(output);
          if (match) settle(() => resolve(match));
        };
        const fail = (why: string): void =>
          settle(() => reject(new Error(`${command} ${why} before it wrote ${pattern}:\n${output}`)));
        const timer = setTimeout(() => fail(`took ${timeoutSeconds} s`), timeoutSeconds * 1000);
        listeners.add(look);
        look();
        void exited.then(code => fail(`ended with code ${code}`));
      }),
    async stop() {
      child.stdin?.end();
      const timer = setTimeout(() => killGroup(child.pid), PATIENCE_MILLISECONDS);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** The last resort: the supervisor, its program and the watcher at once. */
function killGroup(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}
