import {
  clusterReportView,
  opportunityPageSchema,
  opportunityQuerySchema,
  workloadPageSchema,
  workloadQuerySchema,
} from '../api/index.ts';
import { type Scan, unixSeconds, workloadId } from '../model/index.ts';
import { PostgresStore } from './PostgresStore.ts';
import type { Sql } from './sql.ts';
import { FIXTURE_END, scanFixture, type WorkloadFixture } from './testing/scanFixture.ts';
import { startTestDatabases, type TestDatabases } from './testing/testDatabase.ts';

const workloadsBy = (query: object = {}) => workloadQuerySchema.parse(query);
const opportunitiesBy = (query: object = {}) => opportunityQuerySchema.parse(query);
const idOf = (name: string, cluster = 'production') =>
  workloadId({ clusterId: cluster, namespace: 'shop', kind: 'Deployment', name });

const CART: WorkloadFixture = {
  name: 'cart',
  labels: { app: 'cart', tier: 'web' },
  usdPerMonth: 100,
  gramsPerMonth: 4000,
  findings: [{ type: 'cpu-over-requested', usd: 40, grams: 900 }],
  hourlyCores: [0.1, null, 0.3],
};
const STOCK: WorkloadFixture = {
  name: 'stock',
  labels: { app: 'stock', tier: 'cache' },
  usdPerMonth: 50,
  requestedCores: null,
  findings: [{ type: 'missing-requests', usd: -5 }],
};
const IDLE: WorkloadFixture = { name: 'idle', labels: {}, usdPerMonth: null };

