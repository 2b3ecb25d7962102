import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The options of a benchmark's command. What it does not know, and `--help`, end it with the usage: code 2
 * and 0.
 */
export function commandLine<const T extends Options>(
  usage: string,
  options: T,
): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
  if (process.argv.includes('--help')) stop(usage, 0);
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

/** Says why a benchmark does not run, and how it would. */
export function stop(text: string, code: 0 | 2): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
