import type { ImageFacts, Inventory, ObservationNote } from '../../model/index.ts';
import { type RegistryOptions, startRegistry, type TestRegistry } from '../../testing/index.ts';
import { type RegistryConfig, clusterConfigSchema } from '../clusterConfig.ts';
import { ManifestCache } from './ManifestCache.ts';
import { readImages } from './readImages.ts';

const MIB = 2 ** 20;
const IMAGES: RegistryOptions['images'] = [
  {
    repository: 'shop/cart',
    tag: '1.4',
    platforms: { 'linux/amd64': [30 * MIB, 5 * MIB], 'linux/arm64': [28 * MIB, 4 * MIB, MIB] },
  },
  { repository: 'shop/old', tag: 'latest', platforms: { 'linux/amd64': [700 * MIB] }, docker: true },
];

const running: TestRegistry[] = [];
const start = async (options: Partial<RegistryOptions> = {}): Promise<TestRegistry> => {
  const registry = await startRegistry({ images: IMAGES, ...options });
  running.push(registry);
  return registry;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map(registry => registry.stop()));
});

/** Only what is read of an inventory here: which images run, on which machines. */
const inventoryOf = (images: readonly string[], architecture = 'amd64'): Inventory =>
  ({
    nodes: [{ architecture }, { architecture }, { architecture: 'riscv64' }],
    workloads: [{ containers: images.map(image => ({ image })) }],
  }) as unknown as Inventory;

const configOf = (registry: unknown): RegistryConfig => {
  const parsed = clusterConfigSchema.parse({ id: 'test', registry }).registry;
  if (!parsed) throw new Error('no registry configured');
  return parsed;
};

async function read(
  registry: TestRegistry,
  names: readonly string[],
  over: { architecture?: string; credentials?: object; cache?: ManifestCache; endpoints?: object } = {},
): Promise<{ facts: ReadonlyMap<string, ImageFacts>; notes: ObservationNote[]; images: string[] }> {
  const { credentials = {}, endpoints = { [registry.host]: registry.url } } = over;
  const images = names.map(name => `${registry.host}/${name}`);
  const notes: ObservationNote[] = [];
  const facts = await readImages(inventoryOf(images, over.architecture), {
    config: configOf({ enabled: true, endpoints, credentials }),
    note: note => notes.push(note),
    http: { attempts: 1 },
    cache: over.cache ?? new ManifestCache(),
  });
  return { facts, notes, images };
}

describe('readImages', () => {
  it('adds up the layers of the platform that the cluster runs, and lists all platforms but attestations', async () => {
    const registry = await start();
    const { facts, images, notes } = await read(registry, ['shop/cart:1.4'], { architecture: 'arm64' });
    expect(facts.get(images[0] ?? '')).toEqual({
      image: images[0],
      compressedBytes: 33 * MIB,
      layers: 3,
      platforms: ['linux/amd64', 'linux/arm64'],
    });
    expect(notes).toEqual([]);
  });

  it('reads a plain Docker manifest, whose platform stands in its configuration', async () => {
    const registry = await start();
    const { facts, images } = await read(registry, ['shop/old']);
    expect(facts.get(images[0] ?? '')).toMatchObject({
      compressedBytes: 700 * MIB,
      platforms: ['linux/amd64'],
    });
  });

  it('gets a token where the registry hands them out, one for each repository', async () => {
    const registry = await start({ guard: 'token' });
    const { facts } = await read(registry, ['shop/cart:1.4', 'shop/old']);
    expect(facts.size).toBe(2);
    expect(registry.requests.filter(request => request.includes('/token')).toSorted()).toEqual([
      'GET /token?account=test&service=registry.test&scope=repository%3Ashop%2Fcart%3Apull',
      'GET /token?account=test&service=registry.test&scope=repository%3Ashop%2Fold%3Apull',
    ]);
  });

  it.each(['token', 'basic'] as const)(
    'signs in with the credentials given for the host (%s)',
    async guard => {
      const account = { username: 'robot', password: 'secret' };
      const registry = await start({ guard, account });
      const { facts } = await read(registry, ['shop/cart:1.4'], {
        credentials: { [registry.host]: account },
      });
      expect(facts.size).toBe(1);
    },
  );

  it('says which images it may not read, in one note, and how to change that', async () => {
    const registry = await start({ guard: 'token', account: { username: 'robot', password: 'secret' } });
    const { facts, notes } = await read(registry, ['shop/cart:1.4', 'shop/old']);
    expect(facts.size).toBe(0);
    expect(notes).toEqual([
      {
        severity: 'warning',
        source: 'registry',
        message: expect.stringMatching(/^2 images could not be read .*does not let us in/),
        cure: `give registry.credentials for ${registry.host}`,
      },
    ]);
  });

  it('tells of an image that is not there and reads the others', async () => {
    const registry = await start();
    const { facts, notes } = await read(registry, ['shop/gone:1', 'shop/cart:1.4']);
    expect(facts.size).toBe(1);
    expect(notes.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^1 image could not be read .*shop\/gone:1.*does not have/),
    ]);
  });

  it('leaves a registry in peace that asks for fewer requests', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      repository: `many/image${index}`,
      tag: 'latest',
      platforms: { 'linux/amd64': [MIB] },
    }));
    const registry = await start({ images: many, limit: 4 });
    const { facts, notes } = await read(
      registry,
      many.map(({ repository }) => repository),
    );
    expect(facts.size).toBe(4);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.message).toMatch(/HTTP 429.* more images? of it were then not asked for\./);
    expect(registry.requests.filter(request => request.includes('/manifests/')).length).toBeLessThan(20);
  });

  it('asks no host that is neither public nor configured', async () => {
    const registry = await start();
    const { facts, notes } = await read(registry, ['shop/cart:1.4'], { endpoints: {} });
    expect(facts.size).toBe(0);
    expect(registry.requests).toEqual([]);
    expect(notes).toEqual([expect.objectContaining({ severity: 'info', source: 'registry' })]);
  });

  it('asks for nothing twice that it knows by digest', async () => {
    const registry = await start();
    const cache = new ManifestCache();
    await read(registry, ['shop/cart:1.4'], { cache });
    const before = registry.requests.length;
    const { facts } = await read(registry, ['shop/cart:1.4'], { cache });
    expect(facts.size).toBe(1);
    expect(registry.requests.length).toBe(before);
  });
});

describe('ManifestCache', () => {
  it('believes a tag for a day and a digest for ever', () => {
    let now = 0;
    const cache = new ManifestCache(() => now);
    const manifest = { kind: 'index' as const, manifests: [] };
    cache.set('a:1', manifest, false);
    cache.set('a@sha256:1', manifest, true);
    now = 86_400_001;
    expect(cache.get('a:1')).toBeNull();
    expect(cache.get('a@sha256:1')).toBe(manifest);
  });
});
