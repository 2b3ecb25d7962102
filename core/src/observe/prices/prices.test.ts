import { type ClusterNode, type Provenance, unixSeconds } from '../../model/index.ts';
import { checkPrices, doubtAbout } from './checkPrices.ts';
import { defaultPrices } from './defaultPrices.ts';
import { type PriceOrigin, resolvePrices } from './resolvePrices.ts';
import { NOTHING_TOLD, type Told } from './toldPrices.ts';

const defaults = defaultPrices('aws');
const node = (name: string, perCore: number | null, perGiB: number | null, perGpu: number | null = null) => ({
  node: name,
  perCore,
  perGiB,
  perGpu,
});
const inventoryNode = (name: string, spot = false) => ({ name, spot }) as ClusterNode;

describe('checkPrices', () => {
  it('believes prices a cloud might ask', () => {
    const { believed, refused } = checkPrices([node('a', 0.02, 0.002, 0.5), node('b', 0.04, 0.004, 0)]);
    expect(refused).toEqual([]);
    expect(believed.get('a')).toEqual({ perCore: 0.02, perGiB: 0.002, perGpu: 0.5 });
    // OpenCost writes 0 for nodes without a GPU: that is no price.
    expect(believed.get('b')?.perGpu).toBeNull();
  });

  it.each<[string, number | null, number | null, string]>([
    ['negative', -0.01, 0.004, 'negative'],
    ['not a number', NaN, 0.004, 'not a number'],
    ['infinite', Infinity, 0.004, 'not a number'],
    ['missing', null, 0.004, 'missing'],
    ["a month's: OpenCost's default core", 0.031611 * 730, 0.004, 'as high as a price per month'],
    ["a month's: the cheapest spot core", 0.006655 * 730, 0.004, 'as high as a price per month'],
    ["a month's: the cheapest spot memory", 0.03, 0.000892 * 730, 'as high as a price per month'],
    ['absurd', 40_000, 0.004, 'absurdly high'],
    ['nothing at all', 0, 0, 'zero'],
  ])('refuses a price that is %s', (_, perCore, perGiB, why) => {
    const { believed, refused } = checkPrices([node('good', 0.03, 0.004), node('bad', perCore, perGiB)]);
    expect(refused).toEqual([{ node: 'bad', why }]);
    expect([...believed.keys()]).toEqual(['good']);
  });

  it('believes the dearest and the cheapest that clouds list', () => {
    // u-24tb1 at $218.40/h has 448 vCPU; n2d spot memory; a GB200 GPU; a load balancer; io2 storage.
    expect(doubtAbout('perCore', 218.4 / 448)).toBeNull();
    expect(doubtAbout('perGiB', 0.0004)).toBeNull();
    expect(doubtAbout('perGpu', 15)).toBeNull();
    expect(doubtAbout('loadBalancer', 0.0225)).toBeNull();
    expect(doubtAbout('loadBalancer', 0.0225 * 730)).toBe('as high as a price per month');
    expect(doubtAbout('storage', 0.149 / 730)).toBeNull();
    expect(doubtAbout('storage', 0.04)).toBe('as high as a price per month');
  });
});

describe('defaultPrices', () => {
  it('are the documented ones, spot nodes at spot price', () => {
    expect(defaultPrices('azure').fallback).toMatchObject({ perCore: 0.039, perGiB: 0.001917, perGpu: 0.95 });
    expect(defaultPrices('aws', [inventoryNode('s', true)]).nodes.get('s')).toMatchObject({
      perCore: 0.006655,
      provenance: { kind: 'default' },
    });
  });

  it('invents no load balancer where nobody bills one', () => {
    expect(defaultPrices('on-premises').loadBalancer).toBeUndefined();
    expect(defaultPrices('aws').loadBalancer?.provenance.kind).toBe('default');
  });
});

