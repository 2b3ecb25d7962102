import { createServer, type Server } from 'node:http';
import { unixSeconds } from '../../model/index.ts';
import {
  describeWithPrometheus,
  layExposition,
  listenOnLoopback,
  type LoopbackServer,
  type MetricFamily,
  startPrometheus,
  type TestPrometheus,
} from '../../testing/index.ts';
import { type ClusterConfig, clusterConfigSchema } from '../clusterConfig.ts';
import type { SourceDiagnosis } from '../clusterSource.ts';
import { LiveClusterSource } from '../live/LiveClusterSource.ts';

const end = unixSeconds(1_763_700_000);
const window = { start: unixSeconds(end - 3600), end };

/** A cluster of one node and one pod, as cAdvisor, kube-state-metrics, Kepler and OpenCost would show it. */
const CADVISOR = `
# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{id="/kubepods/podu1/c1",image="nginx",namespace="shop",pod="web-1",container="web",cpu="total"} 360
# TYPE container_memory_working_set_bytes gauge
container_memory_working_set_bytes{id="/kubepods/podu1/c1",image="nginx",namespace="shop",pod="web-1",container="web"} 1000
`;
const KUBE_STATE_METRICS = `
# TYPE kube_state_metrics_build_info gauge
kube_state_metrics_build_info{version="v2.16.0"} 1
# TYPE kube_pod_info gauge
kube_pod_info{namespace="shop",pod="web-1",uid="u1",node="n1",host_network="false"} 1
# TYPE kube_pod_owner gauge
kube_pod_owner{namespace="shop",pod="web-1",uid="u1",owner_kind="",owner_name="",owner_is_controller=""} 1
# TYPE kube_node_info gauge
kube_node_info{node="n1"} 1
# TYPE kube_node_status_capacity gauge
kube_node_status_capacity{node="n1",resource="cpu",unit="core"} 4
# TYPE kube_pod_container_resource_requests gauge
kube_pod_container_resource_requests{namespace="shop",pod="web-1",uid="u1",container="web",node="n1",resource="cpu",unit="core"} 1
`;
const OPENCOST = `
# TYPE node_cpu_hourly_cost gauge
node_cpu_hourly_cost{node="n1",instance="n1"} 0.03
# TYPE node_ram_hourly_cost gauge
node_ram_hourly_cost{node="n1",instance="n1"} 0.004
`;
const kepler = (watts: number, pods = true): string => `
# TYPE kepler_build_info gauge
kepler_build_info{version="v0.11.4"} 1
# TYPE kepler_node_cpu_joules_total counter
kepler_node_cpu_joules_total{node_name="n1",zone="package",path="/p"} ${watts * 3600}
kepler_node_cpu_joules_total{node_name="n1",zone="core",path="/c"} ${watts * 3000}
# TYPE kepler_node_cpu_active_joules_total counter
kepler_node_cpu_active_joules_total{node_name="n1",zone="package",path="/p"} ${watts * 1000}
${
  pods
    ? `# TYPE kepler_pod_cpu_joules_total counter
kepler_pod_cpu_joules_total{node_name="n1",zone="package",pod_namespace="shop",pod_name="web-1",pod_id="u1",state="running"} 900`
    : ''
}
`;

/** Each situation is a cluster of its own in one store. */
const SITUATIONS: Readonly<Record<string, readonly string[]>> = {
  whole: [CADVISOR, KUBE_STATE_METRICS, kepler(30), OPENCOST],
  'no-kube-state-metrics': [CADVISOR],
  'no-meters': [KUBE_STATE_METRICS, CADVISOR],
  'no-metadata': [CADVISOR, KUBE_STATE_METRICS, kepler(30, false)],
  'fake-meter': [CADVISOR, KUBE_STATE_METRICS, kepler(0.00001)],
  'absurd-meter': [CADVISOR, KUBE_STATE_METRICS, kepler(1e9)],
  'negative-prices': [CADVISOR, KUBE_STATE_METRICS, OPENCOST.replace('0.03', '-1')],
};

