import { demoClusters } from '../../demo/index.ts';
import { BALANCED, unixSeconds } from '../../model/index.ts';
import { type ClusterConfig, clusterConfigSchema } from '../../observe/index.ts';
import { PostgresStore, silentLogger, type Sql } from '../../store/index.ts';
import { startTestDatabases, type TestDatabases } from '../../store/testing/testDatabase.ts';
import { generateMasterKey, type MasterKeys, readMasterKeys } from '../../vault/index.ts';
import { Advisor } from '../Advisor.ts';
import { ClusterRegistry } from './ClusterRegistry.ts';
import { rotateSecrets } from './rotateSecrets.ts';

const NOW = unixSeconds(Date.UTC(2026, 10, 21) / 1000);

const [OLD, NEW] = [generateMasterKey(), generateMasterKey()];
function keysOf(...keys: readonly string[]): MasterKeys {
  const read = readMasterKeys({ GREENOPS_SECRET_KEY: keys.join(',') });
  if (!read) throw new Error('no keys');
  return read;
}

const settingsOf = (id: string, token = 'hunter2', url = 'https://prometheus.example.com') => ({
  id,
  name: `Cluster ${id}`,
  provider: 'aws',
  region: 'eu-west-1',
  prometheus: { url, auth: { type: 'bearer', token }, headers: { 'X-Scope-OrgID': 'tenant-9' } },
});
const TOKEN = '/prometheus/auth/token';
const TENANT = '/prometheus/headers/X-Scope-OrgID';

