/** @jest-environment node */
import { unixSeconds } from '@greenops/core/model';
import { describeWithPrometheus, startPrometheus, type TestPrometheus } from '@greenops/core/testing';
import { powerQueries, usageQueries } from '../../src/workloads/workloadQueries.ts';
import { clusterSeries } from '../clusterSeries.ts';
import { exportedSeries } from './exportedSeries.ts';
import { fillMacros, findExpressions } from './findExpressions.ts';
import { parsedFilesBelow, readParsed } from './readProvisioning.ts';

// Everything that is asked of a Prometheus, by dashboards, alert rules, rule files and the app itself, is
// asked of a real one that holds series with the names and labels of the exporters.

const END = unixSeconds(Date.UTC(2026, 10, 20) / 1000);
const checkout = { namespace: 'shop', kind: 'Deployment', name: 'checkout' };

const provisioned = [
  ...parsedFilesBelow('provisioning/grafana'),
  ...parsedFilesBelow('provisioning/prometheus'),
]
  .filter(file => !file.endsWith('.test.yml'))
  .flatMap(file => findExpressions(readParsed(file), file));

const ofTheApp = [
  ...usageQueries(checkout, 'server', 'cpu'),
  ...usageQueries(checkout, 'server', 'memory'),
  ...powerQueries(checkout),
].map(({ refId, expr }) => ({ where: `workload page › ${refId}`, expression: fillMacros(expr) }));

describeWithPrometheus('PromQL', () => {
  let prometheus: TestPrometheus;

  beforeAll(async () => {
    prometheus = await startPrometheus({
      series: [...exportedSeries(END), ...clusterSeries({ end: END, days: 1 })],
    });
  }, 60_000);

  afterAll(() => prometheus.stop());

  const ask = async (query: string) => {
    const response = await fetch(`${prometheus.url}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query, time: String(END) }),
    });
    return response.json();
  };

  test('the files are read: they hold expressions of every kind', () => {
    for (const file of ['greenops-overview.json', 'alerting/rules.yaml', 'greenops.rules.yml']) {
      expect(provisioned.filter(({ where }) => where.includes(file)).length).toBeGreaterThan(0);
    }
    expect(provisioned.length).toBeGreaterThan(20);
  });

  // The limit of CPU is not set on this workload, as on many: the query is right and has no series.
  const mayBeEmpty = ({ where, expression }: (typeof provisioned)[number]) =>
    where === 'workload page › limit' && expression.includes('resource="cpu"');

  test.each([...provisioned, ...ofTheApp].map(found => [found.where, found] as const))(
    '%s',
    async (_, found) => {
      const answer = await ask(found.expression);
      expect(answer).toMatchObject({ status: 'success' });
      if (!mayBeEmpty(found)) expect(answer.data.result).not.toHaveLength(0);
    },
  );

  test('power is metered once, also where both generations of Kepler run', async () => {
    const [power] = powerQueries(checkout);
    const both = await ask(fillMacros(power?.expr ?? ''));
    const newer = await ask('sum(rate(kepler_pod_cpu_joules_total{pod_namespace="shop"}[20m]))');
    expect(both.data.result).toHaveLength(1);
    expect(both.data.result[0].value).toEqual(newer.data.result[0].value);
  });

  test('the generation before is asked where the newer one is absent', async () => {
    const [power] = powerQueries(checkout);
    const onlyLegacy = fillMacros(power?.expr ?? '').replace('kepler_pod_cpu_joules_total', 'kepler_absent');
    expect((await ask(onlyLegacy)).data.result).toHaveLength(1);
  });
});
