import { readFileSync } from 'node:fs';
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ClusterRegistry } from '@greenops/core/advisor';
import { ApiError, GreenOpsClient, problemSchema } from '@greenops/core/api';
import { clusterConfigSchema } from '@greenops/core/observe';
import { openPostgres, PostgresStore, type Sql } from '@greenops/core/store';
import { startKubernetesApi } from '@greenops/core/testing';
import { generateMasterKey, readMasterKeys } from '@greenops/core/vault';
import { type RunningRouter, startRouter } from '../testing/startRouter.ts';
import { startTestPostgres, type TestPostgres } from '../testing/startTestPostgres.ts';
import { stubStore } from '../testing/stubStore.ts';

const SETTINGS = {
  id: 'prod',
  prometheus: { url: 'http://127.0.0.1:2', auth: { type: 'bearer', token: 'hunter2' } },
};
const TOKEN = '/prometheus/auth/token';

/** In PEM form. */
function authorityOf(kubeconfig: string): string {
  const data = /certificate-authority-data: (\S+)/.exec(readFileSync(kubeconfig, 'utf8'))?.[1] ?? '';
  return Buffer.from(data, 'base64').toString();
}

describe('the registry over HTTP', () => {
  let postgres: TestPostgres;
  let sql: Sql;
  let router: RunningRouter;
  let client: GreenOpsClient;
  const bodies: string[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    sql = openPostgres(postgres.connectionString);
    const store = await PostgresStore.create(sql);
    const env = { GREENOPS_SECRET_KEY: generateMasterKey() };
    const registry = new ClusterRegistry({
      connections: store.connections,
      masterKeys: () => readMasterKeys(env),
      configured: [clusterConfigSchema.parse({ ...SETTINGS, id: 'configured' })],
    });
    router = await startRouter(store, { registry });
    client = new GreenOpsClient(async (path, { method = 'GET', body }) => {
      const response = await router.send(
        method,
        `/v1${path}`,
        body === undefined ? undefined : JSON.parse(body),
      );
      bodies.push(await response.clone().text());
      return response;
    });
  }, 60_000);
  beforeEach(() => sql.query('truncate greenops.cluster_connections, greenops.clusters cascade'));
  afterEach(() => expect(bodies.splice(0).join()).not.toContain('hunter2'));
  afterAll(async () => {
    await router.stop();
    await sql.close();
    await postgres.stop();
  });

  it('adds, shows, changes and removes, and never shows a secret', async () => {
    const added = await client.addCluster({ settings: SETTINGS });
    expect(added).toMatchObject({ id: 'prod', version: 1, secrets: [{ field: TOKEN }] });
    expect((await client.registry()).items.map(({ id, definedIn }) => [id, definedIn])).toEqual([
      ['configured', 'config'],
      ['prod', 'registry'],
    ]);
    expect((await client.clusters()).items).toMatchObject([
      { id: 'prod', definedIn: 'registry', enabled: true, status: 'never-scanned', failingSince: null },
    ]);
    const changed = await client.changeCluster('prod', { version: 1, enabled: false });
    expect(changed).toMatchObject({ version: 2, enabled: false, secrets: [{ field: TOKEN }] });
    expect(await client.registeredCluster('prod')).toEqual(changed);
    await client.removeCluster('prod');
    expect((await client.clusters()).items).toMatchObject([{ id: 'prod', definedIn: null }]);
  });

  it('removes the history too where that is asked for', async () => {
    await client.addCluster({ settings: SETTINGS });
    await client.removeCluster('prod', 'delete');
    expect((await client.clusters()).items).toEqual([]);
  });

  it.each<[number, () => Promise<unknown>]>([
    [404, () => client.registeredCluster('nowhere')],
    [404, () => client.removeCluster('nowhere')],
    [409, () => client.changeCluster('prod', { version: 7, enabled: false })],
    [409, () => client.addCluster({ settings: SETTINGS })],
    [409, () => client.addCluster({ settings: { ...SETTINGS, id: 'configured' } })],
    [400, () => client.addCluster({ settings: { ...SETTINGS, id: 'Not An Id' } })],
    [400, () => client.addCluster({ settings: { id: 'file', recording: '/etc/passwd' } })],
  ])('answers %d with a cure', async (status, ask) => {
    await client.addCluster({ settings: SETTINGS });
    const failure = await ask().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status, cure: expect.stringMatching(/.{10}/) });
  });

  it.each<[string, unknown, RegExp]>([
    ['/v1/registry', { settings: SETTINGS, colour: 'hunter2' }, /colour/],
    ['/v1/registry', [], /the body/],
    ['/v1/registry/test', { settings: SETTINGS, keepSecrets: [TOKEN] }, /no secrets to keep/],
  ])('names what is wrong with a body for %s', async (path, body, message) => {
    const response = await router.send('POST', path, body);
    const problem = problemSchema.parse(await response.json());
    expect(problem.status).toBe(400);
    expect(problem.detail).toMatch(message);
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it('tests a connection: each source with its state, sentence, cure and time', async () => {
    const kubernetes = await startKubernetesApi();
    try {
      const settings = {
        ...SETTINGS,
        kubernetes: {
          type: 'token',
          server: kubernetes.url,
          token: kubernetes.token,
          ca: authorityOf(kubernetes.kubeconfig),
        },
        gridGramsPerKilowattHour: 30,
      };
      const test = await client.testSettings(settings);
      expect(test).toMatchObject({ clusterId: 'prod', ok: false });
      const found = new Map(test.sources.map(source => [source.source, source]));
      expect(found.get('prometheus')).toMatchObject({
        status: 'failed',
        finding: 'Prometheus at http://127.0.0.1:2/ refused the connection',
        cure: expect.stringContaining('port-forward'),
        milliseconds: expect.any(Number),
      });
      expect(found.get('kubernetes')).toMatchObject({ status: 'ok', version: 'v1.33.0' });
      expect(found.get('kepler')).toMatchObject({
        status: 'failed',
        cure: 'mend Prometheus first',
        milliseconds: null,
      });
      expect(found.get('grid-intensity')).toMatchObject({ status: 'ok' });

      await client.addCluster({ settings });
      const { settings: shown } = await client.registeredCluster('prod');
      const stored = await client.testCluster('prod');
      const kept = await client.testCluster('prod', {
        settings: shown,
        keepSecrets: [TOKEN, '/kubernetes/token'],
      });
      for (const { sources } of [stored, kept]) {
        expect(sources.find(({ source }) => source === 'kubernetes')?.status).toBe('ok');
      }
      const denied = await client.testCluster('prod', {
        settings: { ...settings, kubernetes: { ...settings.kubernetes, token: 'hunter2' } },
      });
      expect(denied.sources.find(({ source }) => source === 'kubernetes')).toMatchObject({
        status: 'failed',
        finding: expect.stringContaining('does not know us (401)'),
      });
      expect(await client.testCluster('configured')).toMatchObject({ clusterId: 'configured', ok: false });
    } finally {
      await kubernetes.stop();
    }
  }, 60_000);
});

describe('the permission to manage clusters', () => {
  let router: RunningRouter;
  afterEach(() => router.stop());

  it.each([
    ['GET', '/v1/registry'],
    ['POST', '/v1/registry'],
    ['GET', '/v1/registry/prod'],
    ['PUT', '/v1/registry/prod'],
    ['DELETE', '/v1/registry/prod'],
    ['POST', '/v1/registry/test'],
    ['POST', '/v1/registry/prod/test'],
  ])('is needed for %s %s', async (method, path) => {
    router = await startRouter(stubStore({}), { decision: AuthorizeResult.DENY });
    const response = await router.send(method, path, method === 'GET' ? undefined : {});
    expect(response.status).toBe(403);
    expect(problemSchema.parse(await response.json()).detail).toBe(
      'this needs the permission greenops.cluster.manage',
    );
    const nobody = await router.get(path, { authorization: mockCredentials.none.header() });
    expect(nobody.status).toBe(401);
  });
});
