import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from './exitCode.ts';
import { loadStages, type Stages } from './stages.ts';

/** A stream that text is written to. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in cells; `undefined` where the stream has none. */
  readonly columns: number | undefined;
  /** Height in lines; `undefined` where the stream has none. */
  readonly rows: number | undefined;
}

/** Everything of the outside that the command line touches; tests bring their own. */
export interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly stages: () => Promise<Stages>;
  /** Resolves early, without an error, when the signal fires. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls back on Ctrl-C or termination; gives what stops listening. */
  onInterrupt(callback: () => void): () => void;
}

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: text => {
    stream.write(text);
  },
  isTTY: stream.isTTY === true,
  get columns() {
    return stream.columns;
  },
  get rows() {
    return stream.rows;
  },
});

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The first signal asks to stop; a second one is meant: it ends the process where it stands. */
function onInterrupt(callback: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  let asked = false;
  const listener = () => {
    if (asked) process.exit(EXIT.interrupted);
    asked = true;
    callback();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

/** This process. */
export function processHost(): Host {
  // `greenops … | head` closes the pipe early; that is the reader's right and no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    home: homedir(),
    stages: loadStages,
    pause,
    onInterrupt,
  };
}
