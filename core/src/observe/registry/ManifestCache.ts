import type { Manifest } from './manifests.ts';

const MOST_ENTRIES = 5_000;
/** A tag may be moved; its size hardly changes from one day to the next, and registries count what they are asked. */
const TAG_KEPT_MS = 86_400_000;

/** Manifests that were read: by digest they never change, by tag they are believed for a day. The oldest go first. */
export class ManifestCache {
  readonly #entries = new Map<string, { readonly manifest: Manifest; readonly until: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get(key: string): Manifest | null {
    const entry = this.#entries.get(key);
    return entry && entry.until > this.#now() ? entry.manifest : null;
  }

  set(key: string, manifest: Manifest, byDigest: boolean): void {
    this.#entries.delete(key);
    this.#entries.set(key, {
      manifest,
      until: byDigest ? Number.POSITIVE_INFINITY : this.#now() + TAG_KEPT_MS,
    });
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > MOST_ENTRIES && !oldest.done) this.#entries.delete(oldest.value);
  }
}
