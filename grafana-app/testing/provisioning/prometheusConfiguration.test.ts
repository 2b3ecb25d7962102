/** @jest-environment node */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithPrograms, runProgram, startProgram } from '@greenops/core/testing';
import { REPOSITORY } from './readProvisioning.ts';

const RULES = join(REPOSITORY, 'provisioning/prometheus/rules');

describeWithPrograms('the Prometheus of docker-compose.yml', ['prometheus', 'promtool'], () => {
  test('its rules are rules', async () => {
    await expect(
      runProgram('promtool', ['check', 'rules', join(RULES, 'greenops.rules.yml')]),
    ).resolves.toBeDefined();
  });

  test('they fire when they should and not before', async () => {
    await expect(
      runProgram('promtool', ['test', 'rules', join(RULES, 'greenops.rules.test.yml')]),
    ).resolves.toBeDefined();
  });

  test('it scrapes the backend with the token, keeps the backend’s labels and loads the rules', async () => {
    const seen: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
    const backend = createServer(({ url, headers }, response) => {
      seen.push({ url, headers });
      response
        .writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4' })
        .end(
          '# TYPE greenops_saving_usd_per_month gauge\ngreenops_saving_usd_per_month{cluster="c",job="of-the-backend"} 5\n',
        );
    });
    await new Promise<void>(resolve => backend.listen(0, '127.0.0.1', resolve));
    const { port } = backend.address() as AddressInfo;

    // The same file; what differs is where things are on this machine, and how long the test waits.
    const folder = mkdtempSync(join(tmpdir(), 'greenops-prometheus-'));
    cpSync(RULES, join(folder, 'rules'), { recursive: true });
    writeFileSync(join(folder, 'token'), 'the-token');
    const original = readFileSync(join(REPOSITORY, 'provisioning/prometheus/prometheus.yml'), 'utf8');
    const adapted = original
      .replace('backend:7007', `127.0.0.1:${port}`)
      .replace('/run/secrets/greenops_token', join(folder, 'token'))
      .replaceAll('_interval: 30s', '_interval: 1s');
    writeFileSync(join(folder, 'prometheus.yml'), adapted);

    const program = startProgram('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ]);
    try {
      const [, address] = await program.waitForOutput(/msg="Listening on" address=(\S+)/, 30);
      await program.waitForOutput(/Server is ready to receive web requests/, 30);
      const ask = async (path: string) => (await fetch(`http://${address}/api/v1/${path}`)).json();
      const saving = 'query?query=cluster:greenops_saving_usd_per_month:sum';
      for (let answer = await ask(saving); answer.data?.result?.length !== 1; answer = await ask(saving)) {
        await new Promise(resolve => setTimeout(resolve, 200));
      }
      expect(seen[0]?.url).toBe('/api/greenops/metrics');
      expect(seen[0]?.headers.authorization).toBe('Bearer the-token');
      const kept = await ask('query?query=greenops_saving_usd_per_month');
      expect(kept.data.result[0].metric.job).toBe('of-the-backend');
      const { data } = await ask('rules');
      expect(data.groups.map(({ name }: { name: string }) => name).sort()).toEqual([
        'greenops.alerts',
        'greenops.recording',
      ]);
    } finally {
      await program.stop();
      backend.close();
      backend.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
