import type { AddressInfo } from 'node:net';
import { startPrometheus, type TestPrometheus } from '@greenops/core/testing';
import { createHost } from '../dev/server/createHost.ts';
import { hostOptionsFromEnvironment } from '../dev/server/hostOptions.ts';
import { clusterSeries, fixtureWindow } from '../testing/clusterSeries.ts';
import { startFixtureApi } from '../testing/startFixtureApi.ts';

/** Starts what the browser tests stand on: the fixture API, a real Prometheus, the host page. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const api = await startFixtureApi();
  const prometheus: TestPrometheus = await startPrometheus({ series: clusterSeries(fixtureWindow) });
  const host = createHost({
    ...hostOptionsFromEnvironment({}),
    apiUrl: api.url,
    token: api.token,
    prometheusUrl: prometheus.url,
  });
  await new Promise<void>((resolve, reject) => {
    host.once('error', reject);
    host.listen(0, '127.0.0.1', resolve);
  });
  const { port } = host.address() as AddressInfo;
  process.env['GREENOPS_HOST_URL'] = `http://127.0.0.1:${port}`;
  return async () => {
    host.close();
    host.closeAllConnections();
    await prometheus.stop();
    await api.stop();
  };
}
