import {
  type ClusterNode,
  type ObservationNote,
  type PriceBook,
  type Provenance,
  type TimeWindow,
} from '../../model/index.ts';
import { PriceCollection } from './PriceCollection.ts';
import type { Told } from './toldPrices.ts';

/** A place prices may come from. */
export interface PriceOrigin {
  /** For provenance: `OpenCost metrics in Prometheus`. */
  readonly source: string;
  readonly method: string;
  /** `billed` by OpenCost, `configured` by the user. */
  readonly kind: Provenance['kind'];
  read(): Promise<Told>;
}

/**
 * The price book: of each of its parts what the first origin believably tells, else the defaults. An
 * origin that fails or is not believed leaves a note and the next is used; it never stops the scan.
 */
export async function resolvePrices(
  origins: readonly PriceOrigin[],
  options: {
    window: TimeWindow;
    defaults: PriceBook;
    nodes: readonly ClusterNode[];
    note: (note: ObservationNote) => void;
    noteFailure: (error: unknown) => void;
  },
): Promise<PriceBook> {
  const { window, defaults, nodes, note, noteFailure } = options;
  const collection = new PriceCollection();
  for (const origin of origins) {
    let told: Told;
    try {
      told = await origin.read();
    } catch (error) {
      noteFailure(error);
      continue;
    }
    if (told.currency !== undefined && told.currency.toUpperCase() !== 'USD') {
      note(foreign(origin, told.currency));
      continue;
    }
    const { kind, method, source } = origin;
    const refusals = collection.add(told, { kind, method, source, asOf: window.end });
    if (refusals.length > 0) note(refused(origin, refusals));
  }
  if (!collection.hasNodes) note(unpriced(defaults));
  return collection.book(defaults, nodes);
}

const refused = ({ source, kind }: PriceOrigin, refusals: readonly string[]): ObservationNote => ({
  severity: 'warning',
  source: 'opencost',
  message: `${source}: ${refusals.join('; ')}. They are not used.`,
  cure:
    kind === 'configured'
      ? 'Correct them in the price book.'
      : "Correct the custom prices, or the access to the provider's price list, in OpenCost.",
});

const foreign = ({ source }: PriceOrigin, currency: string): ObservationNote => ({
  severity: 'warning',
  source: 'opencost',
  message: `${source} counts in ${currency}: it is not used, because a currency symbol converts nothing and all figures here are US dollars.`,
  cure: 'Let it count in US dollars, or give a price book in US dollars (prices.file).',
});

const unpriced = (defaults: PriceBook): ObservationNote => ({
  severity: 'info',
  source: 'opencost',
  message: `No OpenCost and no price book tells what this cluster costs: it is priced by ${defaults.fallback.provenance.source}.`,
  cure: 'Let Prometheus scrape OpenCost, give the URL of its API (--opencost), or write a price book (prices.file).',
});
