import { readDataFile } from '../data/testData.ts';
import { describeWithData } from '../describeWith.ts';
import { parseExposition } from '../prometheus/exposition.ts';
import { parseOpenCostWindow } from './openCostWindow.ts';
import { startOpenCost, type TestOpenCost } from './startOpenCost.ts';

const GIB = 2 ** 30;
const node = {
  name: 'n1',
  cores: 4,
  memoryBytes: 16 * GIB,
  perCore: 0.03,
  perGiB: 0.004,
  instanceType: 'e2-standard-4',
};
const allocation = (namespace: string, pod: string, cpuCost: number) => ({
  name: `cluster-one/n1/${namespace}/${pod}/main`,
  properties: { cluster: 'cluster-one', node: 'n1', namespace, pod, container: 'main' },
  cpuCost,
  cpuEfficiency: 0.5,
});

describe('startOpenCost', () => {
  let opencost: TestOpenCost;
  beforeAll(async () => {
    opencost = await startOpenCost({
      nodes: [node],
      allocations: [allocation('shop', 'a', 1), allocation('shop', 'b', 2), allocation('data', 'c', 4)],
    });
  });
  afterAll(() => opencost.stop());
  beforeEach(() => opencost.fail(null));

  const get = async (path: string) => {
    const response = await fetch(opencost.url + path);
    const text = await response.text();
    return {
      status: response.status,
      text,
      json: () => JSON.parse(text) as { code: number; data: unknown; message?: string },
    };
  };

  it('prices a node over a window', async () => {
    const { data } = (await get('/assets?window=10h&filter=assetType:"node"')).json();
    const [asset] = Object.values(data as Record<string, Record<string, number>>);
    // 4 cores × 10 h × 0.03, 16 GiB × 10 h × 0.004
    expect(asset).toMatchObject({
      type: 'Node',
      cpuCoreHours: 40,
      cpuCost: 1.2,
      ramCost: 0.64,
      totalCost: 1.84,
      minutes: 600,
    });
  });

  it('adds allocations up', async () => {
    const costs = async (path: string) => {
      const { data } = (await get(path)).json();
      const [step] = data as Record<string, { cpuCost: number }>[];
      return Object.fromEntries(Object.entries(step ?? {}).map(([key, { cpuCost }]) => [key, cpuCost]));
    };
    expect(await costs('/allocation?window=1d&aggregate=namespace')).toEqual({ shop: 3, data: 4 });
    expect(await costs('/allocation/compute?window=1d&aggregate=namespace,team')).toEqual({
      'shop/__unallocated__': 3,
      'data/__unallocated__': 4,
    });
    expect(Object.keys(await costs('/allocation?window=1d'))).toContain('cluster-one/n1/shop/a/main');
  });

  it('fails as the real one does', async () => {
    expect(await get('/allocation?window=soon')).toMatchObject({
      status: 400,
      text: "Invalid 'window' parameter: illegal window: soon",
    });
    opencost.fail('in-body');
    const hidden = await get('/assets?window=1d');
    expect([hidden.status, hidden.json().code, hidden.json().data]).toEqual([200, 500, null]);
    opencost.fail('http');
    expect((await get('/assets?window=1d')).status).toBe(500);
  });

  it('is healthy and exports prices', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect(parseExposition((await get('/metrics')).text).map(({ name, value }) => [name, value])).toEqual([
      ['node_cpu_hourly_cost', 0.03],
      ['node_ram_hourly_cost', 0.004],
      ['node_gpu_hourly_cost', 0],
    ]);
    expect((await get('/nothing')).status).toBe(404);
  });

  describeWithData('a real answer', 'opencost', () => {
    it('has the same fields around the allocations', async () => {
      const real = JSON.parse(readDataFile('opencost', 'allocation-example-output.json')) as {
        code: number;
        status: string;
        data: Record<string, object>[];
      };
      const ours = (await get('/allocation?window=7d&aggregate=namespace')).json() as unknown as typeof real;
      expect(Object.keys(ours)).toEqual(Object.keys(real));
      const [fields] = Object.values(ours.data[0] ?? {}).map(Object.keys);
      const [expected] = Object.values(real.data[0] ?? {}).map(Object.keys);
      expect(expected).toEqual(expect.arrayContaining(fields ?? ['none']));
    });
  });
});

describe('parseOpenCostWindow', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  it.each([
    ['2h', '2026-11-21T10:00:00.000Z'],
    ['1w', '2026-11-14T12:00:00.000Z'],
    ['2026-11-01T00:00:00Z,2026-11-08T00:00:00Z', '2026-11-01T00:00:00.000Z'],
    ['1763000000,1763600000', '2025-11-13T02:13:20.000Z'],
    ['1763000000-1763600000', '2025-11-13T02:13:20.000Z'],
  ])('reads %s', (text, start) => expect(parseOpenCostWindow(text, now)?.start.toISOString()).toBe(start));

  it.each(['', '7', '7y', 'd7', '2026-11-08T00:00:00Z,2026-11-01T00:00:00Z', 'a,b', '1,2,3'])(
    'refuses "%s"',
    text => expect(parseOpenCostWindow(text, now)).toBeNull(),
  );
});
