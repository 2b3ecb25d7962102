import { parseArgs } from 'node:util';
import { InvalidInputError } from '../../model/index.ts';

const DATA = ['nezha', 'k8s-1_31', 'k8s-1_33'] as const;
export type GroundData = (typeof DATA)[number];

const KEPLERS = ['generation-2', 'generation-1', 'without-pods', 'none'] as const;

export interface GroundOptions {
  /** A file, or real data. */
  readonly source:
    | { readonly kind: 'recording'; readonly file: string }
    | { readonly kind: 'data'; readonly data: GroundData };
  /** Of Prometheus; 0 for any. */
  readonly port: number;
  /** Only the last so many days of a recording are laid. */
  readonly days: number;
  readonly kepler: (typeof KEPLERS)[number];
}

export const USAGE = `Usage: npm run testing-ground -- (--recording <file> | --data <set>) [options]

Keeps a real Prometheus and an API server stand-in up until Ctrl-C.

  --recording <file>  a recording, laid so that it ends in an hour
  --data <set>        real data from GREENOPS_DATA: ${DATA.join(', ')}
  --days <n>          lay only the last n days of a recording (default: 4)
  --kepler <which>    ${KEPLERS.join(', ')} (default: ${KEPLERS[0]})
  --port <n>          port of Prometheus (default: any that is free)
`;

/** @throws InvalidInputError with what is wrong */
export function parseGroundOptions(args: readonly string[]): GroundOptions {
  const { recording, data, port, days, kepler } = parse(args);
  if ((recording === undefined) === (data === undefined)) throw invalid('give either --recording or --data');
  return {
    source:
      recording === undefined
        ? { kind: 'data', data: oneOf(DATA, data, '--data') }
        : { kind: 'recording', file: recording },
    port: wholeNumber(port ?? '0', '--port'),
    days: wholeNumber(days ?? '4', '--days'),
    kepler: oneOf(KEPLERS, kepler ?? KEPLERS[0], '--kepler'),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { recording: text, data: text, port: text, days: text, kepler: text };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<T extends string>(choices: readonly T[], text: string | undefined, option: string): T {
  const choice = choices.find(candidate => candidate === text);
  if (choice === undefined) throw invalid(`${option} must be one of ${choices.join(', ')}, not "${text}"`);
  return choice;
}

function wholeNumber(text: string, option: string): number {
  if (!/^\d+$/.test(text)) throw invalid(`${option} must be a whole number, not "${text}"`);
  return Number(text);
}

const invalid = (message: string): InvalidInputError => new InvalidInputError(message, 'see the usage');
