import { CommanderError } from 'commander';
import { cureOf, describeError } from '../model/index.ts';
import { printLines } from './commands/run.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { type Host, processHost } from './host.ts';
import { createProgram } from './program.ts';

/** Errors that say the command line, or a file or id on it, does not make sense. */
const USAGE_ERRORS: ReadonlySet<string> = new Set(['InvalidInputError', 'NotFoundError']);

function exitCodeOf(error: unknown, signal: AbortSignal, host: Host): ExitCode {
  if (signal.aborted) return EXIT.interrupted;
  // Commander has printed its help, version or complaint itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const cure = cureOf(error);
  printLines(host.stderr, [
    `greenops: ${describeError(error)}`,
    ...(cure === undefined ? [] : [`  → ${cure}`]),
  ]);
  return error instanceof Error && USAGE_ERRORS.has(error.name) ? EXIT.usage : EXIT.source;
}

/**
 * Runs the command line.
 *
 * @param argv without the interpreter and the script
 * @returns the exit code, see {@link EXIT}; never throws
 */
export async function main(argv: readonly string[], host: Host = processHost()): Promise<number> {
  const interruption = new AbortController();
  const stopListening = host.onInterrupt(() => {
    interruption.abort();
  });
  const { signal } = interruption;
  let code: ExitCode = EXIT.ok;
  try {
    const program = createProgram({ host, signal }, finished => {
      code = finished;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return exitCodeOf(error, signal, host);
  } finally {
    stopListening();
  }
}
