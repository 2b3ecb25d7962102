import { createHash } from 'node:crypto';
import { z } from 'zod';
import { InvalidInputError } from '../../model/index.ts';
import {
  anyHeaderSchema,
  headerSchema,
  lineSchema,
  RECORDING_VERSION,
  type RecordingHeader,
  type RecordingLine,
} from './format.ts';
import { cutOff, readRecordingLines, type TextLine } from './recordingLines.ts';

export type ParsedLine =
  | { readonly number: number; readonly header: RecordingHeader }
  | { readonly number: number; readonly line: RecordingLine };

/**
 * Reads and checks every line of a recording, the last one's counts and checksum included, so that
 * whoever reaches the end has read exactly what was written. The first line it yields is the header.
 *
 * @throws InvalidInputError that names the file, the line and what to do
 */
export async function* parseRecording(file: string, signal?: AbortSignal): AsyncGenerator<ParsedLine> {
  const hash = createHash('sha256');
  let chunks = 0;
  let last = 0;
  let ended = false;
  for await (const text of readRecordingLines(file, signal)) {
    if (ended) throw broken(file, text.number, 'there is something after the end');
    last = text.number;
    if (text.number === 1) {
      yield { number: 1, header: parseHeader(file, text) };
    } else {
      const line = parseLine(file, text);
      if (line.part === 'samples') chunks += 1;
      if (line.part === 'end') {
        ended = true;
        if (line.lines !== text.number - 1 || line.chunks !== chunks || line.sha256 !== hash.digest('hex')) {
          throw broken(file, text.number, 'what comes before the end is not what was written');
        }
      }
      yield { number: text.number, line };
    }
    if (!ended) hash.update(text.bytes).update('\n');
  }
  if (last === 0) throw new InvalidInputError(`The recording ${file} is empty`, 'copy or record it again');
  if (!ended) throw cutOff(file, last);
}

/** A line that does not say what it should. */
export const broken = (file: string, line: number, reason: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError(
    `Line ${line} of the recording ${file} is broken: ${reason}`,
    'record the cluster again, or undo changes made to the file by hand',
    { cause },
  );

function parseHeader(file: string, text: TextLine): RecordingHeader {
  const json = parseJson(file, text);
  const any = anyHeaderSchema.safeParse(json);
  if (!any.success) {
    throw new InvalidInputError(
      `${file} is not a recording: its first line does not say so`,
      'use a file that `greenops record` wrote',
    );
  }
  if (any.data.version > RECORDING_VERSION) {
    throw new InvalidInputError(
      `Line 1 of the recording ${file} says format version ${any.data.version}; this GreenOps reads up to ${RECORDING_VERSION}`,
      'update GreenOps Advisor, or record the cluster with this version',
    );
  }
  return checked(file, text, headerSchema, json);
}

const parseLine = (file: string, text: TextLine): RecordingLine =>
  checked(file, text, lineSchema, parseJson(file, text));

function parseJson(file: string, text: TextLine): unknown {
  try {
    return JSON.parse(text.bytes.toString('utf8'));
  } catch (error) {
    throw broken(file, text.number, 'it is not JSON', error);
  }
}

function checked<T>(file: string, text: TextLine, schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (!result.success) throw broken(file, text.number, z.prettifyError(result.error).replaceAll(/\s+/g, ' '));
  return result.data;
}
