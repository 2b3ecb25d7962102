import { opportunityQuerySchema, workloadQuerySchema } from '../api/index.ts';
import { demoClusters } from '../demo/index.ts';
import { BALANCED, containerKey, SourceUnreachableError, unixSeconds } from '../model/index.ts';
import { type ClusterConfig, clusterConfigSchema, type ClusterSource } from '../observe/index.ts';
import { PostgresStore, silentLogger } from '../store/index.ts';
import { startTestDatabases, type TestDatabases } from '../store/testing/testDatabase.ts';
import { Advisor, type AdvisorOptions } from './Advisor.ts';
import { scanCluster } from './scanCluster.ts';
import type { ScanEvent } from './scanEvent.ts';

const END = unixSeconds(Date.parse('2026-11-16T00:00:00Z') / 1000);
const configOf = (id: string, more: object = {}): ClusterConfig => clusterConfigSchema.parse({ id, ...more });

/** A cluster in which nothing runs, under the name that the test gives it. */
function sourceNamed(id: string): ClusterSource {
  const [source] = demoClusters({ seed: 1, end: END, days: 4 });
  if (!source) throw new Error('the demo has clusters');
  return {
    ...source,
    cluster: { ...source.cluster, id },
    inventory: async () => ({
      observedAt: END,
      nodes: [],
      workloads: [],
      volumeClaims: [],
      volumes: null,
      disruptionBudgets: null,
      namespaces: null,
      services: null,
    }),
    async *series() {},
  };
}

const unreachable = () =>
  new SourceUnreachableError('Prometheus at http://prometheus does not answer', 'check the address');

/** A promise that the test settles. */
function gate() {
  let open = (): void => {};
  const opened = new Promise<void>(resolve => (open = resolve));
  return { opened, open: () => open() };
}

