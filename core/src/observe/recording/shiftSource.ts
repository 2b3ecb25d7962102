import {
  type PriceBook,
  type Provenance,
  type TimeWindow,
  type UnixSeconds,
  unixSeconds,
} from '../../model/index.ts';
import { shiftGrid } from '../carbon/shiftGrid.ts';
import type { ClusterSource, SeriesChunk, SeriesFamily } from '../clusterSource.ts';
import { shiftInventory } from './shiftInventory.ts';

/**
 * The same cluster at another time: every moment moves by the same number of whole steps, so that the
 * window ends at `end` or less than a step before it.
 *
 * @remarks A shift that is no multiple of a week moves nights and weekends as well.
 */
export function shiftSource(source: ClusterSource, end: UnixSeconds): ClusterSource {
  const by = Math.floor((end - source.window.end) / source.step) * source.step;
  return by === 0 ? source : shiftedBy(source, by);
}

function shiftedBy(source: ClusterSource, by: number): ClusterSource {
  const moved = (moment: UnixSeconds): UnixSeconds => unixSeconds(moment + by);
  const provenance = (p: Provenance): Provenance =>
    p.asOf === undefined ? p : { ...p, asOf: moved(p.asOf) };
  const told = <T extends { readonly provenance: Provenance }>(value: T): T => ({
    ...value,
    provenance: provenance(value.provenance),
  });
  const window: TimeWindow = { start: moved(source.window.start), end: moved(source.window.end) };
  return {
    cluster: source.cluster,
    step: source.step,
    window,
    inventory: async signal => shiftInventory(await source.inventory(signal), moved),
    facts: signal => source.facts(signal),
    ...(source.inOnePass === undefined ? {} : { inOnePass: source.inOnePass }),
    series: ({ spans, ...options } = {}) =>
      shiftSeries(source.series({ ...options, ...(spans ? { spans: shiftSpans(spans, -by) } : {}) }), by),
    energyProvenance: async signal => {
      const { pods, nodes } = await source.energyProvenance(signal);
      return { pods: pods && provenance(pods), nodes: nodes && provenance(nodes) };
    },
    prices: async signal => shiftPrices(await source.prices(signal), told, provenance),
    grid: async signal => {
      const grid = await source.grid(signal);
      return grid && told(shiftGrid(grid, by));
    },
    pue: async signal => told(await source.pue(signal)),
    diagnose: signal => source.diagnose(signal),
    notes: () => source.notes(),
  };
}

/** Every price moves with the moment it speaks of. */
function shiftPrices(
  book: PriceBook,
  told: <T extends { readonly provenance: Provenance }>(value: T) => T,
  provenance: (p: Provenance) => Provenance,
): PriceBook {
  const all = <T extends { readonly provenance: Provenance }>(prices: ReadonlyMap<string, T>) =>
    new Map([...prices].map(([name, price]) => [name, told(price)]));
  const { storageClasses, loadBalancer, loadBalancers, spot, spotFallback, egress, network } = book;
  return {
    ...book,
    nodes: all(book.nodes),
    fallback: told(book.fallback),
    storageProvenance: provenance(book.storageProvenance),
    ...(storageClasses && { storageClasses: all(storageClasses) }),
    ...(loadBalancer && { loadBalancer: told(loadBalancer) }),
    ...(loadBalancers && { loadBalancers: all(loadBalancers) }),
    ...(spot && { spot: all(spot) }),
    ...(spotFallback && { spotFallback: told(spotFallback) }),
    ...(egress && { egress: told(egress) }),
    ...(network && { network: told(network) }),
  };
}

const shiftSpans = (
  spans: ReadonlyMap<SeriesFamily, TimeWindow>,
  by: number,
): ReadonlyMap<SeriesFamily, TimeWindow> =>
  new Map(
    [...spans].map(([family, { start, end }]) => [
      family,
      { start: unixSeconds(start + by), end: unixSeconds(end + by) },
    ]),
  );

async function* shiftSeries(chunks: AsyncIterable<SeriesChunk>, by: number): AsyncGenerator<SeriesChunk> {
  for await (const chunk of chunks)
    yield { ...chunk, times: Float64Array.from(chunk.times, time => time + by) };
}