function layAll(): MetricFamily[] {
  const lay = (cluster: string, text: string, job = 'scrape') =>
    layExposition({
      text,
      window,
      stepSeconds: 60,
      job,
      instance: 'a:1',
      extraLabels: { cluster },
      honorLabels: true,
    });
  return [
    ...Object.entries(SITUATIONS).flatMap(([cluster, texts]) => texts.flatMap(text => lay(cluster, text))),
    ...lay('scraped-twice', KUBE_STATE_METRICS),
    ...lay('scraped-twice', CADVISOR, 'kubelet'),
    ...lay('scraped-twice', CADVISOR, 'cadvisor'),
    // Without honour for labels: the target's own take their place.
    ...layExposition({
      text: KUBE_STATE_METRICS,
      window,
      stepSeconds: 60,
      job: 'ksm',
      instance: 'b:1',
      extraLabels: { cluster: 'hidden-labels', namespace: 'monitoring', pod: 'ksm-0', container: 'ksm' },
    }),
  ];
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = await listenOnLoopback(createServer(), 0);
  await server.stop();
  return server.port;
}

async function diagnose(config: object, cluster?: string): Promise<Map<string, SourceDiagnosis>> {
  const parsed: ClusterConfig = clusterConfigSchema.parse({
    id: 'test',
    historyDays: 1 / 24,
    ...(cluster ? { clusterLabel: { name: 'cluster', value: cluster } } : {}),
    ...config,
  });
  const source = LiveClusterSource.create(parsed, {
    now: end,
    http: { retryBaseMs: 1 },
    openKubernetes: () => Promise.reject(new Error('no Kubernetes API is configured here')),
  });
  return new Map((await source.diagnose()).map(diagnosis => [diagnosis.source, diagnosis]));
}

describeWithPrometheus('greenops doctor', () => {
  let prometheus: TestPrometheus;
  const found = (cluster?: string, config: object = {}) =>
    diagnose({ prometheus: { url: prometheus.url }, ...config }, cluster);

  beforeAll(async () => {
    prometheus = await startPrometheus({ series: layAll() });
  }, 60_000);
  afterAll(() => prometheus.stop());

  it('finds nothing wrong where nothing is', async () => {
    const sources = await found('whole', { provider: 'gcp', region: 'europe-west1' });
    const lines = [...sources.values()].map(({ source, status, version }) => [source, status, version]);
    expect(lines).toEqual([
      ['prometheus', 'ok', expect.stringMatching(/^\d+\.\d+/)],
      ['cadvisor', 'ok', null],
      ['kube-state-metrics', 'ok', 'v2.16.0'],
      ['kepler', 'ok', 'v0.11.4'],
      ['opencost', 'ok', null],
      ['kubernetes', 'not-configured', null],
      ['grid-intensity', 'ok', null],
    ]);
    expect(sources.get('grid-intensity')?.finding).toBe(
      '103.37 gCO2e/kWh for europe-west1 (Google region-carbon-info@49f3f26b, 2024)',
    );
  });

  it('no kube-state-metrics', async () => {
    expect((await found('no-kube-state-metrics')).get('kube-state-metrics')).toEqual({
      source: 'kube-state-metrics',
      status: 'missing',
      version: null,
      finding: `Prometheus at ${prometheus.url}/ has no kube_pod_info: kube-state-metrics is not installed or not scraped`,
      cure: 'install kube-state-metrics and let Prometheus scrape it; until then give access to the Kubernetes API (--kubeconfig)',
      milliseconds: expect.any(Number),
    });
  });

  it('no Kepler', async () => {
    expect((await found('no-meters')).get('kepler')).toMatchObject({
      status: 'missing',
      finding: `Prometheus at ${prometheus.url}/ has no Kepler metrics: nobody meters power`,
      cure: expect.stringContaining('install Kepler 0.10 or newer'),
    });
  });

  it('Kepler without Kubernetes metadata', async () => {
    expect((await found('no-metadata')).get('kepler')).toMatchObject({
      status: 'degraded',
      version: 'v0.11.4',
      finding: expect.stringContaining(
        'knows no pods: it runs without Kubernetes metadata (kube.enabled is false)',
      ),
      cure: expect.stringContaining('set kube.enabled to true'),
    });
  });

  it('fake meter', async () => {
    expect((await found('fake-meter')).get('kepler')).toMatchObject({
      status: 'degraded',
      finding: expect.stringContaining(
        'next to no power (less than 0.01 W per CPU) on n1: this is its fake meter',
      ),
      cure: expect.stringContaining('dev.fake-cpu-meter'),
    });
  });

  it('a meter that shows more than there can be', async () => {
    expect((await found('absurd-meter')).get('kepler')).toMatchObject({
      status: 'degraded',
      finding: 'Kepler reports more than 25 W per CPU on n1, which no processor draws',
    });
  });

  it('OpenCost absent', async () => {
    expect((await found('no-meters')).get('opencost')).toMatchObject({
      status: 'missing',
      finding: `Prometheus at ${prometheus.url}/ has no OpenCost metrics (node_cpu_hourly_cost), and no OpenCost API is configured`,
      cure: expect.stringContaining("priced by OpenCost's default price list"),
    });
  });

  it('OpenCost configured and down', async () => {
    const sources = await found('no-meters', { opencost: { url: `http://127.0.0.1:${await freePort()}` } });
    expect(sources.get('opencost')).toMatchObject({
      status: 'failed',
      finding: expect.stringMatching(/^OpenCost at http:.* refused the connection$/),
    });
  });

  it('prices that cannot be', async () => {
    expect((await found('negative-prices')).get('opencost')).toMatchObject({
      status: 'degraded',
      finding: 'The prices of 1 of 1 nodes are not believed (n1 negative)',
    });
  });

  it('containers that are scraped twice', async () => {
    expect((await found('scraped-twice')).get('cadvisor')).toMatchObject({
      status: 'degraded',
      finding:
        '1 of 1 containers are scraped by several jobs (cadvisor, kubelet); each is counted once, but stored twice',
    });
  });

  it('kube-state-metrics whose labels are hidden', async () => {
    expect((await found('hidden-labels')).get('kube-state-metrics')).toMatchObject({
      status: 'degraded',
      finding: expect.stringContaining('renamed to exported_pod'),
      cure: expect.stringContaining('honorLabels: true'),
    });
  });

  it('several clusters and none chosen', async () => {
    expect((await found()).get('prometheus')).toMatchObject({
      status: 'degraded',
      finding: expect.stringMatching(
        /It holds \d clusters \(cluster = absurd-meter, fake-meter, .*\) and none is chosen/,
      ),
      cure: 'set clusterLabel to { name: cluster, value: <one of them> }',
    });
  });

  it('a cluster label that nobody has', async () => {
    expect((await found('elsewhere')).get('cadvisor')?.status).toBe('missing');
    expect((await found('elsewhere')).get('prometheus')).toMatchObject({
      status: 'degraded',
      finding: expect.stringContaining('has no series with cluster="elsewhere"'),
    });
  });

  it('a region that no table knows, and no region', async () => {
    expect((await found('whole', { provider: 'aws', region: 'mars-1' })).get('grid-intensity')).toMatchObject(
      {
        status: 'missing',
        finding: 'The shipped tables do not know the region mars-1 of aws, so carbon is not known',
      },
    );
    expect((await found('whole')).get('grid-intensity')).toMatchObject({ status: 'not-configured' });
    expect((await found('whole', { gridGramsPerKilowattHour: 42 })).get('grid-intensity')?.finding).toBe(
      '42 gCO2e/kWh, as configured',
    );
  });
});

