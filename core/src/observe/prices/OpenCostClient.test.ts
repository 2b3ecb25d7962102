import { createServer, type Server } from 'node:http';
import { seconds, type Workload } from '../../model/index.ts';
import {
  describeWithData,
  listenOnLoopback,
  type LoopbackServer,
  readDataFile,
  startOpenCost,
  type TestOpenCost,
} from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { OpenCostClient } from './OpenCostClient.ts';
import { checkPrices } from './checkPrices.ts';
import { networkCostsOf } from './openCostNetwork.ts';

const GIB = 2 ** 30;
const DAY = seconds(86_400);

function clientOf(url: string): OpenCostClient {
  const { opencost } = clusterConfigSchema.parse({ id: 'x', opencost: { url } });
  if (opencost === undefined) throw new Error('no opencost in the configuration');
  return OpenCostClient.create(opencost, { retryBaseMs: 1 });
}

const workload = (kind: string, name: string) =>
  ({ id: `wl-${name}`, reference: { clusterId: 'x', namespace: 'shop', kind, name } }) as Workload;

describe('OpenCostClient with a server that says anything', () => {
  let server: Server;
  let loopback: LoopbackServer;
  let answer: [status: number, body: string];
  let asked: string | undefined;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url?.includes('/getConfigs')) {
        response.writeHead(403).end();
        return;
      }
      asked = request.url;
      response.writeHead(answer[0]).end(answer[1]);
    });
    loopback = await listenOnLoopback(server, 0);
  });
  afterAll(() => loopback.stop());
  const ask = async () => clientOf(`http://127.0.0.1:${loopback.port}/model`).nodePrices(DAY);

  it('divides cost by hours, discount taken off; nulls are no price', async () => {
    // The node of OpenCost's own API example, and one with a discount, nulls and a GPU.
    const data = {
      a: {
        type: 'Node',
        properties: { name: 'gke-1' },
        minutes: 3969.99,
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
    expect(first?.perGiB).toBeCloseTo(0.158929 / (137_157_000_000_000 / GIB), 12);
    expect(second).toMatchObject({ node: 'gpu-1', perCore: expect.closeTo(0.03, 9), perGiB: null });
    expect(second?.perGpu).toBeCloseTo(0.95, 9);
    expect(asked).toMatch(/^\/model\/assets\?window=24h/);
  });

  it('spreads what the bill corrected over the node', async () => {
    const node = { type: 'Node', properties: { name: 'n' }, cpuCoreHours: 10, ramByteHours: 10 * GIB };
    const data = { a: { ...node, cpuCost: 0.3, ramCost: 0.1, gpuCost: 0, adjustment: -0.1, totalCost: 0.3 } };
    answer = [200, JSON.stringify({ code: 200, data })];
    const [only] = await ask();
    expect(only?.perCore).toBeCloseTo(0.03 * 0.75, 12);
    expect(only?.perGiB).toBeCloseTo(0.01 * 0.75, 12);
  });

  it.each<[number, string, string, string]>([
    [
      200,
      '{"code":500,"status":"error","data":null,"message":"no prometheus"}',
      'SourceQueryError',
      'code 500): no prometheus',
    ],
    [400, '{"code":400,"message":"Error: window"}', 'SourceQueryError', 'HTTP 400'],
    [200, '<html>', 'SourceProtocolError', 'did not answer as OpenCost does'],
    [400, 'Invalid window\n{"code":200}', 'SourceProtocolError', 'HTTP 400'],
    [200, '{"status":"success","data":{"resultType":"vector"}}', 'SourceProtocolError', 'HTTP 200'],
    [200, '{"code":200,"data":{"a":{"type":"Node","cpuCost":"NaN"}}}', 'SourceProtocolError', 'HTTP 200'],
  ])('names what is wrong with HTTP %i %j', async (status, body, name, message) => {
    answer = [status, body];
    await expect(ask()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('knows no node where there is none', async () => {
    answer = [200, '{"code":200,"data":null}'];
    expect(await ask()).toEqual([]);
  });
});

describe('OpenCostClient with an OpenCost', () => {
  const node = { name: 'n1', cores: 4, memoryBytes: 16 * GIB, perCore: 0.03, perGiB: 0.004 };
  const allocation = (kind: string, controller: string, networkCost: number | null) => ({
    name: `cluster-one/n1/shop/${controller}/main`,
    properties: { cluster: 'cluster-one', namespace: 'shop', controllerKind: kind, controller },
    // What real answers hold besides: max(request, usage), an efficiency above one, no volumes.
    cpuCores: 900,
    cpuEfficiency: 1.7,
    pvs: null,
    networkCost,
  });
  let opencost: TestOpenCost;
  const start = async (options: Parameters<typeof startOpenCost>[0]) => {
    opencost = await startOpenCost(options);
    return clientOf(opencost.url);
  };
  afterEach(() => opencost.stop());

  it('tells nodes, storage classes and load balancers', async () => {
    const client = await start({
      nodes: [node],
      disks: [
        { name: 'pv-1', bytes: 100 * GIB, storageClass: 'ssd', perGiB: 0.0002 },
        { name: 'pv-2', bytes: 100 * GIB, storageClass: 'hdd', perGiB: 0.0001 },
        { name: 'root', bytes: 50 * GIB, storageClass: '__local__', perGiB: 0.9, local: true },
      ],
      loadBalancers: [{ namespace: 'shop', service: 'web', perHour: 0.025 }],
    });
    const told = await client.prices(DAY);
    expect(told.nodes).toEqual([
      { node: 'n1', perCore: expect.closeTo(0.03, 6), perGiB: expect.closeTo(0.004, 6), perGpu: null },
    ]);
    expect(told.storageClasses?.get('ssd')).toBeCloseTo(0.0002, 6);
    expect(told.storageClasses?.size).toBe(2);
    expect(told.storagePerGiB).toBeCloseTo(0.00015, 6);
    expect([...(told.loadBalancers ?? [])]).toEqual([['shop/web', expect.closeTo(0.025, 6)]]);
    expect(told.currency).toBeUndefined();
  });

  it('tells the currency where it is told', async () => {
    expect((await (await start({ nodes: [node], currency: 'EUR' })).prices(DAY)).currency).toBe('EUR');
  });

  it.each<[string, Partial<typeof node>, string]>([
    ['monthly prices', { perCore: 23.07603, perGiB: 3.09 }, 'as high as a price per month'],
    ['negative prices', { perCore: -0.03 }, 'negative'],
    ['prices of zero', { perCore: 0, perGiB: 0 }, 'zero'],
  ])('its %s are not believed', async (_, change, why) => {
    const told = await (await start({ nodes: [{ ...node, ...change }] })).prices(DAY);
    expect(checkPrices(told.nodes).refused).toEqual([{ node: 'n1', why }]);
  });

  it('tells what traffic cost each workload, whatever else the allocations say', async () => {
    const client = await start({
      allocations: [
        allocation('deployment', 'web', 4.8),
        allocation('replicaset', 'canary-6c9f', 2.4),
        allocation('job', 'report-29384', 1.2),
        allocation('deployment', 'gone', 9),
        allocation('deployment', 'quiet', null),
      ],
    });
    const { network } = await client.network(DAY, [
      workload('Deployment', 'web'),
      workload('Rollout', 'canary'),
      workload('CronJob', 'report'),
      workload('Deployment', 'quiet'),
    ]);
    expect([...(network ?? [])]).toEqual([
      ['wl-web', expect.closeTo(0.2, 9)],
      ['wl-canary', expect.closeTo(0.1, 9)],
      ['wl-report', expect.closeTo(0.05, 9)],
    ]);
  });

  it('does not take zero for everybody for a meter', async () => {
    const client = await start({ allocations: [allocation('deployment', 'web', 0)] });
    expect((await client.network(DAY, [workload('Deployment', 'web')])).network).toBeUndefined();
  });

  it('lives with steps in which nothing ran, and says so when a computation failed', async () => {
    const client = await start({});
    opencost.answer('/allocation', [null, {}]);
    expect((await client.network(DAY, [])).network).toBeUndefined();
    opencost.fail('in-body');
    await expect(client.network(DAY, [])).rejects.toMatchObject({
      name: 'SourceQueryError',
      message: expect.stringContaining('could not compute the allocations'),
    });
  });

  describeWithData('a real answer', 'opencost', () => {
    it('is read', async () => {
      const real = JSON.parse(readDataFile('opencost', 'allocation-example-output.json')) as {
        data: unknown[];
      };
      const client = await start({});
      opencost.answer('/allocation', real.data);
      // Its network costs are all zero: that release had no network DaemonSet.
      expect((await client.network(DAY, [])).network).toBeUndefined();
      const namespaces = real.data.flatMap(step => Object.values(step as Record<string, object>));
      expect(namespaces.length).toBeGreaterThan(0);
    });
  });
});

describe('networkCostsOf', () => {
  it('takes nothing from an allocation that does not say whose it is', () => {
    const costs = networkCostsOf([{ properties: null, networkCost: 3 }], 24, [workload('Deployment', 'web')]);
    expect([...(costs ?? [['none', 0]])]).toEqual([]);
  });
});
