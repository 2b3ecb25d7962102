import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeHost } from '../testing/fakeHost.ts';
import { clustersOf } from './clustersOf.ts';
import { readConfigFile } from './configFile.ts';
import { interpolateEnvironment } from './interpolateEnvironment.ts';

describe('interpolateEnvironment', () => {
  const env = { TOKEN: 'secret', HOSTILE: 'a: [b]\n${TOKEN}' };

  it.each([
    ['${TOKEN}', 'secret'],
    ['Bearer ${TOKEN}!', 'Bearer secret!'],
    ['$${TOKEN}', '${TOKEN}'],
    ['$TOKEN', '$TOKEN'],
    ['${HOSTILE}', 'a: [b]\n${TOKEN}'],
  ])('%s becomes %s', (text, expected) => {
    expect(interpolateEnvironment(text, env)).toBe(expected);
  });

  it('goes into lists and objects and leaves other values alone', () => {
    expect(interpolateEnvironment({ a: ['${TOKEN}', 3, null, true] }, env)).toEqual({
      a: ['secret', 3, null, true],
    });
  });

  it('names the variable and its place when it is not set', () => {
    expect(() => interpolateEnvironment({ clusters: [{ token: '${LOST}' }] }, env)).toThrow(
      'clusters[0].token uses the environment variable LOST, which is not set',
    );
  });
});

describe('readConfigFile', () => {
  const read = async (text: string) => {
    const file = join(await mkdtemp(join(tmpdir(), 'greenops-config-')), 'greenops.yaml');
    await writeFile(file, text);
    return readConfigFile(file, { TOKEN: 'secret' });
  };

  it('takes paths from where the file is', async () => {
    const { clusters } = await read(
      'clusters:\n  - { id: eu, recording: eu.greenops, kubernetes: { type: kubeconfig, file: ./kube } }\n',
    );
    expect(clusters[0]?.recording).toMatch(/greenops-config-.*\/eu\.greenops$/);
    expect(clusters[0]?.kubernetes).toMatchObject({
      file: expect.stringMatching(/greenops-config-.*\/kube$/),
    });
  });

  it('takes certificates from where the file is', async () => {
    const { clusters } = await read(`clusters:
  - id: eu
    prometheus: { url: https://p.example, tls: { certificateFile: c.pem, keyFile: /etc/k.pem } }
    kubernetes: { type: token, server: https://k.example, token: '\${TOKEN}', caFile: ca.pem }
`);
    expect(clusters[0]).toMatchObject({
      prometheus: {
        tls: { certificateFile: expect.stringMatching(/greenops-config-.*\/c\.pem$/), keyFile: '/etc/k.pem' },
      },
      kubernetes: { token: 'secret', caFile: expect.stringMatching(/greenops-config-.*\/ca\.pem$/) },
    });
    expect(clusters[0]?.prometheus?.tls).not.toHaveProperty('caFile');
  });

  it.each([
    ['clusters: []', /clusters/],
    ['clusters:\n  - { id: EU }', /clusters\.0\.id: .*lower-case/],
    ['clusters:\n  - { id: eu, promehteus: {} }', /promehteus/],
    ['clusters:\n  - { id: eu }\n  - { id: eu }', /two clusters with the id eu/],
    ['policies: [{ id: Loud }]\nclusters:\n  - { id: eu }', /policies\.0\.id/],
    ['a: [', /cannot be read/],
    ['', /the document/],
  ])('refuses %j and says where', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});

describe('clustersOf', () => {
  const chosen = async (options: Parameters<typeof clustersOf>[0], env: Record<string, string> = {}) =>
    (await clustersOf(options, fakeHost({ env }))).clusters[0];

  it('makes a cluster of flags', async () => {
    const cluster = await chosen({
      prometheus: 'https://prometheus.example.com',
      prometheusUser: 'me:a:b',
      header: { 'X-Scope-OrgID': 'shop' },
      clusterLabel: { name: 'cluster', value: 'eu-1' },
      days: 7,
      context: 'eu',
    });
    expect(cluster).toMatchObject({
      id: 'eu-1',
      historyDays: 7,
      prometheus: {
        auth: { type: 'basic', username: 'me', password: 'a:b' },
        headers: { 'X-Scope-OrgID': 'shop' },
      },
      kubernetes: { type: 'kubeconfig', context: 'eu' },
    });
  });

  it('takes from the environment what flags leave open', async () => {
    const env = { PROMETHEUS_URL: 'http://a', OPENCOST_URL: 'http://b', KUBECONFIG: '/kube' };
    expect(await chosen({}, env)).toMatchObject({
      prometheus: { url: 'http://a' },
      opencost: { url: 'http://b' },
      kubernetes: { type: 'kubeconfig', file: '/kube' },
    });
    expect(await chosen({ kubeconfig: '/other' }, env)).toMatchObject({ kubernetes: { file: '/other' } });
    const several = await chosen({}, { ...env, KUBECONFIG: '/kube:/more' });
    expect(several?.kubernetes).toEqual({ type: 'kubeconfig' });
    expect(
      (await chosen({}, { PROMETHEUS_URL: 'http://a', KUBERNETES_SERVICE_HOST: '10.0.0.1' }))?.kubernetes,
    ).toEqual({ type: 'in-cluster' });
    expect((await chosen({}, { PROMETHEUS_URL: 'http://a' }))?.kubernetes).toBeUndefined();
  });

  it.each([
    [{ prometheus: 'http://a', prometheusToken: 'x', prometheusUser: 'a:b' }, /both given/],
    [{ prometheus: 'http://a', prometheusUser: 'me' }, /no password/],
    [{ prometheus: 'ftp://a' }, /prometheus\.url/],
    [{ prometheus: 'http://a', cluster: 'Not An Id' }, /id/],
    [{}, /Nothing says which cluster/],
  ])('refuses %j', async (options, message) => {
    await expect(chosen(options)).rejects.toThrow(message);
  });
});
