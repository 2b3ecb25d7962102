import type { UnixSeconds } from '../../model/index.ts';
import { chunksWithin } from '../chunksWithin.ts';
import type { ClusterSource, Progress, SeriesChunk } from '../clusterSource.ts';
import { diagnoseRecording } from './diagnoseRecording.ts';
import type { RecordedChunk } from './format.ts';
import { broken, parseRecording } from './parseRecording.ts';
import { readAnswers } from './readAnswers.ts';
import { type RecordedAnswers, replay } from './recordedAnswers.ts';
import { decodeSamples, type SampleGrid, sampleGrid } from './sampleCodec.ts';
import { shiftSource } from './shiftSource.ts';

export interface OpenRecordingOptions {
  /** Moves the recording in time so that its window ends here, to the step. */
  readonly end?: UnixSeconds;
  readonly signal?: AbortSignal;
}

/**
 * Opens a cluster in a file. The whole file is read and checked once (it is not kept: samples stream
 * from it again at each call of `series`), so that a file that opens is a file that is complete.
 *
 * @throws InvalidInputError when the file is absent, no recording, cut off, damaged or of a newer
 * version; the message names the line where there is one
 */
export async function openRecording(
  file: string,
  options: OpenRecordingOptions = {},
): Promise<ClusterSource> {
  const source = recordedSource(await readAnswers(file, options.signal));
  return options.end === undefined ? source : shiftSource(source, options.end);
}

const recordedSource = (answers: RecordedAnswers): ClusterSource => ({
  cluster: answers.header.cluster,
  step: answers.header.step,
  window: answers.header.window,
  inventory: async () => answers.inventory,
  facts: async () => ({ seen: answers.seen, runtimes: new Map(), images: new Map() }),
  inOnePass: true,
  series: ({ spans, signal, onProgress } = {}) =>
    chunksWithin(readSeries(answers, signal, onProgress), spans),
  energyProvenance: async () => replay(answers.energyProvenance),
  prices: async () => replay(answers.prices),
  grid: async () => replay(answers.grid),
  pue: async () => replay(answers.pue),
  diagnose: async () => diagnoseRecording(answers),
  notes: () => answers.notes,
});

async function* readSeries(
  { chunks, file, header }: RecordedAnswers,
  signal: AbortSignal | undefined,
  onProgress: ((progress: Progress) => void) | undefined,
): AsyncGenerator<SeriesChunk> {
  const grid = sampleGrid(header);
  let done = 0;
  for await (const parsed of parseRecording(file, signal)) {
    if ('header' in parsed || parsed.line.part !== 'samples') continue;
    yield decodeChunk(file, parsed.number, parsed.line, grid);
    done += 1;
    onProgress?.({ stage: 'Reading the recording', done, total: chunks });
  }
}

function decodeChunk(file: string, line: number, chunk: RecordedChunk, grid: SampleGrid): SeriesChunk {
  try {
    return { family: chunk.family, subject: chunk.subject, ...decodeSamples(chunk, grid) };
  } catch (error) {
    throw error instanceof RangeError ? broken(file, line, error.message, error) : error;
  }
}
