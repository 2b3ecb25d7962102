import type { ClusterSource, SeriesFamily, SeriesSubject } from '../../observe/clusterSource.ts';

/** One series of a source, all its chunks put together, oldest first. */
export interface CollectedSeries {
  readonly subject: SeriesSubject;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export type SeriesByFamily = ReadonlyMap<SeriesFamily, readonly CollectedSeries[]>;

/** Reads all series of a source into memory: sums over containers need all of them at once. */
export async function collectSeries(source: ClusterSource): Promise<SeriesByFamily> {
  const families = new Map<
    SeriesFamily,
    Map<string, { subject: SeriesSubject; times: number[]; values: number[] }>
  >();
  for await (const { family, subject, times, values } of source.series()) {
    const known = families.get(family) ?? new Map();
    families.set(family, known);
    const key = JSON.stringify([subject.namespace, subject.pod, subject.container, subject.node]);
    const series = known.get(key) ?? { subject, times: [], values: [] };
    known.set(key, series);
    for (let index = 0; index < times.length; index += 1) {
      series.times.push(times[index] ?? NaN);
      series.values.push(values[index] ?? NaN);
    }
  }
  return new Map([...families].map(([family, series]) => [family, [...series.values()]]));
}

/** Adds series up moment by moment; a series that has no sample at a moment adds nothing. */
export function sumSeries(series: readonly CollectedSeries[]): Pick<CollectedSeries, 'times' | 'values'> {
  const sums = new Map<number, number>();
  for (const { times, values } of series) {
    for (const [index, time] of times.entries()) {
      const value = values[index] ?? NaN;
      if (Number.isFinite(value) && value >= 0) sums.set(time, (sums.get(time) ?? 0) + value);
    }
  }
  const times = [...sums.keys()].sort((a, b) => a - b);
  return { times, values: times.map(time => sums.get(time) ?? 0) };
}