describe('Advisor', () => {
  let databases: TestDatabases;
  let store: PostgresStore;
  let events: ScanEvent[];
  let said: string[];

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);
  beforeEach(async () => {
    store = await PostgresStore.create((await databases.create()).open());
    events = [];
    said = [];
  }, 60_000);

  const create = (options: Partial<AdvisorOptions> & Pick<AdvisorOptions, 'clusters'>): Promise<Advisor> =>
    Advisor.create({
      store,
      policy: BALANCED,
      logger: { ...silentLogger, warn: text => said.push(text), error: text => said.push(text) },
      openCluster: async ({ id }) => sourceNamed(id),
      onEvent: event => events.push(event),
      ...options,
    });
  const states = async () =>
    Object.fromEntries((await store.clusters()).map(({ id, status }) => [id, status]));
  const eventTypes = () => events.map(({ type }) => type).filter(type => type !== 'progress');

  it('keeps what was found when the meters cannot be read, and says why', async () => {
    const [source] = demoClusters({ seed: 1, end: END, days: 4 });
    if (!source) throw new Error('the demo has clusters');
    let reading: ClusterSource = source;
    const advisor = await create({
      clusters: [configOf(source.cluster.id, { recording: 'shop.greenops' })],
      openCluster: async () => reading,
    });
    await advisor.scan(source.cluster.id);
    const before = await store.opportunities(opportunityQuerySchema.parse({}));
    reading = {
      ...source,
      series: () => {
        throw unreachable();
      },
    };
    await expect(advisor.scan(source.cluster.id)).rejects.toThrow('does not answer');
    expect(await store.clusters()).toMatchObject([
      { status: 'failed', lastError: expect.stringContaining('check the address') },
    ]);
    expect(await store.opportunities(opportunityQuerySchema.parse({}))).toEqual(before);
    expect(before.items.length).toBeGreaterThan(5);
  }, 60_000);

  it('scans its own clusters: observed, assessed, advised and stored', async () => {
    const [source] = demoClusters({ seed: 1, end: END, days: 4 });
    if (!source) throw new Error('the demo has clusters');
    const advisor = await create({
      clusters: [configOf(source.cluster.id, { recording: 'shop.greenops' })],
      openCluster: async () => source,
    });
    expect(advisor.clusterIds).toEqual([source.cluster.id]);
    // A recording says what it is before it is ever scanned.
    expect(await store.clusters()).toMatchObject([
      { demo: true, name: source.cluster.name, status: 'never-scanned' },
    ]);

    const stages = new Set<string>();
    await advisor.scan(source.cluster.id, { onProgress: ({ stage }) => stages.add(stage) });
    expect(stages.size).toBeGreaterThan(1);
    expect(eventTypes()).toEqual(['started', 'finished']);

    const scan = await scanCluster(source, { policy: BALANCED });
    const stored = await store.opportunities(opportunityQuerySchema.parse({ limit: 500 }));
    expect(stored.total).toBeGreaterThan(0);
    expect(stored.items.map(({ id }) => id).sort()).toEqual(
      scan.assessment.opportunities.map(({ id }) => id).sort(),
    );
    expect(stored.items.every(({ demo }) => demo)).toBe(true);
  }, 60_000);

  it('asks a running cluster only for what is new since the scan before', async () => {
    const [demo] = demoClusters({ seed: 1, end: END, days: 4 });
    if (!demo) throw new Error('the demo has clusters');
    const asked: number[] = [];
    /** The demo as a cluster that runs on: an hour more is known of it at each scan. */
    const until = (end: number): ClusterSource => ({
      ...demo,
      window: { start: demo.window.start, end: unixSeconds(end) },
      series: options => {
        asked.push(Math.min(...[...(options?.spans?.values() ?? [])].map(({ start }) => start)));
        return demo.series(options);
      },
    });
    let end = END - 3600;
    const advisor = await create({
      clusters: [configOf(demo.cluster.id)],
      openCluster: async () => until(end),
    });
    await advisor.scan(demo.cluster.id);
    end = END;
    await advisor.scan(demo.cluster.id);
    expect(asked).toEqual([demo.window.start, END - 3600 - demo.step]);
    const { items } = await store.workloads(workloadQuerySchema.parse({ limit: 1 }));
    const [container] = (await store.workload(items[0]?.id ?? '')).containers;
    const hours = container?.hourlyCpu.map(({ hour }) => Date.parse(hour) / 1000) ?? [];
    // The hours of the first scan are still there, and the new one has come.
    expect(hours[0]).toBe(demo.window.start);
    expect(hours.at(-1)).toBe(END - 3600);
    const observed = await scanCluster(until(END), { policy: BALANCED });
    expect(container?.cpu?.samples).toBe(
      observed.observation.usage.get(containerKey(items[0]?.id ?? '', container?.name ?? ''))?.cpu?.samples,
    );
  }, 60_000);

  it('never lets one broken cluster stop the others, and says why it broke', async () => {
    const advisor = await create({
      clusters: [configOf('broken'), configOf('sound')],
      openCluster: async ({ id }) => {
        if (id === 'broken') throw unreachable();
        return sourceNamed(id);
      },
    });
    await advisor.scanAll();
    expect(await states()).toEqual({ broken: 'failed', sound: 'ok' });
    const [broken] = (await store.clusters()).filter(({ id }) => id === 'broken');
    expect(broken?.lastError).toBe(
      'Prometheus at http://prometheus does not answer. What to do: check the address',
    );
    expect(said).toEqual([expect.stringContaining('The scan of broken failed: Prometheus at')]);
    await expect(advisor.scan('broken')).rejects.toMatchObject({ name: 'SourceUnreachableError' });
    expect((await store.scanTotals()).map(({ failures }) => failures)).toEqual([2, 0]);
  }, 60_000);

  it('scans a cluster once however many ask at once', async () => {
    const { opened, open } = gate();
    let sources = 0;
    const advisor = await create({
      clusters: [configOf('shop')],
      openCluster: async ({ id }) => {
        sources += 1;
        await opened;
        return sourceNamed(id);
      },
    });
    const scans = [advisor.scan('shop'), advisor.scan('shop'), advisor.scanAll()];
    open();
    await Promise.all(scans);
    expect(sources).toBe(1);
    await advisor.scan('shop');
    expect(sources).toBe(2);
  }, 60_000);

  it('scans a few clusters at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const { opened: two, open } = gate();
    const advisor = await create({
      clusters: ['a', 'b', 'c', 'd', 'e'].map(id => configOf(id)),
      openCluster: async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        if (atOnce === 2) open();
        // Would wait for ever if they were scanned one by one.
        await two;
        await store.ping();
        atOnce -= 1;
        throw unreachable();
      },
    });
    await advisor.scanAll();
    expect(most).toBe(2);
    expect(Object.values(await states())).toEqual(Array(5).fill('failed'));
  }, 60_000);

  it('stops when it is told to, which is no failure of the cluster', async () => {
    const controller = new AbortController();
    const reason = new Error('shutting down');
    const advisor = await create({
      clusters: [configOf('shop')],
      openCluster: async ({ id }) => {
        controller.abort(reason);
        return sourceNamed(id);
      },
    });
    await expect(advisor.scan('shop', { signal: controller.signal })).rejects.toBe(reason);
    expect(await states()).toEqual({ shop: 'never-scanned' });
    expect((await store.scanTotals())[0]?.failures).toBe(0);
    expect(eventTypes()).toEqual(['started', 'cancelled']);
    await expect(advisor.scanAll({ signal: controller.signal })).rejects.toBe(reason);
    expect(eventTypes()).toEqual(['started', 'cancelled']);
  }, 60_000);

  it('refuses a source that is another cluster than configured', async () => {
    const advisor = await create({
      clusters: [configOf('mine')],
      openCluster: async () => sourceNamed('theirs'),
    });
    await expect(advisor.scan('mine')).rejects.toMatchObject({
      name: 'InvalidInputError',
      cure: 'configure it as "theirs"',
    });
    expect(await states()).toEqual({ mine: 'failed' });
  });

  it('knows a cluster whose recording cannot be read, and fails its scan', async () => {
    const advisor = await create({
      clusters: [configOf('lost', { name: 'Lost', recording: '/nowhere/lost.greenops' })],
      openCluster: async () => {
        throw unreachable();
      },
    });
    expect(said).toEqual([expect.stringContaining('The recording of lost cannot be used')]);
    await advisor.scanAll();
    expect(await store.clusters()).toMatchObject([{ id: 'lost', name: 'Lost', status: 'failed' }]);
  });

  it('logs both reasons when a failure cannot even be stored', async () => {
    const advisor = await create({
      clusters: [configOf('shop')],
      store: Object.assign(Object.create(store), {
        registerCluster: async () => {},
        forgetConfigured: async () => {},
        beginScan: async () => {},
        failScan: async () => Promise.reject(new Error('the database is gone')),
      }),
      openCluster: async () => {
        throw unreachable();
      },
    });
    await expect(advisor.scan('shop')).rejects.toMatchObject({ name: 'SourceUnreachableError' });
    expect(said).toEqual([
      expect.stringContaining('Prometheus at'),
      expect.stringContaining('could not be stored: the database is gone'),
    ]);
  });

  it('refuses two clusters of one name and a cluster it does not have', async () => {
    await expect(create({ clusters: [configOf('a'), configOf('a')] })).rejects.toMatchObject({
      name: 'InvalidInputError',
    });
    const advisor = await create({ clusters: [configOf('a')] });
    await expect(advisor.scan('b')).rejects.toMatchObject({ name: 'NotFoundError', cure: 'use one of: a' });
  });
});
