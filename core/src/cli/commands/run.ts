import type { Host } from '../host.ts';

/** What every command gets besides its options. */
export interface Run {
  readonly host: Host;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
}

export const printLines = (output: Host['stdout'], lines: readonly string[]): void => {
  output.write(lines.map(line => `${line}\n`).join(''));
};