describe('greenops doctor without a Prometheus', () => {
  let page: Server;
  let server: LoopbackServer;
  beforeAll(async () => {
    page = createServer((_, response) => response.end('<!DOCTYPE html><title>Grafana</title>'));
    server = await listenOnLoopback(page, 0);
  });
  afterAll(() => server.stop());

  it('Prometheus down', async () => {
    const sources = await diagnose({ prometheus: { url: `http://127.0.0.1:${await freePort()}` } });
    expect(sources.get('prometheus')).toEqual({
      source: 'prometheus',
      status: 'failed',
      version: null,
      finding: expect.stringMatching(/^Prometheus at http:.* refused the connection$/),
      cure: 'start it, open its port to this machine (for example with kubectl port-forward), or correct the URL',
      milliseconds: expect.any(Number),
    });
    for (const source of ['cadvisor', 'kube-state-metrics', 'kepler']) {
      expect(sources.get(source)).toMatchObject({
        status: 'failed',
        finding: 'Its metrics lie in Prometheus, which could not be asked',
        cure: 'mend Prometheus first',
      });
    }
    expect(sources.get('grid-intensity')).toMatchObject({
      status: 'not-configured',
      finding: 'Nobody says in which region the cluster is, so its carbon is not known',
    });
  });

  it('wrong URL', async () => {
    const sources = await diagnose({ prometheus: { url: `http://127.0.0.1:${server.port}` } });
    expect(sources.get('prometheus')).toMatchObject({
      status: 'failed',
      finding: `Prometheus at http://127.0.0.1:${server.port}/ answered with a web page (HTTP 200) where JSON was expected, at http://127.0.0.1:${server.port}/api/v1/query`,
      cure: expect.stringContaining('give the URL under which /api/v1/query answers'),
    });
  });
});
