import type { ImageFacts, Inventory, ObservationNote, RuntimeUsage, TimeWindow } from '../../model/index.ts';
import type { ClusterFacts } from '../clusterSource.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { PromqlScope } from '../prometheus/promql.ts';
import { readRuntimes } from '../runtime/readRuntimes.ts';

/** Name under which rules ask for what registries tell ({@link Observation.seen}). */
export const REGISTRY_MANIFESTS = 'registry:image-manifests';

export interface ReadFactsOptions {
  readonly client: PrometheusClient | null;
  readonly scope: PromqlScope;
  readonly window: TimeWindow;
  readonly inventory: () => Promise<Inventory>;
  /** Metrics that have series in the window; `null` where the store cannot tell. */
  readonly seen: () => Promise<ReadonlySet<string> | null>;
  /** Asks registries; `null` where no access to them is configured. */
  readonly readImages: ((inventory: Inventory) => Promise<ReadonlyMap<string, ImageFacts>>) | null;
  readonly note: (note: ObservationNote) => unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Everything that is read once in a cycle and not sample by sample. */
export async function readFacts(options: ReadFactsOptions): Promise<ClusterFacts> {
  const { client, readImages } = options;
  const seen = await options.seen();
  const inventory = await options.inventory();
  const runtimes: ReadonlyMap<string, RuntimeUsage> =
    client === null ? new Map() : await readRuntimes({ ...options, client, inventory, seen });
  const images: ReadonlyMap<string, ImageFacts> =
    readImages === null ? new Map() : await readImages(inventory);
  const told = new Set(seen);
  if (images.size > 0) told.add(REGISTRY_MANIFESTS);
  return { seen: told, runtimes, images };
}
