import {
  cureOf,
  describeError,
  formatCount,
  type ImageFacts,
  type Inventory,
  type ObservationNote,
} from '../../model/index.ts';
import type { RegistryConfig } from '../clusterConfig.ts';
import type { HttpSourceOptions } from '../http/HttpSource.ts';
import { Semaphore } from '../http/Semaphore.ts';
import { ManifestCache } from './ManifestCache.ts';
import { RegistryClient } from './RegistryClient.ts';
import { type ImageReference, parseImageReference } from './imageReference.ts';
import { readImageFacts } from './readImageFacts.ts';
import { registryUrl } from './registryUrl.ts';

/** Images asked about at the same time, over all registries. */
const AT_ONCE = 6;
/** After these a registry is left in peace until the next cycle. */
const GIVES_UP_AFTER: ReadonlySet<string> = new Set(['SourceQueryError', 'SourceUnreachableError']);

/** What was read stays known for the next cycle: content does not change under its digest. */
const KNOWN = new ManifestCache();

export interface ReadImagesOptions {
  readonly config: RegistryConfig;
  readonly note: (note: ObservationNote) => unknown;
  readonly http?: HttpSourceOptions;
  readonly cache?: ManifestCache;
  readonly signal?: AbortSignal | undefined;
}

interface Image {
  readonly image: string;
  readonly reference: ImageReference;
}

/**
 * Asks registries about every image of the inventory, by image as its containers name it. An image that
 * cannot be read is missing and told in a note, one for each registry and reason.
 */
export async function readImages(
  inventory: Inventory,
  options: ReadImagesOptions,
): Promise<ReadonlyMap<string, ImageFacts>> {
  const { config, cache = KNOWN, signal } = options;
  const wanted = `linux/${usualArchitecture(inventory)}`;
  const facts = new Map<string, ImageFacts>();
  const failures = new Failures();
  const semaphore = new Semaphore(AT_ONCE);
  const clients = new Map<string, RegistryClient | null>();
  const clientOf = (host: string) => {
    const known = clients.get(host);
    if (known !== undefined) return known;
    const url = registryUrl(host, config);
    const { timeoutSeconds } = config;
    const credentials = config.credentials[host] ?? null;
    const http = options.http ? { http: options.http } : {};
    const client =
      url === null ? null : RegistryClient.create({ host, url, credentials, timeoutSeconds, ...http });
    clients.set(host, client);
    return client;
  };
  const readOne = async ({ image, reference }: Image): Promise<void> => {
    const client = clientOf(reference.host);
    if (client === null) return failures.notAsked(reference.host, image);
    if (failures.gaveUp.has(reference.host)) return failures.skip(reference.host);
    try {
      facts.set(image, await readImageFacts({ client, cache, reference, image, wanted, signal }));
    } catch (error) {
      signal?.throwIfAborted();
      failures.add(reference.host, image, error);
    }
  };
  await Promise.all(imagesOf(inventory).map(image => semaphore.run(() => readOne(image))));
  for (const note of failures.notes()) options.note(note);
  return facts;
}

function imagesOf({ workloads }: Inventory): Image[] {
  const names = new Set(workloads.flatMap(({ containers }) => containers.map(({ image }) => image)));
  return [...names].sort().flatMap(image => {
    const reference = parseImageReference(image);
    return reference ? [{ image, reference }] : [];
  });
}

/** Of most nodes; where they do not say, what most machines are. */
function usualArchitecture({ nodes }: Inventory): string {
  const counts = new Map<string, number>();
  for (const { architecture } of nodes) {
    if (architecture !== null) counts.set(architecture, (counts.get(architecture) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'amd64';
}

/** Gathers what went wrong, so that a thousand images of one registry are one note. */
class Failures {
  readonly gaveUp = new Set<string>();
  readonly #found = new Map<string, { host: string; images: string[]; error: unknown }>();
  readonly #notAsked = new Map<string, string[]>();
  readonly #skipped = new Map<string, number>();

  add(host: string, image: string, error: unknown): void {
    const name = error instanceof Error ? error.name : 'unknown';
    if (GIVES_UP_AFTER.has(name)) this.gaveUp.add(host);
    const key = `${host} ${name}`;
    const found = this.#found.get(key) ?? { host, images: [], error };
    found.images.push(image);
    this.#found.set(key, found);
  }

  notAsked(host: string, image: string): void {
    this.#notAsked.set(host, [...(this.#notAsked.get(host) ?? []), image]);
  }

  skip(host: string): void {
    this.#skipped.set(host, (this.#skipped.get(host) ?? 0) + 1);
  }

  *notes(): Iterable<ObservationNote> {
    for (const { host, images, error } of this.#found.values()) {
      const skipped = this.gaveUp.has(host) ? (this.#skipped.get(host) ?? 0) : 0;
      const more = skipped > 0 ? ` ${formatCount(skipped, 'more image')} of it were then not asked for.` : '';
      const cure = cureOf(error);
      yield {
        severity: 'warning',
        source: 'registry',
        message: `${formatCount(images.length, 'image')} could not be read (${listed(images)}): ${describeError(error)}.${more}`,
        ...(cure === undefined ? {} : { cure }),
      };
    }
    for (const [host, images] of this.#notAsked) {
      yield {
        severity: 'info',
        source: 'registry',
        message: `${host} is not one of the public registries and was not asked: ${formatCount(images.length, 'image')} (${listed(images)}).`,
        cure: `Name ${host} under registry.credentials, or under registry.endpoints where it asks for none.`,
      };
    }
  }
}

const listed = (images: readonly string[]): string =>
  `${images.toSorted().slice(0, 3).join(', ')}${images.length > 3 ? ', …' : ''}`;
