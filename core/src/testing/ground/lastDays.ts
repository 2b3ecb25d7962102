import { unixSeconds } from '../../model/index.ts';
import { chunksWithin } from '../../observe/chunksWithin.ts';
import type { ClusterSource } from '../../observe/clusterSource.ts';
import { FAMILIES } from '../../observe/learn/families.ts';

const SECONDS_PER_DAY = 86_400;
/** A recording may have a sample at the very end of its window. */
const AFTER_ALL = unixSeconds(Infinity);

/** The same cluster with only the end of its window. */
export function lastDays(source: ClusterSource, days: number): ClusterSource {
  const start = unixSeconds(Math.max(source.window.start, source.window.end - days * SECONDS_PER_DAY));
  const everything = new Map(FAMILIES.map(family => [family, { start, end: AFTER_ALL }] as const));
  return {
    cluster: source.cluster,
    step: source.step,
    window: { start, end: source.window.end },
    inventory: signal => source.inventory(signal),
    ...(source.inOnePass === undefined ? {} : { inOnePass: source.inOnePass }),
    series: ({ spans, ...options } = {}) => chunksWithin(source.series(options), spans ?? everything),
    facts: signal => source.facts(signal),
    energyProvenance: signal => source.energyProvenance(signal),
    prices: signal => source.prices(signal),
    grid: signal => source.grid(signal),
    pue: signal => source.pue(signal),
    diagnose: signal => source.diagnose(signal),
    notes: () => source.notes(),
  };
}
