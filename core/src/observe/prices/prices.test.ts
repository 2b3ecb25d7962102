import { createServer, type Server } from 'node:http';
import { type ClusterNode, seconds, unixSeconds } from '../../model/index.ts';
import { listenOnLoopback, type LoopbackServer } from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { OpenCostClient } from './OpenCostClient.ts';
import { checkPrices } from './checkPrices.ts';
import { defaultPrices } from './defaultPrices.ts';
import { type PriceOrigin, resolvePrices } from './resolvePrices.ts';

const provenance = { kind: 'billed', method: 'test', source: 'test' } as const;
const defaults = defaultPrices('unknown');
const node = (name: string, perCore: number | null, perGiB: number | null, perGpu: number | null = null) => ({
  node: name,
  perCore,
  perGiB,
  perGpu,
});

describe('checkPrices', () => {
  it('believes prices a cloud might ask, and takes their mean for nodes it was told nothing about', () => {
    const checked = checkPrices([node('a', 0.02, 0.002, 0.5), node('b', 0.04, 0.004)], {
      provenance,
      storage: { perGiB: 0.0001, provenance },
      defaults,
    });
    expect(checked?.refused).toEqual([]);
    expect(checked?.book.nodes.get('a')).toMatchObject({ perCore: 0.02, perGpu: 0.5 });
    expect(checked?.book.fallback).toMatchObject({
      perCore: 0.03,
      perGiB: 0.003,
      perGpu: 0.5,
      provenance: { kind: 'modelled', method: 'test-mean-of-nodes' },
    });
    expect(checked?.book.storagePerGiB).toBe(0.0001);
  });

  it.each([
    ['negative', -0.01, 0.004],
    ['not a number', NaN, 0.004],
    ['infinite', Infinity, 0.004],
    ['missing', null, 0.004],
    ['absurd', 400, 0.004],
    ['absurd for memory', 0.03, 7],
    ['nothing at all', 0, 0],
  ])('refuses a price that is %s', (_, perCore, perGiB) => {
    const told = [node('good', 0.03, 0.004), node('bad', perCore, perGiB)];
    const checked = checkPrices(told, { provenance, storage: null, defaults });
    expect(checked?.refused).toEqual(['bad']);
    expect([...(checked?.book.nodes.keys() ?? [])]).toEqual(['good']);
    expect(checked?.book.storagePerGiB).toBe(defaults.storagePerGiB);
    expect(checkPrices([node('bad', perCore, perGiB)], { provenance, storage: null, defaults })).toBeNull();
  });
});

describe('defaultPrices', () => {
  it('are the documented ones, spot nodes at spot price', () => {
    expect(defaultPrices('azure').fallback).toMatchObject({ perCore: 0.039, perGiB: 0.001917, perGpu: 0.95 });
    const spot = { name: 's', spot: true } as ClusterNode;
    expect(defaultPrices('aws', [spot]).nodes.get('s')).toMatchObject({
      perCore: 0.006655,
      provenance: { kind: 'default' },
    });
  });
});

describe('resolvePrices', () => {
  const window = { start: unixSeconds(0), end: unixSeconds(3600) };
  const resolve = async (...origins: PriceOrigin['read'][]) => {
    const notes: string[] = [];
    const failures: unknown[] = [];
    const book = await resolvePrices(
      origins.map((read, index) => ({ source: `origin ${index}`, method: `m${index}`, read })),
      {
        window,
        defaults,
        note: ({ message }) => notes.push(message),
        noteFailure: error => failures.push(error),
      },
    );
    return { book, notes, failures };
  };
  const tells =
    (...nodes: ReturnType<typeof node>[]) =>
    async () => ({ nodes, storagePerGiB: null });

  it('asks one after the other until one is believed', async () => {
    const failing = async () => Promise.reject(new Error('down'));
    const { book, notes, failures } = await resolve(
      tells(),
      failing,
      tells(node('a', -1, 1)),
      tells(node('a', 0.05, 0.005)),
    );
    expect(book.nodes.get('a')?.provenance).toMatchObject({ method: 'm3', source: 'origin 3', asOf: 3600 });
    expect(failures).toHaveLength(1);
    expect(notes).toEqual([expect.stringContaining('origin 2: the prices of 1 node')]);
  });

  it('ends with the defaults', async () => {
    const { book, notes } = await resolve(tells());
    expect(book).toBe(defaults);
    expect(notes).toEqual([expect.stringContaining("priced by OpenCost's default price list")]);
  });
});

describe('OpenCostClient over HTTP', () => {
  let server: Server;
  let loopback: LoopbackServer;
  let answer: [status: number, body: string];
  let asked: string | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked = request.url;
      response.writeHead(answer[0]).end(answer[1]);
    });
    loopback = await listenOnLoopback(server, 0);
  });
  afterAll(() => loopback.stop());
  const ask = async () => {
    const { opencost } = clusterConfigSchema.parse({
      id: 'x',
      opencost: { url: `http://127.0.0.1:${loopback.port}/model` },
    });
    if (opencost === undefined) throw new Error('no opencost in the configuration');
    return OpenCostClient.create(opencost, { retryBaseMs: 1 }).nodePrices(seconds(86_400));
  };

  it('divides cost by hours, discount taken off; nulls are no price', async () => {
    // The node of OpenCost's own API example, and one with a discount, nulls and a GPU.
    const data = {
      a: {
        type: 'Node',
        properties: { name: 'gke-1' },
        cpuCoreHours: 33.083333,
        ramByteHours: 137_157_000_000_000,
        GPUHours: 0,
        cpuCost: 0.307185,
        ramCost: 0.158929,
        gpuCost: 0,
        discount: 0,
      },
      b: {
        type: 'Node',
        properties: { name: 'gpu-1' },
        cpuCoreHours: 100,
        ramByteHours: null,
        GPUHours: 10,
        cpuCost: 4,
        ramCost: null,
        gpuCost: 9.5,
        discount: 0.25,
      },
      c: { type: 'Disk', properties: { name: 'disk' } },
    };
    answer = [200, JSON.stringify({ code: 200, status: 'success', data })];
    const [first, second, ...others] = await ask();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ node: 'gke-1', perGpu: null });
    expect(first?.perCore).toBeCloseTo(0.307185 / 33.083333, 9);
    expect(first?.perGiB).toBeCloseTo(0.158929 / (137_157_000_000_000 / 2 ** 30), 12);
    expect(second).toEqual({ node: 'gpu-1', perCore: expect.closeTo(0.03, 9), perGiB: null, perGpu: 0.95 });
    expect(asked).toBe('/model/assets?window=24h&filter=assetType%3A%22node%22');
  });

  it.each([
    [
      200,
      '{"code":500,"status":"error","message":"no prometheus"}',
      'SourceQueryError',
      'code 500): no prometheus',
    ],
    [400, '{"code":400,"message":"Error: window"}', 'SourceQueryError', 'HTTP 400'],
    [200, '<html>', 'SourceProtocolError', 'did not answer as OpenCost does'],
    [400, 'Invalid window\n{"code":200}', 'SourceProtocolError', 'HTTP 400'],
    [200, '{"status":"success","data":{"resultType":"vector"}}', 'SourceProtocolError', 'HTTP 200'],
  ])('names what is wrong with HTTP %i %j', async (status, body, name, message) => {
    answer = [status, body];
    await expect(ask()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('knows no node where there is none', async () => {
    answer = [200, '{"code":200,"data":null}'];
    expect(await ask()).toEqual([]);
  });
});
