import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { SourceProtocolError, type UnixSeconds, unixSecondsFromDate } from '../../model/index.ts';
import type { ClusterSource, Progress } from '../clusterSource.ts';
import {
  type Answer,
  failureSchema,
  headerSchema,
  lineSchema,
  RECORDING_FORMAT,
  RECORDING_VERSION,
} from './format.ts';
import { inventoryLines } from './inventoryLines.ts';
import { listedPrices } from './priceBookSchema.ts';
import { encodeSamples, sampleGrid } from './sampleCodec.ts';

export interface WriteRecordingOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Greatest relative error of a recorded value; a tenth of what the quantile sketches allow by default. */
  readonly relativeError?: number;
  /** Now by default. */
  readonly createdAt?: UnixSeconds;
  /** What made the cluster up, where none was behind it. */
  readonly generator?: { readonly name: string; readonly version: number; readonly seed: number };
}

/**
 * Writes all that `source` tells into one file (docs/recording.md), as it is read: memory holds one
 * chunk, not the history. The file appears under its name only when it is complete.
 *
 * A part that the source refuses (prices, grid …) is recorded as that refusal. Without inventory or
 * series there is nothing to record: their errors are thrown, as is an abort.
 */
export async function writeRecording(
  source: ClusterSource,
  file: string,
  options: WriteRecordingOptions = {},
): Promise<void> {
  const partial = `${file}.${randomUUID()}.partial`;
  const { signal } = options;
  try {
    await pipeline(
      Readable.from(signedText(recordingLines(source, options))),
      createGzip(),
      createWriteStream(partial, { flags: 'wx' }),
      signal ? { signal } : {},
    );
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

interface Counts {
  chunks: number;
  samples: number;
}

/** What a line is before it is JSON; `samples` tells how many it holds. */
interface Line {
  readonly json: object;
  readonly samples?: number;
}

/** Writes lines as text and ends them with their counts and checksum. */
async function* signedText(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const counts: Counts = { chunks: 0, samples: 0 };
  let written = 0;
  for await (const { json, samples } of lines) {
    const text = `${JSON.stringify(json)}\n`;
    hash.update(text);
    written += 1;
    if (samples !== undefined) {
      counts.chunks += 1;
      counts.samples += samples;
    }
    yield text;
  }
  yield `${JSON.stringify({ part: 'end', lines: written, ...counts, sha256: hash.digest('hex') })}\n`;
}

async function* recordingLines(source: ClusterSource, options: WriteRecordingOptions): AsyncGenerator<Line> {
  const { cluster, step, window } = source;
  const {
    signal,
    relativeError = 0.001,
    createdAt = unixSecondsFromDate(new Date()),
    generator = null,
  } = options;
  const header = {
    format: RECORDING_FORMAT,
    version: RECORDING_VERSION,
    cluster,
    window,
    step,
    relativeError,
    createdAt,
    generator,
  };
  yield valid(headerSchema, header);
  for (const line of inventoryLines(await source.inventory(signal))) yield valid(lineSchema, line);
  yield valid(lineSchema, await seenLine(source, signal));
  yield valid(lineSchema, {
    part: 'prices',
    answer: await answer(async () => listedPrices(await source.prices(signal))),
  });
  yield valid(lineSchema, { part: 'grid', answer: await answer(() => source.grid(signal)) });
  yield valid(lineSchema, { part: 'pue', answer: await answer(() => source.pue(signal)) });
  yield valid(lineSchema, {
    part: 'energyProvenance',
    answer: await answer(() => source.energyProvenance(signal)),
  });
  const grid = sampleGrid({ window, step, relativeError });
  const { onProgress } = options;
  for await (const chunk of source.series({
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  })) {
    const { family, subject } = chunk;
    yield {
      json: { part: 'samples', family, subject, ...encodeSamples(family, chunk, grid) },
      samples: chunk.values.length,
    };
  }
  for (const note of source.notes()) yield valid(lineSchema, { part: 'note', note });
}

/** What the source had seen; where it cannot say, what is recorded tells of itself. */
async function seenLine(source: ClusterSource, signal: AbortSignal | undefined): Promise<object> {
  const told = await answer(() => source.facts(signal));
  return { part: 'seen', names: 'value' in told ? [...told.value.seen].sort() : [] };
}

async function answer<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    const failure = failureSchema.safeParse(error);
    if (!failure.success) throw error;
    return { failure: failure.data };
  }
}

/** Nothing is written that could not be read again: a price that is NaN is the source's fault and is told now. */
function valid(schema: z.ZodType, json: object): Line {
  const result = schema.safeParse(json);
  if (result.success) return { json };
  throw new SourceProtocolError(
    `The source told something that cannot be recorded: ${z.prettifyError(result.error).replaceAll(/\s+/g, ' ')}`,
    'look at the source with `greenops doctor`',
  );
}
