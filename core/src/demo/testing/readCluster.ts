import type { ClusterSource, SeriesChunk, SeriesFamily } from '../../observe/clusterSource.ts';
import type { Trace } from './traceStatistics.ts';

/** All chunks of a source, by family. */
export async function readSeries(source: ClusterSource): Promise<Map<SeriesFamily, SeriesChunk[]>> {
  const families = new Map<SeriesFamily, SeriesChunk[]>();
  for await (const chunk of source.series()) {
    const chunks = families.get(chunk.family);
    if (chunks) chunks.push(chunk);
    else families.set(chunk.family, [chunk]);
  }
  return families;
}

export const traceOf = ({ times, values }: SeriesChunk): Trace => ({
  times: Array.from(times),
  values: Array.from(values),
});

/** Sum of chunks at each moment, by what `key` says of them; chunks without a key are left out. */
export function sumBy(
  chunks: readonly SeriesChunk[],
  key: (chunk: SeriesChunk) => string | undefined,
): Map<string, Map<number, number>> {
  const sums = new Map<string, Map<number, number>>();
  for (const chunk of chunks) {
    const name = key(chunk);
    if (name === undefined) continue;
    const sum = sums.get(name) ?? new Map<number, number>();
    sums.set(name, sum);
    for (let index = 0; index < chunk.times.length; index += 1) {
      const time = chunk.times[index] ?? 0;
      sum.set(time, (sum.get(time) ?? 0) + (chunk.values[index] ?? 0));
    }
  }
  return sums;
}