describe('PostgresStore', () => {
  let databases: TestDatabases;
  let sql: Sql;
  let store: PostgresStore;
  let now = FIXTURE_END + 60;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);
  beforeEach(async () => {
    sql = (await databases.create()).open();
    store = await PostgresStore.create(sql, { now: () => unixSeconds(now) });
  });

  async function save(...workloads: WorkloadFixture[]): Promise<Scan> {
    const scan = scanFixture({ workloads });
    await store.saveScan(scan);
    return scan;
  }

  /** Everything a face can see. */
  async function picture() {
    const workloads = await store.workloads(workloadsBy());
    return {
      clusters: await store.clusters(),
      workloads,
      details: await Promise.all(workloads.items.map(({ id }) => store.workload(id))),
      opportunities: await store.opportunities(opportunitiesBy()),
      namespaces: await store.namespaceTotals(),
      totals: await store.opportunityTotals(),
    };
  }

  it('tells how scanning a cluster goes', async () => {
    const { cluster } = scanFixture({ workloads: [] }).observation;
    const state = async () => {
      const { status, lastScanAt, lastError } = (await store.clusters())[0] ?? {};
      return { status, lastScanAt, lastError };
    };
    await store.registerCluster(cluster);
    expect(await state()).toEqual({ status: 'never-scanned', lastScanAt: null, lastError: null });

    await store.beginScan(cluster.id, unixSeconds(FIXTURE_END));
    expect(await state()).toEqual({ status: 'scanning', lastScanAt: null, lastError: null });
    await store.cancelScan(cluster.id);
    expect(await state()).toEqual({ status: 'never-scanned', lastScanAt: null, lastError: null });

    await store.beginScan(cluster.id, unixSeconds(FIXTURE_END));
    now = FIXTURE_END + 90;
    await save(CART);
    expect(await state()).toEqual({ status: 'ok', lastScanAt: '2026-11-21T00:01:30.000Z', lastError: null });
    expect(await store.scanTotals()).toEqual([
      { clusterId: 'production', lastSuccessAt: FIXTURE_END + 90, lastDuration: 90, failures: 0 },
    ]);

    await store.failScan(cluster.id, unixSeconds(FIXTURE_END + 200), 'Prometheus is down');
    // The last good picture stays.
    expect(await state()).toEqual({
      status: 'failed',
      lastScanAt: '2026-11-21T00:01:30.000Z',
      lastError: 'Prometheus is down',
    });
    expect((await store.opportunities(opportunitiesBy())).total).toBe(1);
    expect((await store.scanTotals())[0]?.failures).toBe(1);
    await save(CART);
    expect(await state()).toMatchObject({ status: 'ok', lastError: null });
    expect((await store.scanTotals())[0]?.failures).toBe(1);
  });

  it('refuses to scan a cluster nobody registered', async () => {
    await expect(store.beginScan('nowhere', FIXTURE_END)).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(store.failScan('nowhere', FIXTURE_END, 'x')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('adds up a cluster, and says null for what it does not know', async () => {
    await save(CART, STOCK, IDLE);
    expect(await store.clusters()).toEqual([
      expect.objectContaining({
        id: 'production',
        demo: false,
        workloads: 3,
        containers: 3,
        opportunities: 2,
        // 100 + 50; only cart's carbon is known: 4000 g, at 400 g/kWh 10 kWh
        footprint: {
          usdPerMonth: 150,
          kilowattHoursPerMonth: 10,
          gramsCO2ePerMonth: 4000,
          provenance: [
            {
              kind: 'billed',
              method: 'opencost-prices',
              source: 'OpenCost /metrics',
              asOf: '2026-11-21T00:00:00.000Z',
            },
          ],
        },
        // 40 − 5
        savingUsdPerMonth: 35,
        savingGramsCO2ePerMonth: 900,
        notes: [
          {
            severity: 'warning',
            source: 'kepler',
            message: 'Kepler was not found.',
            cure: 'Install Kepler.',
          },
        ],
        notJudged: [
          { reason: 'Only 20 h of history', count: 2 },
          { reason: 'Init containers are not judged', count: 1 },
        ],
      }),
    ]);
    await save(IDLE);
    expect(await store.clusters()).toEqual([
      expect.objectContaining({ footprint: null, savingUsdPerMonth: 0 }),
    ]);
  });

  it('shows a workload with its containers, its hours and its findings', async () => {
    await save(CART, STOCK);
    const cart = await store.workload(idOf('cart'));
    expect(cart).toMatchObject({
      name: 'cart',
      replicas: 2,
      requestedCores: 2, // 1 core × 2 replicas
      requestedBytes: 2 ** 30,
      opportunities: 1,
      savingUsdPerMonth: 40,
      windowStart: '2026-11-07T00:00:00.000Z',
      windowEnd: '2026-11-21T00:00:00.000Z',
    });
    expect(cart.containers).toEqual([
      {
        name: 'app',
        role: 'main',
        image: 'registry.example/cart:1.2.3',
        requests: { cores: 1, bytes: 512 * 2 ** 20, gpus: null },
        limits: { cores: null, bytes: null, gpus: null },
        cpu: expect.objectContaining({ mean: 0.2, max: 0.3, samples: 24, coverage: 2 / 3 }),
        memory: null,
        throttledRatio: 0.25,
        oomKills: 0,
        hourlyCpu: [
          { hour: '2026-11-20T21:00:00.000Z', mean: 0.1, max: 0.2, samples: 12 },
          { hour: '2026-11-20T23:00:00.000Z', mean: 0.3, max: 0.6, samples: 12 },
        ],
        hourlyMemory: [],
      },
    ]);
    expect(cart.opportunityList.map(({ type }) => type)).toEqual(['cpu-over-requested']);
    expect(await store.workload(idOf('stock'))).toMatchObject({
      requestedCores: null,
      savingGramsCO2ePerMonth: null,
    });
    await expect(store.workload('wl-none')).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('keeps the latest report on a cluster, and says when there is none yet', async () => {
    await expect(store.clusterReport('production')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'there is no cluster production',
    });
    await store.registerCluster(scanFixture({ workloads: [] }).observation.cluster);
    await expect(store.clusterReport('production')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'there is no report on the cluster production yet',
    });
    const scan = await save(CART);
    expect(await store.clusterReport('production')).toEqual(clusterReportView(scan));
    const later = scanFixture({ end: unixSeconds(FIXTURE_END + 86_400), workloads: [CART] });
    await store.saveScan(later);
    expect((await store.clusterReport('production')).observedAt).toBe('2026-11-22T00:00:00.000Z');
  });

  it('adds up what leaves the bill, and says null where nobody simulated it', async () => {
    const scan = scanFixture({ workloads: [CART, STOCK] });
    const [first, second] = scan.assessment.opportunities;
    const realised = {
      ...scan,
      assessment: {
        ...scan.assessment,
        opportunities: scan.assessment.opportunities.map(one =>
          one === first ? { ...one, saving: { ...one.saving, realisable: one.saving.nominal } } : one,
        ),
      },
    };
    await store.saveScan(realised);
    expect(second?.saving.realisable).toBeNull();
    expect((await store.clusters())[0]?.realisableUsdPerMonth).toBe(40);
    expect((await store.workload(idOf('cart'))).realisableUsdPerMonth).toBe(40);
    expect((await store.workload(idOf('stock'))).realisableUsdPerMonth).toBeNull();
    await save(IDLE);
    expect((await store.clusters())[0]?.realisableUsdPerMonth).toBe(0);
  });

  it('keeps what a footprint is made of', async () => {
    await save(CART);
    expect((await store.workload(idOf('cart'))).footprint).toMatchObject({
      costs: {
        computeUsd: 100,
        gpuUsd: 0,
        storageUsd: 0,
        loadBalancerUsd: null,
        networkUsd: null,
        sharedIdleUsd: 0,
      },
      gramsCO2eRange: { low: 3200, likely: 4000, high: 4800 },
      embodiedGramsCO2ePerMonth: null,
      sci: null,
    });
  });

  it('marks everything of a demo cluster as such', async () => {
    await store.saveScan(scanFixture({ cluster: { demo: true }, workloads: [CART] }));
    const { clusters, workloads, opportunities, details } = await picture();
    const shown = [...clusters, ...workloads.items, ...opportunities.items, ...details];
    expect(shown.map(({ demo }) => demo)).toEqual([true, true, true, true]);
  });

  it('shows the same picture when the same scan is saved twice', async () => {
    await save(CART, STOCK, IDLE);
    const once = await picture();
    await save(CART, STOCK, IDLE);
    expect(await picture()).toEqual(once);
    expect(workloadPageSchema.parse(once.workloads)).toEqual(once.workloads);
    expect(opportunityPageSchema.parse(once.opportunities)).toEqual(once.opportunities);
  });

  it('keeps the first detection of a finding, resolves what is gone, and opens it again', async () => {
    const later = unixSeconds(FIXTURE_END + 86_400);
    await save(CART, STOCK);
    const [first] = (await store.opportunities(opportunitiesBy({ type: 'cpu-over-requested' }))).items;

    const cheaper = { ...CART, findings: [{ type: 'cpu-over-requested' as const, usd: 25 }] };
    await store.saveScan(scanFixture({ end: later, workloads: [cheaper] }));
    expect((await store.opportunities(opportunitiesBy())).items).toMatchObject([
      {
        id: first?.id,
        detectedAt: first?.detectedAt,
        windowEnd: '2026-11-22T00:00:00.000Z',
        saving: { nominal: { usdPerMonth: { likely: 25 } } },
      },
    ]);
    expect((await store.workloads(workloadsBy())).items.map(({ name }) => name)).toEqual(['cart']);
    await expect(store.workload(idOf('stock'))).rejects.toThrow(
      'is gone: it was last seen at 2026-11-21T00:00:00.000Z',
    );

    await store.saveScan(scanFixture({ end: later, workloads: [{ ...CART, findings: [] }] }));
    expect((await store.opportunities(opportunitiesBy())).total).toBe(0);
    await expect(store.opportunity(first?.id ?? '')).rejects.toThrow(
      'is resolved: the scan of 2026-11-22T00:00:00.000Z',
    );

    await store.saveScan(scanFixture({ end: unixSeconds(later + 86_400), workloads: [CART] }));
    expect(await store.opportunity(first?.id ?? '')).toMatchObject({ detectedAt: first?.detectedAt });
  });

  it('leaves other clusters alone', async () => {
    await save(CART);
    await store.saveScan(scanFixture({ cluster: { id: 'staging', name: 'Staging' }, workloads: [] }));
    expect((await store.workloads(workloadsBy({ cluster: 'production' }))).total).toBe(1);
    expect((await store.opportunities(opportunitiesBy({ cluster: 'production' }))).total).toBe(1);
  });

  it('prefers the fuller view of an hour: the window has moved on, the hour has not', async () => {
    await save({ ...CART, hourlyCores: [0.1, 0.2] });
    const partial = scanFixture({ workloads: [{ ...CART, hourlyCores: [0.9, 0.2] }] });
    const usage = [...partial.observation.usage.values()][0];
    const [oldest, ...others] = usage?.cpu?.hourly ?? [];
    if (!usage?.cpu || !oldest) throw new Error('the fixture has usage');
    const cpu = { ...usage.cpu, hourly: [{ ...oldest, samples: 3 }, ...others] };
    const key = [...partial.observation.usage.keys()][0] ?? '';
    await store.saveScan({
      ...partial,
      observation: { ...partial.observation, usage: new Map([[key, { ...usage, cpu }]]) },
    });
    const { containers } = await store.workload(idOf('cart'));
    expect(containers[0]?.hourlyCpu).toMatchObject([{ mean: 0.1, samples: 12 }, { mean: 0.2 }]);
  });

  it.each([
    ['that are new, and the one before', FIXTURE_END - 300],
    ['since the last picture, where one in between was learned and not saved', FIXTURE_END + 600],
  ])('writes the hours %s', async (_, newSince) => {
    await save({ ...CART, hourlyCores: [0.1, 0.2, 0.3] });
    const end = unixSeconds(FIXTURE_END + 3600);
    const later = scanFixture({ end, workloads: [{ ...CART, hourlyCores: [0.9, 0.9, 0.5, 0.6] }] });
    const observation = { ...later.observation, newSince: unixSeconds(newSince) };
    await store.saveScan({ ...later, observation });
    const { containers } = await store.workload(idOf('cart'));
    expect(containers[0]?.hourlyCpu.map(({ mean }) => mean)).toEqual([0.1, 0.2, 0.5, 0.6]);
  });

  it('saves nothing of a scan that does not fit', async () => {
    await save(CART);
    const before = await picture();
    const broken = scanFixture({ workloads: [CART, STOCK] });
    await expect(store.saveScan({ ...broken, recommendations: new Map() })).rejects.toThrow(
      'no recommendation',
    );
    expect(await picture()).toEqual(before);
  });

  it('filters by place, kind, name, type, workload and labels', async () => {
    await save(CART, STOCK, IDLE, { ...CART, name: 'night', kind: 'CronJob', namespace: 'batch' });
    const names = async (query: object) =>
      (await store.workloads(workloadsBy({ sort: 'name', ...query }))).items.map(({ name }) => name);
    const found = async (query: object) =>
      (await store.opportunities(opportunitiesBy({ sort: 'name', ...query }))).items.map(({ name }) => name);
    expect(await names({})).toEqual(['cart', 'idle', 'night', 'stock']);
    expect(await names({ namespace: 'batch' })).toEqual(['night']);
    expect(await names({ kind: 'CronJob' })).toEqual(['night']);
    expect(await names({ name: 'stock' })).toEqual(['stock']);
    expect(await names({ cluster: 'elsewhere' })).toEqual([]);
    expect(await names({ labelSelector: 'tier!=cache' })).toEqual(['cart', 'idle', 'night']);
    expect(await found({ labelSelector: 'tier in (cache)' })).toEqual(['stock']);
    expect(await found({ type: 'cpu-over-requested' })).toEqual(['cart', 'night']);
    expect(await found({ workload: idOf('cart') })).toEqual(['cart']);
    expect(await found({ name: 'night', kind: 'CronJob', namespace: 'batch' })).toEqual(['night']);
  });

  it('sums what the metrics show', async () => {
    await save(CART, STOCK, { ...CART, name: 'night', namespace: 'batch', gramsPerMonth: null });
    expect(await store.namespaceTotals()).toEqual([
      {
        clusterId: 'production',
        namespace: 'batch',
        usdPerMonth: 100,
        energyPerMonth: null,
        carbonPerMonth: null,
      },
      {
        clusterId: 'production',
        namespace: 'shop',
        usdPerMonth: 150,
        energyPerMonth: 10,
        carbonPerMonth: 4000,
      },
    ]);
    expect(await store.opportunityTotals()).toEqual([
      {
        clusterId: 'production',
        namespace: 'batch',
        type: 'cpu-over-requested',
        opportunities: 1,
        savingUsdPerMonth: 40,
        savingCarbonPerMonth: 900,
      },
      {
        clusterId: 'production',
        namespace: 'shop',
        type: 'cpu-over-requested',
        opportunities: 1,
        savingUsdPerMonth: 40,
        savingCarbonPerMonth: 900,
      },
      {
        clusterId: 'production',
        namespace: 'shop',
        type: 'missing-requests',
        opportunities: 1,
        savingUsdPerMonth: -5,
        savingCarbonPerMonth: null,
      },
    ]);
  });

  it('says what is wrong when a stored finding is not of this version', async () => {
    await save(CART);
    await sql.query(`update greenops.opportunities set document = document - 'title'`);
    await expect(store.opportunities(opportunitiesBy())).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('title'),
    });
  });

  it('answers a ping while the database is there', async () => {
    await store.ping();
    await sql.close();
    await expect(store.ping()).rejects.toThrow();
  });
});
