import { unixSeconds } from '../../model/index.ts';
import type { ClusterSource, SeriesChunk } from '../../observe/clusterSource.ts';

const SECONDS_PER_DAY = 86_400;

/** The same cluster with only the end of its window. */
export function lastDays(source: ClusterSource, days: number): ClusterSource {
  const start = unixSeconds(Math.max(source.window.start, source.window.end - days * SECONDS_PER_DAY));
  return {
    cluster: source.cluster,
    step: source.step,
    window: { start, end: source.window.end },
    inventory: signal => source.inventory(signal),
    series: options => since(source.series(options), start),
    facts: signal => source.facts(signal),
    energyProvenance: signal => source.energyProvenance(signal),
    prices: signal => source.prices(signal),
    grid: signal => source.grid(signal),
    pue: signal => source.pue(signal),
    diagnose: signal => source.diagnose(signal),
    notes: () => source.notes(),
  };
}

async function* since(chunks: AsyncIterable<SeriesChunk>, start: number): AsyncGenerator<SeriesChunk> {
  for await (const { times, values, ...chunk } of chunks) {
    const kept = Array.from(times, (_, index) => index).filter(index => (times[index] ?? 0) >= start);
    if (kept.length === 0) continue;
    yield {
      ...chunk,
      times: kept.map(index => times[index] ?? NaN),
      values: kept.map(index => values[index] ?? NaN),
    };
  }
}
