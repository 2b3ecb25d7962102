import {
  formatCount,
  type ObservationNote,
  type PriceBook,
  type Provenance,
  type TimeWindow,
} from '../../model/index.ts';
import { checkPrices, type ToldPrices } from './checkPrices.ts';

/** A place prices may come from; asked in order until one has any. */
export interface PriceOrigin {
  /** For provenance: `OpenCost metrics in Prometheus`. */
  readonly source: string;
  readonly method: string;
  read(): Promise<{ readonly nodes: readonly ToldPrices[]; readonly storagePerGiB: number | null }>;
}

/**
 * The price book of the first origin that tells believable prices, else the defaults. An origin that
 * fails or is not believed leaves a note; it never stops the scan.
 */
export async function resolvePrices(
  origins: readonly PriceOrigin[],
  options: {
    window: TimeWindow;
    defaults: PriceBook;
    note: (note: ObservationNote) => void;
    noteFailure: (error: unknown) => void;
  },
): Promise<PriceBook> {
  const { window, defaults, note, noteFailure } = options;
  for (const origin of origins) {
    let told: Awaited<ReturnType<PriceOrigin['read']>>;
    try {
      told = await origin.read();
    } catch (error) {
      noteFailure(error);
      continue;
    }
    if (told.nodes.length === 0) continue;
    const provenance: Provenance = {
      kind: 'billed',
      method: origin.method,
      source: origin.source,
      asOf: window.end,
    };
    const storage = told.storagePerGiB === null ? null : { perGiB: told.storagePerGiB, provenance };
    const checked = checkPrices(told.nodes, { provenance, storage, defaults });
    const refused = checked ? checked.refused : told.nodes.map(({ node }) => node);
    if (refused.length > 0) note(refusal(origin, refused));
    if (checked) return checked.book;
  }
  note({
    severity: 'info',
    source: 'opencost',
    message: `No OpenCost tells what this cluster costs: it is priced by ${defaults.fallback.provenance.source}.`,
    cure: 'Let Prometheus scrape OpenCost, or give the URL of its API (--opencost).',
  });
  return defaults;
}

const refusal = (origin: PriceOrigin, nodes: readonly string[]): ObservationNote => ({
  severity: 'warning',
  source: 'opencost',
  message: `${origin.source}: the prices of ${formatCount(nodes.length, 'node')} are missing, negative, zero or absurd and are not used: ${nodes.slice(0, 5).join(', ')}.`,
  cure: "Correct the custom prices, or the access to the provider's price list, in OpenCost.",
});
