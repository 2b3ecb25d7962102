import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidInputError } from '../../model/index.ts';

/** One line of a recording's text, without its line feed. */
export interface TextLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** A workload of 100 000 pods fits; a file made to exhaust memory does not. */
const LONGEST_LINE = 32 * 2 ** 20;
const LINE_FEED = 10;

/**
 * Unpacks a recording line by line; no more than one line is held.
 *
 * @throws InvalidInputError when the file is absent, not gzip, cut off, damaged, or has an endless line
 */
export async function* readRecordingLines(file: string, signal?: AbortSignal): AsyncGenerator<TextLine> {
  const source = createReadStream(file, signal ? { signal } : {});
  // A failure of either stream destroys `text`, so that the loop below throws it.
  const text = pipeline(source, createGunzip(), () => undefined);
  let number = 0;
  let rest: Buffer[] = [];
  let restLength = 0;
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      let from = 0;
      for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
        number += 1;
        const piece = chunk.subarray(from, to);
        yield { number, bytes: rest.length === 0 ? piece : Buffer.concat([...rest, piece]) };
        rest = [];
        restLength = 0;
        from = to + 1;
      }
      if (from === chunk.length) continue;
      rest.push(chunk.subarray(from));
      restLength += chunk.length - from;
      if (restLength > LONGEST_LINE) {
        throw new InvalidInputError(
          `Line ${number + 1} of the recording ${file} does not end`,
          'use a file that `greenops record` wrote',
        );
      }
    }
  } catch (error) {
    throw unreadable(file, number, error);
  }
  if (restLength > 0) throw cutOff(file, number);
}

export const cutOff = (file: string, line: number, cause?: unknown): InvalidInputError =>
  new InvalidInputError(
    `The recording ${file} is cut off after line ${line}`,
    'copy or record it again: the file was not written or transferred to its end',
    { cause },
  );

function unreadable(file: string, line: number, error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return new InvalidInputError(`There is no recording at ${file}`, 'check the path', { cause: error });
    case 'EISDIR':
    case 'EACCES':
      return new InvalidInputError(
        `The recording ${file} cannot be read`,
        'give the path of a file you may read',
        { cause: error },
      );
    case 'Z_BUF_ERROR':
      return cutOff(file, line, error);
    case 'Z_DATA_ERROR':
      return line === 0
        ? new InvalidInputError(
            `${file} is not a recording: it is not compressed with gzip`,
            'use a file that `greenops record` wrote',
            { cause: error },
          )
        : new InvalidInputError(
            `The recording ${file} is damaged after line ${line}`,
            'copy or record it again',
            { cause: error },
          );
    default:
      return error;
  }
}
