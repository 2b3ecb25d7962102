import type { TimeWindow } from '../model/index.ts';
import type { SeriesChunk, SeriesFamily } from './clusterSource.ts';

/** Only what lies in the spans of its family; everything where there are none. Chunks that lie outside are left out. */
export async function* chunksWithin(
  chunks: AsyncIterable<SeriesChunk>,
  spans: ReadonlyMap<SeriesFamily, TimeWindow> | undefined,
): AsyncIterable<SeriesChunk> {
  for await (const chunk of chunks) {
    if (spans === undefined) {
      yield chunk;
      continue;
    }
    const span = spans.get(chunk.family);
    const cut = span && cutTo(chunk, span);
    if (cut) yield cut;
  }
}

function cutTo(chunk: SeriesChunk, { start, end }: TimeWindow): SeriesChunk | null {
  const kept: number[] = [];
  for (let index = 0; index < chunk.times.length; index += 1) {
    const time = chunk.times[index] ?? Number.NaN;
    // What has no time is kept: whoever folds it counts it.
    if (!(time < start) && !(time >= end)) kept.push(index);
  }
  if (kept.length === 0) return null;
  if (kept.length === chunk.times.length) return chunk;
  return {
    ...chunk,
    times: kept.map(index => chunk.times[index] ?? Number.NaN),
    values: kept.map(index => chunk.values[index] ?? Number.NaN),
  };
}
