import { bytes, type ImageFacts, NotFoundError } from '../../model/index.ts';
import type { ManifestCache } from './ManifestCache.ts';
import type { RegistryClient } from './RegistryClient.ts';
import type { ImageReference } from './imageReference.ts';
import { type ImageIndex, type ImageManifest, type Manifest, platformName } from './manifests.ts';

/** Platform that attestations are filed under, which nobody runs. */
const NO_PLATFORM = 'unknown/unknown';

interface Asked {
  readonly client: RegistryClient;
  readonly cache: ManifestCache;
  readonly reference: ImageReference;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the registry says of one image.
 *
 * @param wanted platform of the cluster, `linux/amd64`: whose layers are counted where there are several
 */
export async function readImageFacts(asked: Asked & { image: string; wanted: string }): Promise<ImageFacts> {
  const { image, reference, wanted } = asked;
  const manifest = await read(asked, reference.reference, reference.byDigest);
  const { one, platforms } =
    manifest.kind === 'index'
      ? await fromIndex(asked, manifest, wanted)
      : { one: manifest, platforms: [await platformOf(asked, manifest)] };
  return {
    image,
    compressedBytes: bytes(one.layers.reduce((total, { size }) => total + size, 0)),
    layers: one.layers.length,
    platforms,
  };
}

async function read(
  { client, cache, reference, signal }: Asked,
  name: string,
  byDigest: boolean,
): Promise<Manifest> {
  const { host, repository } = reference;
  const key = `${host}/${repository}${byDigest ? '@' : ':'}${name}`;
  const known = cache.get(key);
  if (known) return known;
  const manifest = await client.manifest(repository, name, signal);
  cache.set(key, manifest, byDigest);
  return manifest;
}

async function fromIndex(asked: Asked, { manifests }: ImageIndex, wanted: string) {
  const named = manifests.flatMap(({ digest, platform }) => {
    const name = platform ? platformName(platform) : NO_PLATFORM;
    return name === NO_PLATFORM ? [] : [{ digest, name }];
  });
  const chosen = named.find(({ name }) => name === wanted) ?? named[0];
  const one = chosen && (await read(asked, chosen.digest, true));
  if (!one || one.kind !== 'image') {
    const { host, repository, reference } = asked.reference;
    throw new NotFoundError(
      `${host}/${repository}:${reference} is a list without an image for ${wanted}`,
      'build the image for the platform of the nodes',
    );
  }
  return { one, platforms: [...new Set(named.map(({ name }) => name))].sort() };
}

async function platformOf({ client, reference, signal }: Asked, { config }: ImageManifest): Promise<string> {
  return platformName(await client.platform(reference.repository, config.digest, signal));
}