describe('resolvePrices', () => {
  const window = { start: unixSeconds(0), end: unixSeconds(3600) };
  const resolve = async (
    reads: readonly PriceOrigin['read'][],
    options: { nodes?: readonly ClusterNode[]; kind?: Provenance['kind'] } = {},
  ) => {
    const notes: string[] = [];
    const failures: unknown[] = [];
    const book = await resolvePrices(
      reads.map((read, index) => ({
        source: `origin ${index}`,
        method: `m${index}`,
        kind: options.kind ?? 'billed',
        read,
      })),
      {
        window,
        defaults,
        nodes: options.nodes ?? [],
        note: ({ message }) => notes.push(message),
        noteFailure: error => failures.push(error),
      },
    );
    return { book, notes, failures };
  };
  const tells = (told: Partial<Told>) => async () => ({ ...NOTHING_TOLD, ...told });

  it('asks one after the other until one is believed', async () => {
    const failing = async () => Promise.reject(new Error('down'));
    const { book, notes, failures } = await resolve([
      tells({}),
      failing,
      tells({ nodes: [node('a', -1, 1)] }),
      tells({ nodes: [node('a', 0.05, 0.005)] }),
    ]);
    expect(book.nodes.get('a')?.provenance).toMatchObject({ method: 'm3', source: 'origin 3', asOf: 3600 });
    expect(failures).toHaveLength(1);
    expect(notes).toEqual(['origin 2: the prices of 1 node are negative (a). They are not used.']);
  });

  it('asks the next origin only for what the first did not believably tell', async () => {
    const { book } = await resolve([
      tells({ nodes: [node('a', 0.05, 0.005), node('b', NaN, 1)] }),
      tells({
        nodes: [node('a', 0.07, 0.007), node('b', 0.03, 0.003)],
        storagePerGiB: 0.0002,
        loadBalancer: 0.03,
      }),
    ]);
    expect(book.nodes.get('a')).toMatchObject({ perCore: 0.05, provenance: { method: 'm0' } });
    expect(book.nodes.get('b')).toMatchObject({ perCore: 0.03, provenance: { method: 'm1' } });
    expect([book.storagePerGiB, book.storageProvenance.method]).toEqual([0.0002, 'm1']);
    expect(book.loadBalancer).toMatchObject({ perHour: 0.03, provenance: { method: 'm1' } });
  });

  it('gives nodes it was told nothing about the mean of the others of their kind', async () => {
    const nodes = [
      inventoryNode('a'),
      inventoryNode('b'),
      inventoryNode('s', true),
      inventoryNode('t', true),
    ];
    const { book } = await resolve(
      [tells({ nodes: [node('a', 0.02, 0.002, 0.5), node('b', 0.04, 0.004), node('s', 0.01, 0.001)] })],
      { nodes },
    );
    expect(book.fallback).toMatchObject({
      perCore: 0.03,
      perGiB: expect.closeTo(0.003, 12),
      perGpu: 0.5,
      provenance: { kind: 'modelled', method: 'm0-mean-of-nodes' },
    });
    expect(book.nodes.get('t')).toMatchObject({ perCore: 0.01, provenance: { kind: 'modelled' } });
  });

  it('does not take euros for dollars', async () => {
    const { book, notes } = await resolve([tells({ nodes: [node('a', 0.05, 0.005)], currency: 'EUR' })]);
    expect(book.nodes.size).toBe(0);
    expect(notes[0]).toMatch(/^origin 0 counts in EUR: it is not used/);
  });

  it('refuses absurd prices of everything else too', async () => {
    const { book, notes } = await resolve([
      tells({
        nodes: [node('a', 0.05, 0.005)],
        storagePerGiB: 0.04,
        storageClasses: new Map([['ssd', -1]]),
        loadBalancers: new Map([
          ['shop/web', 18],
          ['shop/api', 0.02],
        ]),
        egress: { zone: NaN, region: 0.02, internet: -4 },
        network: new Map([['wl', NaN]]),
      }),
    ]);
    expect(book.storagePerGiB).toBe(defaults.storagePerGiB);
    expect(book.storageClasses).toBeUndefined();
    expect([...(book.loadBalancers?.keys() ?? [])]).toEqual(['shop/api']);
    expect(book.egress).toMatchObject({ zonePerGiB: null, regionPerGiB: 0.02, internetPerGiB: null });
    expect(book.network?.workloads.size).toBe(0);
    expect(notes.join()).toMatch(/price of storage is as high as a price per month/);
    expect(notes.join()).toMatch(/storage class ssd is negative/);
    expect(notes.join()).toMatch(/load balancer shop\/web is as high as a price per month/);
  });

  it('ends with the defaults', async () => {
    const { book, notes } = await resolve([tells({})]);
    expect(book).toEqual(defaults);
    expect(notes).toEqual([expect.stringContaining("priced by OpenCost's default price list")]);
  });
});
