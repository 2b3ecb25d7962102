/** @jest-environment node */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHost } from './createHost.ts';

const here = fileURLToPath(new URL('.', `file://${__dirname}/`));
const PROXY = '/api/plugin-proxy/greenops-advisor-app';
const SETTINGS = '/api/plugins/greenops-advisor-app/settings';

const listen = (server: Server) =>
  new Promise<string>(resolve => {
    server.listen(0, '127.0.0.1', () => {
      // A server that listens on TCP has an address of this kind.
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });

const folder = mkdtempSync(join(tmpdir(), 'greenops-host-'));
const seen: {
  method: string | undefined;
  url: string | undefined;
  headers: NodeJS.Dict<string | string[]>;
}[] = [];
const backend = createServer(({ method, url, headers }, response) => {
  seen.push({ method, url, headers });
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"ok":true}');
});
let host: Server;
let url: string;

beforeAll(async () => {
  cpSync(join(here, '../../src/plugin.json'), join(folder, 'plugin.json'));
  writeFileSync(join(folder, 'module.js'), 'define([], () => ({}))');
  host = createHost({
    port: 0,
    apiUrl: await listen(backend),
    token: 'the-token',
    prometheusUrl: undefined,
    pluginFolder: folder,
    pageFolder: folder,
    publicFolder: folder,
  });
  url = await listen(host);
});

afterAll(() => {
  for (const server of [host, backend]) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true });
});

test('a route of plugin.json adds path and token; cookies stay behind', async () => {
  const response = await fetch(`${url}${PROXY}/greenops/opportunities?limit=5`, {
    headers: { cookie: 'session=1' },
  });
  expect(await response.json()).toEqual({ ok: true });
  const last = seen.at(-1);
  expect(last?.url).toBe('/api/greenops/v1/opportunities?limit=5');
  expect(last?.headers['authorization']).toBe('Bearer the-token');
  expect(last?.headers['cookie']).toBeUndefined();
});

test.each([
  ['POST', '/greenops/opportunities'],
  ['GET', '/elsewhere'],
  ['GET', '/greenopsy/opportunities'],
])('%s %s fits no route', async (method, path) => {
  const before = seen.length;
  expect((await fetch(`${url}${PROXY}${path}`, { method })).status).toBe(404);
  expect(seen).toHaveLength(before);
});

test('the page says that it is a stand-in and sets the boot data before any module', async () => {
  const text = await (await fetch(`${url}/a/greenops-advisor-app/opportunities`)).text();
  expect(text).toContain('stand-in host page');
  expect(text.indexOf('grafanaBootData')).toBeLessThan(text.indexOf('type="module"'));
  expect(text).not.toContain('the-token');
});

test('settings never give the token back; new ones are used at once; what cannot be reached is a 502', async () => {
  const settings = await (await fetch(`${url}${SETTINGS}`)).json();
  expect(settings.secureJsonFields).toEqual({ apiToken: true });
  expect(JSON.stringify(settings)).not.toContain('the-token');

  const { jsonData } = settings;
  const save = (apiUrl: string) =>
    fetch(`${url}${SETTINGS}`, {
      method: 'POST',
      body: JSON.stringify({ enabled: true, pinned: true, jsonData: { apiUrl } }),
    });
  await save('http://127.0.0.1:1');
  expect((await fetch(`${url}${PROXY}/greenops/clusters`)).status).toBe(502);
  await save(jsonData.apiUrl);
  expect((await fetch(`${url}${PROXY}/greenops/clusters`)).status).toBe(200);
});

test('another origin may neither ask nor save', async () => {
  const before = seen.length;
  const origin = 'https://evil.example';
  for (const [path, method] of [
    [`${PROXY}/greenops/clusters`, 'GET'],
    [SETTINGS, 'POST'],
  ] as const) {
    const body = method === 'POST' ? '{"jsonData":{"apiUrl":"https://evil.example"}}' : null;
    expect((await fetch(`${url}${path}`, { method, headers: { origin }, body })).status).toBe(403);
  }
  expect(seen).toHaveLength(before);
});

test('a foreign name that points at this machine is refused', async () => {
  const status = await new Promise(resolve => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path: '/', headers: { host: `evil.example:${port}` } }, ({ statusCode }) =>
      resolve(statusCode),
    ).end();
  });
  expect(status).toBe(403);
});

test.each([
  '/public/plugins/greenops-advisor-app/..%2f..%2f..%2fetc%2fpasswd',
  '/host/%2e%2e/%2e%2e/etc/passwd',
])('%s leads nowhere', async path => {
  const response = await fetch(`${url}${path}`);
  expect(await response.text()).not.toContain('root:');
});
