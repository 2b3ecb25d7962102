import { BYTES_PER_GIB, type ClusterIdentity, type ClusterNode, HOURS_PER_MONTH } from '../../model/index.ts';
import type { NodeEntry, NodePrice, PriceBookFile } from './priceBookFile.ts';
import { splitNodePrice } from './splitNodePrice.ts';
import type { Told, ToldPrices, ToldUnits } from './toldPrices.ts';

/** Where the cluster is: entries for other places do not fit its nodes. */
export interface Place {
  readonly provider: ClusterIdentity['provider'];
  readonly region: string | null;
}

/** What a user's price book says of the nodes of a cluster, and of the rest. */
export const toldByPriceBook = (
  { nodes: entries, storage, loadBalancer, egress }: PriceBookFile,
  nodes: readonly ClusterNode[],
  place: Place,
): Told => ({
  nodes: nodes.flatMap(node => pricesOfNode(node, entries, place)),
  ...fallbacks(entries, place),
  spot: spotNodes(entries, nodes, place),
  storagePerGiB: storage?.usdPerGiBMonth === undefined ? null : storage.usdPerGiBMonth / HOURS_PER_MONTH,
  storageClasses: new Map(
    Object.entries(storage?.classes ?? {}).map(([name, { usdPerGiBMonth }]) => [
      name,
      usdPerGiBMonth / HOURS_PER_MONTH,
    ]),
  ),
  ...(loadBalancer && { loadBalancer: loadBalancer.usdPerHour }),
  ...(egress && {
    egress: {
      zone: egress.zoneUsdPerGiB ?? null,
      region: egress.regionUsdPerGiB ?? null,
      internet: egress.internetUsdPerGiB ?? null,
    },
  }),
});

/** An entry that names neither type nor pool and prices cores and memory is for what no other entry fits. */
function fallbacks(entries: readonly NodeEntry[], place: Place): Pick<Told, 'fallback' | 'spotFallback'> {
  const rest = entries.find(entry => isGeneral(entry) && fitsPlace(entry, place));
  const fallback = rest && unitsOf(rest);
  const spotFallback = rest?.spot && unitsOf(rest.spot);
  return { ...(fallback && { fallback }), ...(spotFallback && { spotFallback }) };
}

const isGeneral = ({ instanceType, pool }: NodeEntry): boolean =>
  instanceType === undefined && pool === undefined;

const fitsPlace = (entry: NodeEntry, { provider, region }: Place): boolean =>
  (entry.provider ?? provider) === provider && (entry.region === undefined || entry.region === region);

function fits(entry: NodeEntry, node: ClusterNode, place: Place): boolean {
  return (
    fitsPlace(entry, { ...place, region: node.region ?? place.region }) &&
    (entry.pool === undefined || entry.pool === node.pool) &&
    (entry.instanceType === undefined || matches(entry.instanceType, node.instanceType))
  );
}

/** `*` in a pattern stands for any characters. */
function matches(pattern: string, instanceType: string | null): boolean {
  if (instanceType === null) return false;
  const parts = pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(instanceType);
}

/** The price of the first entry that fits and prices nodes of its kind, spot or not. */
function priceOf(
  node: ClusterNode,
  spot: boolean,
  entries: readonly NodeEntry[],
  place: Place,
): NodePrice | undefined {
  return entries
    .filter(entry => fits(entry, node, place))
    .map(entry => (spot ? entry.spot : entry))
    .find(price => price !== undefined && (price.usdPerHour !== undefined || unitsOf(price) !== null));
}

function unitsOf({ usdPerCoreHour, usdPerGiBHour, usdPerGpuHour }: NodePrice): ToldUnits | null {
  if (usdPerCoreHour === undefined || usdPerGiBHour === undefined) return null;
  return { perCore: usdPerCoreHour, perGiB: usdPerGiBHour, perGpu: usdPerGpuHour ?? null };
}

/** A node that no entry prices, or whose size is not known, is left to the next source. */
function pricesOfNode(node: ClusterNode, entries: readonly NodeEntry[], place: Place): ToldPrices[] {
  const price = priceOf(node, node.spot, entries, place);
  if (!price) return [];
  const units =
    price.usdPerHour === undefined
      ? unitsOf(price)
      : splitNodePrice(price.usdPerHour, node, place.provider, price.usdPerGpuHour);
  return units === null ? [] : [{ node: node.name, ...units }];
}

/** What each instance type of the cluster costs, or would cost, as spot. */
function spotNodes(
  entries: readonly NodeEntry[],
  nodes: readonly ClusterNode[],
  place: Place,
): ReadonlyMap<string, number> {
  const prices = new Map<string, number>();
  for (const node of nodes) {
    const price = node.instanceType === null ? undefined : priceOf(node, true, entries, place);
    if (!price || node.instanceType === null) continue;
    const perNode = price.usdPerHour ?? wholeNode(node, unitsOf(price));
    if (perNode !== null) prices.set(node.instanceType, perNode);
  }
  return prices;
}

function wholeNode({ capacity }: ClusterNode, units: ToldUnits | null): number | null {
  if (units?.perCore == null || units.perGiB === null || capacity.cpu === null || capacity.memory === null)
    return null;
  return (
    capacity.cpu * units.perCore +
    (capacity.memory / BYTES_PER_GIB) * units.perGiB +
    (capacity.gpus ?? 0) * (units.perGpu ?? 0)
  );
}
