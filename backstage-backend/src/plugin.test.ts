import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { type SignalPayload, signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  clusterPageSchema,
  clusterReportSchema,
  GreenOpsClient,
  opportunityPageSchema,
  opportunitySchema,
  type OpportunityView,
  workloadDetailSchema,
  workloadPageSchema,
} from '@greenops/core/api';
import { demoClusters } from '@greenops/core/demo';
import { unixSeconds } from '@greenops/core/model';
import { writeRecording } from '@greenops/core/observe';
import { parseExposition } from '@greenops/core/testing';
import { type z } from 'zod';
import { startTestPostgres, type TestPostgres } from './testing/startTestPostgres.ts';

const END = unixSeconds(Date.UTC(2026, 10, 21) / 1000);

/** The plugin in a Backstage backend on a real Postgres, with a small demo cluster in a recording. */
describe('the greenops plugin', () => {
  let postgres: TestPostgres;
  let folder: string;
  let recording: string;
  let backend: TestBackend;
  let clusterId: string;

  const published: SignalPayload[] = [];
  const signals = createServiceFactory({
    service: signalsServiceRef,
    deps: {},
    factory: () => ({ publish: async (signal: SignalPayload) => void published.push(signal) }),
  });

  /** Backstage's own Database service, on the test's Postgres. Starting waits for the first scan. */
  const start = () =>
    startTestBackend({
      features: [
        import('./index.ts'),
        databaseServiceFactory,
        signals,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: {
                client: 'pg',
                pluginDivisionMode: 'schema',
                connection: postgres.connectionString,
                // Backstage forgets to close its pools; an empty one lets the process end.
                knexConfig: { pool: { min: 0, idleTimeoutMillis: 100, reapIntervalMillis: 100 } },
              },
            },
            greenops: { recordings: [recording] },
          },
        }),
      ],
    });

  const get = (path: string) =>
    fetch(`http://127.0.0.1:${backend.server.port()}/api/greenops${path}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
  const client = new GreenOpsClient(path => get(`/v1${path}`));

  /** The answer, which must hold what the contract says and nothing else. */
  async function exactly<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.infer<Schema>> {
    const answer = await (await get(path)).json();
    const parsed = schema.parse(answer);
    expect(parsed).toEqual(answer);
    return parsed;
  }

  const every = async () => (await client.opportunities({ limit: 500 })).items;
  /** What others include is not counted twice. */
  const total = (items: readonly OpportunityView[]) =>
    items
      .filter(({ includedIn }) => includedIn === null)
      .reduce((sum, { saving }) => sum + saving.nominal.usdPerMonth.likely, 0);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    folder = await mkdtemp(join(tmpdir(), 'greenops-plugin-'));
    const [source] = demoClusters({ seed: 7, end: END, days: 4 });
    if (!source) throw new TypeError('the generator makes at least one cluster');
    clusterId = source.cluster.id;
    recording = join(folder, `${clusterId}.greenops`);
    await writeRecording(source, recording);
    backend = await start();
  }, 120_000);

  afterAll(async () => {
    await backend.stop();
    await postgres.stop();
    await rm(folder, { recursive: true });
  });

  it('lists the cluster, and says that it is a demo', async () => {
    const { items, total: count } = await exactly(clusterPageSchema, '/v1/clusters');
    expect(count).toBe(1);
    expect(items[0]).toMatchObject({ id: clusterId, demo: true, status: 'ok', lastError: null });
    expect(items[0]?.opportunities).toBe((await every()).length);
    expect(items[0]?.savingUsdPerMonth).toBeCloseTo(total(await every()), 6);
  });

  it('answers findings and workloads exactly as the contract says', async () => {
    const opportunities = await exactly(opportunityPageSchema, '/v1/opportunities');
    const workloads = await exactly(workloadPageSchema, '/v1/workloads');
    expect(opportunities.items.length).toBeGreaterThan(5);
    for (const opportunity of opportunities.items.slice(0, 3)) {
      expect(await exactly(opportunitySchema, `/v1/opportunities/${opportunity.id}`)).toEqual(opportunity);
    }
    for (const { id } of workloads.items.slice(0, 3)) {
      const { windowStart, containers } = await exactly(workloadDetailSchema, `/v1/workloads/${id}`);
      expect(Date.parse(windowStart)).toBeLessThan(END * 1000);
      expect(containers.length).toBeGreaterThan(0);
    }
  });

  it('reports on the cluster as a whole', async () => {
    const report = await exactly(clusterReportSchema, `/v1/clusters/${clusterId}/report`);
    const [cluster] = (await client.clusters()).items;
    const { nodes, workloads, unallocated } = report.balance;
    expect(workloads.usdPerMonth + unallocated.usdPerMonth).toBeCloseTo(nodes.usdPerMonth, 6);
    expect(report.consolidation?.nodes).toHaveLength(cluster?.nodes ?? 0);
    expect(report.rulesOff).toEqual(cluster?.rulesOff);
    expect(report.forecasts.pools.length).toBeGreaterThan(0);
    const parts = (await every())
      .filter(({ includedIn }) => includedIn === null)
      .flatMap(({ saving }) => saving.realisable?.usdPerMonth.likely ?? []);
    expect(cluster?.realisableUsdPerMonth).toBeCloseTo(
      parts.reduce((sum, part) => sum + part, 0),
      6,
    );
  });

  it('shows each finding once, page by page, in the order that was asked for', async () => {
    const seen: OpportunityView[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: z.infer<typeof opportunityPageSchema> = await client.opportunities({
        limit: 3,
        cursor,
        sort: '-saving',
      });
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    const savings = seen.map(({ saving }) => saving.nominal.usdPerMonth.likely);
    expect(savings).toEqual([...savings].sort((a, b) => b - a));
    expect(seen.map(({ id }) => id).sort()).toEqual((await every()).map(({ id }) => id).sort());
  });

  it('filters findings', async () => {
    const all = await every();
    const sample = all.find(({ workloadId }) => workloadId !== null);
    if (!sample) throw new TypeError('there are findings');
    const ids = async (query: Parameters<typeof client.opportunities>[0]) =>
      (await client.opportunities({ ...query, limit: 500 })).items.map(({ id }) => id).sort();
    const expected = (holds: (opportunity: OpportunityView) => boolean) =>
      all
        .filter(holds)
        .map(({ id }) => id)
        .sort();

    expect(await ids({ type: sample.type })).toEqual(expected(({ type }) => type === sample.type));
    expect(await ids({ namespace: sample.namespace })).toEqual(
      expected(({ namespace }) => namespace === sample.namespace),
    );
    expect(await ids({ kind: sample.kind })).toEqual(expected(({ kind }) => kind === sample.kind));
    expect(await ids({ workload: sample.workloadId ?? '' })).toEqual(
      expected(({ workloadId }) => workloadId === sample.workloadId),
    );
    expect(await ids({ cluster: clusterId })).toEqual(expected(() => true));
    expect(await ids({ cluster: 'another' })).toEqual([]);
  });

  it("finds an entity's workloads by label", async () => {
    const [workload] = (await client.workloads({ limit: 500 })).items.filter(
      ({ labels }) => labels['backstage.io/kubernetes-id'] !== undefined,
    );
    const entity = workload?.labels['backstage.io/kubernetes-id'] ?? '';
    const { items } = await client.workloads({ labelSelector: `backstage.io/kubernetes-id=${entity}` });
    expect(items.map(({ id }) => id)).toContain(workload?.id);
    expect(items.every(({ labels }) => labels['backstage.io/kubernetes-id'] === entity)).toBe(true);
  });

  it.each([
    '/v1/opportunities/opp-00000000000000000000',
    '/v1/workloads/wl-00000000000000000000',
    '/v1/clusters/nowhere/report',
  ])('says that there is no %s', async path => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
  });

  it('refuses a label selector that is none', async () => {
    await expect(client.workloads({ labelSelector: 'app in (' })).rejects.toMatchObject({ status: 400 });
  });

  it('exports sums that equal those of the list', async () => {
    const samples = parseExposition(await (await get('/metrics')).text());
    const sum = (name: string) =>
      samples.filter(sample => sample.name === name).reduce((total, { value }) => total + value, 0);
    const all = await every();
    const workloads = (await client.workloads({ limit: 500 })).items;
    expect(sum('greenops_opportunities')).toBe(all.length);
    expect(sum('greenops_saving_usd_per_month')).toBeCloseTo(total(all), 6);
    expect(sum('greenops_namespace_cost_usd_per_month')).toBeCloseTo(
      workloads.reduce((total, { footprint }) => total + (footprint?.usdPerMonth ?? 0), 0),
      6,
    );
    expect(sum('greenops_scan_failures_total')).toBe(0);
    expect(sum('greenops_scan_last_success_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 300);
  });

  it('told the open pages when the scan began and when it ended', () => {
    expect(published.map(({ channel, message }) => [channel, message['clusterId']])).toEqual([
      ['greenops', clusterId],
      ['greenops', clusterId],
    ]);
  });

  it('shows the findings at once after a restart, without another scan', async () => {
    const before = await every();
    await backend.stop();
    published.length = 0;
    backend = await start();
    expect(await every()).toEqual(before);
    expect(published).toEqual([]);
  });
});
