import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clusterPageSchema } from '@greenops/core/api';
import { healthSchema } from '../../src/router/health.ts';
import { startTestPostgres, type TestPostgres } from '../../src/testing/startTestPostgres.ts';

const TOKEN = 'a-token-that-only-this-test-knows';
const DEV_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** The backend as a site with Grafana alone runs it: a process of its own, no portal, real tokens. */
describe('the headless backend', () => {
  let postgres: TestPostgres;
  let backend: ChildProcess;
  let base: string;
  let output = '';

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const { hostname, port, username, password, pathname } = new URL(postgres.connectionString);
    const listen = await freePort();
    base = `http://127.0.0.1:${listen}/api/greenops`;
    backend = spawn(process.execPath, ['src/index.ts', '--config', '../../app-config.yaml'], {
      cwd: DEV_FOLDER,
      env: {
        PATH: process.env['PATH'],
        GREENOPS_HEADLESS: 'true',
        GREENOPS_PORTAL_PORT: String(listen),
        GREENOPS_TOKEN: TOKEN,
        GREENOPS_RECORDINGS: '/nowhere/lost.greenops',
        GREENOPS_POSTGRES_HOST: hostname,
        GREENOPS_POSTGRES_PORT: port,
        GREENOPS_POSTGRES_USER: decodeURIComponent(username),
        GREENOPS_POSTGRES_PASSWORD: decodeURIComponent(password),
        GREENOPS_POSTGRES_DATABASE: pathname.slice(1),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [backend.stdout, backend.stderr]) stream?.on('data', chunk => (output += chunk));
    await until(async () => (await fetch(`${base}/health`)).ok);
  }, 60_000);

  afterAll(async () => {
    if (backend.exitCode === null) {
      backend.kill('SIGKILL');
      await once(backend, 'exit');
    }
    await postgres.stop();
  });

  /** Waits for something that a process of its own does in its own time. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds().catch(() => false))) {
      if (backend.exitCode !== null)
        throw new Error(`the backend ended with ${backend.exitCode}:\n${output}`);
      await sleep(50);
    }
  }

  const clusters = (token: string) =>
    fetch(`${base}/v1/clusters`, { headers: { authorization: `Bearer ${token}` } });

  it('tells anybody that it is alive', async () => {
    expect(healthSchema.parse(await (await fetch(`${base}/health`)).json()).database.status).toBe('ok');
  });

  it('lets in the token of the installation and no other', async () => {
    expect((await clusters(TOKEN)).status).toBe(200);
    expect((await clusters('another-token-of-some-length')).status).toBe(401);
    expect((await fetch(`${base}/v1/clusters`)).status).toBe(401);
  });

  it('has no portal', async () => {
    expect((await fetch(new URL('/', base))).status).toBe(404);
  });

  it('says of a cluster that it cannot read why, and lives on', async () => {
    const lost = async () => clusterPageSchema.parse(await (await clusters(TOKEN)).json()).items[0];
    await until(async () => (await lost())?.status === 'failed');
    expect(await lost()).toMatchObject({
      id: 'lost',
      lastScanAt: null,
      lastError: expect.stringContaining('/nowhere/lost.greenops'),
    });
  });

  it('ends when it is told to', async () => {
    backend.kill('SIGTERM');
    const [code, signal] = await once(backend, 'exit');
    expect([code, signal]).toEqual([0, null]);
  });
});

/** The backend's own URL is part of its configuration, so the port is chosen before it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return address.port;
}