describe('ClusterRegistry', () => {
  let databases: TestDatabases;
  let sql: Sql;
  let store: PostgresStore;
  let keys: MasterKeys | null;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);
  beforeEach(async () => {
    sql = (await databases.create()).open();
    store = await PostgresStore.create(sql, { now: () => NOW });
    keys = keysOf(OLD);
  }, 60_000);

  const registryOf = (...configured: ClusterConfig[]) =>
    new ClusterRegistry({
      connections: store.connections,
      masterKeys: () => keys,
      configured,
      now: () => NOW,
    });
  const stored = async () =>
    JSON.stringify([
      await sql.query('select * from greenops.cluster_connections'),
      await sql.query('select * from greenops.cluster_secrets'),
      await sql.query('select * from greenops.clusters'),
      await sql.query('select * from greenops.scans'),
    ]);
  const opened = async (registry: ClusterRegistry) =>
    new Map((await registry.clusters()).map(({ identity, settings }) => [identity.id, settings] as const));

  it('keeps a cluster with its secrets sealed, shows none, and opens them for a scan', async () => {
    const registry = registryOf();
    const added = await registry.add({ settings: settingsOf('prod'), enabled: true });
    expect(added).toEqual({
      id: 'prod',
      definedIn: 'registry',
      overridden: false,
      settings: {
        ...settingsOf('prod'),
        prometheus: { url: 'https://prometheus.example.com', auth: { type: 'bearer' }, headers: {} },
      },
      secrets: [
        { field: TOKEN, setAt: '2026-11-21T00:00:00.000Z' },
        { field: TENANT, setAt: '2026-11-21T00:00:00.000Z' },
      ],
      enabled: true,
      version: 1,
      createdAt: '2026-11-21T00:00:00.000Z',
      updatedAt: '2026-11-21T00:00:00.000Z',
    });
    expect(await stored()).not.toMatch(/hunter2|tenant-9/);
    expect((await opened(registry)).get('prod')?.()).toEqual(clusterConfigSchema.parse(settingsOf('prod')));
    expect(await store.clusters()).toMatchObject([
      { id: 'prod', name: 'Cluster prod', status: 'never-scanned', definedIn: 'registry', enabled: true },
    ]);
  });

  it('changes what is given, keeps what is said to stay, forgets the rest', async () => {
    const registry = registryOf();
    await registry.add({ settings: settingsOf('prod'), enabled: true });
    const { settings } = await registry.read('prod');
    const changed = await registry.change('prod', {
      version: 1,
      settings: { ...settings, historyDays: 7 },
      keepSecrets: [TOKEN],
    });
    expect(changed).toMatchObject({ version: 2, settings: { historyDays: 7 }, secrets: [{ field: TOKEN }] });
    const config = (await opened(registry)).get('prod')?.();
    expect(config?.prometheus).toMatchObject({ auth: { token: 'hunter2' }, headers: {} });

    await registry.change('prod', { version: 2, keepSecrets: [], enabled: false });
    expect(await registry.read('prod')).toMatchObject({
      version: 3,
      enabled: false,
      secrets: [{ field: TOKEN }],
    });
    expect((await opened(registry)).size).toBe(0);
    expect(await store.clusters()).toMatchObject([{ id: 'prod', enabled: false }]);
  });

  it('takes a secret that is given over one that is kept', async () => {
    const registry = registryOf();
    await registry.add({ settings: settingsOf('prod'), enabled: true });
    await registry.change('prod', {
      version: 1,
      settings: settingsOf('prod', 'new'),
      keepSecrets: [TOKEN, TENANT],
    });
    expect((await opened(registry)).get('prod')?.().prometheus?.auth).toEqual({
      type: 'bearer',
      token: 'new',
    });
  });

  it('never sends a kept secret elsewhere', async () => {
    const registry = registryOf();
    await registry.add({ settings: settingsOf('prod'), enabled: true });
    const { settings } = await registry.read('prod');
    const elsewhere = {
      settings: { ...settings, prometheus: { url: 'https://evil.example', auth: { type: 'bearer' } } },
      keepSecrets: [TOKEN],
    };
    const refusal = {
      name: 'InvalidInputError',
      message: expect.stringContaining(`${TOKEN} cannot be kept: it would be sent to another server`),
    };
    await expect(registry.change('prod', { version: 1, ...elsewhere })).rejects.toMatchObject(refusal);
    await expect(registry.settingsOf('prod', elsewhere)).rejects.toMatchObject(refusal);
  });

  it.each<[string, () => object, RegExp]>([
    ['another id', () => ({ settings: settingsOf('other') }), /id of the settings is not prod/],
    [
      'a secret that there is not',
      () => ({ settings: settingsOf('prod'), keepSecrets: ['/a/b'] }),
      /no secret \/a\/b/,
    ],
    [
      'a secret whose place is gone',
      () => ({
        settings: { id: 'prod', prometheus: { url: 'https://prometheus.example.com' } },
        keepSecrets: [TOKEN],
      }),
      /no place for the secret/,
    ],
    ['a field that there is not', () => ({ settings: { ...settingsOf('prod'), colour: 'green' } }), /colour/],
  ])('refuses a change with %s', async (_, change, message) => {
    const registry = registryOf();
    await registry.add({ settings: settingsOf('prod'), enabled: true });
    const changed = registry.change('prod', { version: 1, keepSecrets: [], ...change() });
    await expect(changed).rejects.toMatchObject({ name: 'InvalidInputError' });
    await expect(changed).rejects.toThrow(message);
    expect(await registry.read('prod')).toMatchObject({ version: 1 });
  });

  it('lets only one of two changes of the same state through', async () => {
    const registry = registryOf();
    await registry.add({ settings: settingsOf('prod'), enabled: true });
    const results = await Promise.allSettled(
      [true, false].map(enabled => registry.change('prod', { version: 1, keepSecrets: [], enabled })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'ConflictError', message: expect.stringContaining('at version 2, not 1') },
    });
  });

  it.each<[string, object, RegExp]>([
    [
      'files of this machine',
      { recording: '/etc/shadow', kubernetes: { type: 'kubeconfig', file: '/root/k' } },
      /\/recording, \/kubernetes\/file/,
    ],
    ['passwords in URLs', { prometheus: { url: 'https://a:hunter2@p.example' } }, /URL of \/prometheus\/url/],
    ['wrong values', { prometheus: { url: 'hunter2' } }, /prometheus\.url/],
  ])('refuses %s and never repeats the value', async (_, fields, message) => {
    const added = registryOf().add({ settings: { id: 'prod', ...fields }, enabled: true });
    await expect(added).rejects.toMatchObject({ name: 'InvalidInputError' });
    await expect(added).rejects.toThrow(message);
    await expect(added).rejects.not.toThrow(/hunter2/);
  });

  it('stores no secret where there is no master key, and says how to have one', async () => {
    keys = null;
    const registry = registryOf();
    await expect(registry.add({ settings: settingsOf('prod'), enabled: true })).rejects.toMatchObject({
      name: 'SecretError',
      message: `the secret ${TOKEN} of the cluster prod cannot be stored: there is no master key`,
      cure: expect.stringContaining('greenops secrets generate-key'),
    });
    expect(await registry.list()).toEqual([]);
    await registry.add({ settings: { id: 'open', prometheus: { url: 'http://p' } }, enabled: true });
    expect((await registry.list()).map(({ id }) => id)).toEqual(['open']);
  });

  describe('beside the configuration', () => {
    const configured = clusterConfigSchema.parse(settingsOf('prod', 'from-config', 'https://u:p@c.example'));

    it('shows where each is defined; the configuration wins and its secrets stay hidden', async () => {
      await registryOf().add({ settings: settingsOf('prod'), enabled: true });
      await registryOf().add({ settings: settingsOf('other'), enabled: true });
      const registry = registryOf(configured);
      const list = await registry.list();
      expect(list.map(({ id, definedIn, overridden }) => [id, definedIn, overridden])).toEqual([
        ['prod', 'config', false],
        ['other', 'registry', false],
        ['prod', 'registry', true],
      ]);
      expect(JSON.stringify(list)).not.toMatch(/from-config|hunter2|u:p/);
      expect((await registry.read('prod')).definedIn).toBe('config');
      expect([...(await opened(registry)).keys()]).toEqual(['other']);
    });

    it('is told by the list of clusters, also when the configuration drops one', async () => {
      const create = (...clusters: ClusterConfig[]) =>
        Advisor.create({
          store,
          clusters,
          registry: registryOf(...clusters),
          policy: BALANCED,
          logger: silentLogger,
        });
      const definitions = async () => (await store.clusters()).map(({ id, definedIn }) => [id, definedIn]);
      await registryOf().add({ settings: settingsOf('prod'), enabled: true });
      await create(configured, clusterConfigSchema.parse({ id: 'gone' }));
      expect(await definitions()).toEqual([
        ['prod', 'config'],
        ['gone', 'config'],
      ]);
      await expect(
        registryOf(configured).add({ settings: settingsOf('prod'), enabled: true }),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('the configuration defines'),
      });
      await create();
      expect(await definitions()).toEqual([
        ['prod', 'registry'],
        ['gone', null],
      ]);
    });
  });

  it('forgets a cluster and keeps its history, unless that is to go too', async () => {
    const registry = registryOf();
    for (const id of ['a', 'b']) {
      await registry.add({ settings: settingsOf(id), enabled: true });
      await store.failScan(id, NOW, 'no answer');
    }
    await registry.remove('a', { withHistory: false });
    await registry.remove('b', { withHistory: true });
    expect(await store.clusters()).toMatchObject([{ id: 'a', definedIn: null, lastError: 'no answer' }]);
    expect(await stored()).not.toContain('v1.');
    await expect(registry.remove('a', { withHistory: true })).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  describe('the advisor', () => {
    const sources = new Map(
      demoClusters({ seed: 1, end: NOW, days: 4 })
        .slice(0, 1)
        .map(source => [source.cluster.id, source] as const),
    );
    const [shop = ''] = sources.keys();
    const create = (said: string[] = []) =>
      Advisor.create({
        store,
        clusters: [],
        registry: registryOf(),
        policy: BALANCED,
        logger: { ...silentLogger, error: text => said.push(text) },
        now: () => NOW,
        openCluster: async config => {
          const source = sources.get(config.id);
          if (!source) throw new Error(`${config.id} is asked with ${JSON.stringify(config)}`);
          return source;
        },
      });
    const states = async () =>
      Object.fromEntries((await store.clusters()).map(({ id, status }) => [id, status]));

    it('takes up, leaves and drops clusters without a restart', async () => {
      const advisor = await create();
      await advisor.scanAll();
      expect(advisor.clusterIds).toEqual([]);
      const { id } = await registryOf().add({ settings: { ...settingsOf(shop) }, enabled: true });
      await advisor.scanAll();
      expect(await states()).toEqual({ [id]: 'ok' });
      await registryOf().change(id, { version: 1, keepSecrets: [], enabled: false });
      await expect(advisor.scan(id)).rejects.toMatchObject({ name: 'NotFoundError' });
    }, 60_000);

    it('scans the others when the secret of one cannot be opened, and records which and since when', async () => {
      await registryOf().add({ settings: settingsOf(shop), enabled: true });
      await registryOf().add({ settings: settingsOf('broken'), enabled: true });
      await registryOf().add({ settings: settingsOf('swapped'), enabled: true });
      await sql.query(
        `update greenops.cluster_secrets set sealed = overlay(sealed placing 'AAAA' from 60)
                        where cluster_id = 'broken' and field = $1`,
        [TOKEN],
      );
      await sql.query(
        `update greenops.cluster_secrets t set sealed = f.sealed from greenops.cluster_secrets f
                        where t.cluster_id = 'swapped' and f.cluster_id = $1 and t.field = f.field`,
        [shop],
      );
      const said: string[] = [];
      const advisor = await create(said);
      await advisor.scanAll();
      expect(await states()).toEqual({ [shop]: 'ok', broken: 'failed', swapped: 'failed' });
      const clusters = new Map((await store.clusters()).map(cluster => [cluster.id, cluster]));
      for (const id of ['broken', 'swapped']) {
        expect(clusters.get(id)).toMatchObject({
          lastError: expect.stringMatching(
            new RegExp(`secret ${TOKEN} of the cluster ${id} cannot be opened`),
          ),
          failingSince: '2026-11-21T00:00:00.000Z',
        });
      }
      expect(clusters.get(shop)).toMatchObject({ lastError: null, failingSince: null });

      keys = keysOf(NEW);
      await advisor.scanAll();
      expect(await states()).toEqual({ [shop]: 'failed', broken: 'failed', swapped: 'failed' });
      expect((await store.clusters()).find(({ id }) => id === shop)?.lastError).toContain(
        'which is not among those given',
      );
      expect(`${said.join()}${await stored()}`).not.toMatch(/hunter2|tenant-9/);
    }, 60_000);
  });

  describe('rotation', () => {
    beforeEach(async () => {
      for (const id of ['a', 'b', 'c'])
        await registryOf().add({ settings: settingsOf(id, `token-${id}`), enabled: true });
    });

    it('wraps all anew, after which the previous key is needed no more', async () => {
      const progress: string[] = [];
      const rotation = await rotateSecrets(store.connections, keysOf(NEW, OLD), {
        onProgress: (done, total) => progress.push(`${done}/${total}`),
      });
      expect(rotation).toEqual({ rewrapped: 6, overtaken: 0, failures: [] });
      expect(progress).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
      keys = keysOf(NEW);
      const tokens = [...(await opened(registryOf())).values()].map(settings => settings().prometheus?.auth);
      expect(tokens).toMatchObject([{ token: 'token-a' }, { token: 'token-b' }, { token: 'token-c' }]);
      expect(await rotateSecrets(store.connections, keysOf(NEW, OLD))).toMatchObject({ rewrapped: 0 });
    });

    it('goes on where it was stopped; meanwhile everything opens with both keys', async () => {
      const stop = new AbortController();
      const stopped = rotateSecrets(store.connections, keysOf(NEW, OLD), {
        signal: stop.signal,
        onProgress: done => (done === 2 ? stop.abort(new Error('stopped')) : undefined),
      });
      await expect(stopped).rejects.toThrow('stopped');
      keys = keysOf(NEW, OLD);
      expect([...(await opened(registryOf())).values()].map(settings => settings().id)).toEqual([
        'a',
        'b',
        'c',
      ]);
      expect(await rotateSecrets(store.connections, keys)).toMatchObject({ rewrapped: 4 });
    });

    it('leaves one that cannot be opened as it is, names it, and turns the others', async () => {
      await sql.query(`update greenops.cluster_secrets set sealed = sealed || 'A' where cluster_id = 'b'`);
      const { rewrapped, failures } = await rotateSecrets(store.connections, keysOf(NEW, OLD));
      expect(rewrapped).toBe(4);
      expect(failures).toEqual([
        expect.stringContaining(`the secret ${TOKEN} of the cluster b`),
        expect.stringContaining(`the secret ${TENANT} of the cluster b`),
      ]);
    });

    it('never puts an old secret in the place of one that was given meanwhile', async () => {
      let given = false;
      const rotation = await rotateSecrets(
        {
          wrappedByOthers: id => store.connections.wrappedByOthers(id),
          replaceSealed: async (...change) => {
            if (!given) {
              given = true;
              await registryOf().change('a', {
                version: 1,
                settings: settingsOf('a', 'newer'),
                keepSecrets: [],
              });
            }
            return store.connections.replaceSealed(...change);
          },
        },
        keysOf(NEW, OLD),
      );
      expect(rotation).toEqual({ rewrapped: 4, overtaken: 2, failures: [] });
      keys = keysOf(NEW, OLD);
      expect((await opened(registryOf())).get('a')?.().prometheus?.auth).toMatchObject({ token: 'newer' });
    });
  });
});
