import type { Trace } from '../trace.ts';

/** How the files of one data set are read. */
export interface TraceFormat {
  readonly name: string;
  /** Whether a file with this first line and name is one of them. */
  fits(header: string, file: string): boolean;
  /** All machines of one file. @param file - its name, for the machine's name where the file does not tell */
  read(file: string, lines: readonly string[]): readonly Trace[];
}
