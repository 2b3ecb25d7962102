import {
  bytes,
  seconds,
  type TimeWindow,
  unixSeconds,
  type VolumeClaim,
  type Workload,
} from '../../model/index.ts';
import {
  describeWithPrometheus,
  layExposition,
  type MetricFamily,
  startPrometheus,
  type TestPrometheus,
} from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { PromqlScope } from '../prometheus/promql.ts';
import { readNodePrices, readOpenCostMetrics } from './readOpenCostMetrics.ts';

const end = unixSeconds(Math.floor(Date.now() / 3_600_000) * 3_600 - 3_600);
const window: TimeWindow = { start: unixSeconds(end - 7_200), end };
const GIB = 2 ** 30;

const OPENCOST = `
# TYPE node_cpu_hourly_cost gauge
node_cpu_hourly_cost{instance="n1",node="n1",arch="amd64",uid="1"} 0.03
node_cpu_hourly_cost{instance="n2",node="n2",arch="amd64",uid="2"} NaN
# TYPE node_ram_hourly_cost gauge
node_ram_hourly_cost{instance="n1",node="n1",arch="amd64",uid="1"} 0.004
node_ram_hourly_cost{instance="n2",node="n2",arch="amd64",uid="2"} 0.004
# TYPE node_gpu_hourly_cost gauge
node_gpu_hourly_cost{instance="n1",node="n1"} 0
# TYPE pv_hourly_cost gauge
pv_hourly_cost{persistentvolume="pv-1",volumename="pv-1"} 0.0002
pv_hourly_cost{persistentvolume="pv-2",volumename="pv-2"} 0.0001
# TYPE kubecost_load_balancer_cost gauge
kubecost_load_balancer_cost{ingress_ip="1.2.3.4",namespace="shop",service_name="front"} 0.025
# TYPE kubecost_network_zone_egress_cost gauge
kubecost_network_zone_egress_cost 0.01
# TYPE kubecost_network_internet_egress_cost gauge
kubecost_network_internet_egress_cost 0.12
# TYPE kubecost_pod_network_egress_bytes_total counter
kubecost_pod_network_egress_bytes_total{namespace="shop",pod_name="web-1",internet="true",same_zone="false",same_region="false"} ${10 * GIB}
kubecost_pod_network_egress_bytes_total{namespace="shop",pod_name="web-1",internet="false",same_zone="true",same_region="true"} ${999 * GIB}
`;

const lay = (options: { cluster: string; honorLabels: boolean; namespace?: string }): MetricFamily[] =>
  layExposition({
    text: OPENCOST,
    window,
    stepSeconds: 60,
    job: 'opencost',
    instance: 'a:9003',
    extraLabels: { cluster: options.cluster, ...(options.namespace && { namespace: options.namespace }) },
    honorLabels: options.honorLabels,
  });

const claim = (volume: string, storageClass: string): VolumeClaim => ({
  namespace: 'shop',
  name: volume,
  storageClass,
  requestedBytes: bytes(GIB),
  usedBytes: null,
  mountedBy: [],
  volume,
  createdAt: null,
});
const inventory = {
  workloads: [
    { id: 'wl-web', reference: { namespace: 'shop' }, pods: [{ name: 'web-1' }] } as unknown as Workload,
  ],
  volumeClaims: [claim('pv-1', 'ssd'), claim('pv-2', 'hdd')],
  volumes: null,
};

describeWithPrometheus("OpenCost's metrics in a real Prometheus", () => {
  let prometheus: TestPrometheus;
  beforeAll(async () => {
    prometheus = await startPrometheus({
      series: [
        ...lay({ cluster: 'honoured', honorLabels: true }),
        // Scraped as Prometheus does by default: the namespace of the target takes the place of the object's.
        ...lay({ cluster: 'renamed', honorLabels: false, namespace: 'opencost' }),
      ],
    });
  }, 60_000);
  afterAll(() => prometheus?.stop());

  const read = (cluster: string) => {
    const config = clusterConfigSchema.parse({ id: 'x', prometheus: { url: prometheus.url } }).prometheus;
    if (config === undefined) throw new Error('no prometheus in the configuration');
    const client = PrometheusClient.create(config, { retryBaseMs: 1 });
    const scope = new PromqlScope({ name: 'cluster', value: cluster });
    return {
      told: () => readOpenCostMetrics(client, scope, window, inventory),
      nodes: () => readNodePrices(client, scope, window),
    };
  };

  it.each(['honoured', 'renamed'])('are read whole, labels %s', async cluster => {
    const told = await read(cluster).told();
    const n1 = told.nodes.find(({ node }) => node === 'n1');
    expect(n1).toEqual({ node: 'n1', perCore: 0.03, perGiB: 0.004, perGpu: 0 });
    expect(told.nodes.find(({ node }) => node === 'n2')?.perCore).toBeNaN();
    expect(told.storagePerGiB).toBeCloseTo(0.00015, 12);
    expect([...(told.storageClasses ?? [])]).toEqual([
      ['ssd', 0.0002],
      ['hdd', 0.0001],
    ]);
    expect([...(told.loadBalancers ?? [])]).toEqual([['shop/front', 0.025]]);
    expect(told.egress).toEqual({ zone: 0.01, region: null, internet: 0.12 });
    // 10 GiB to the internet over two hours; what stays in the zone is free. Increases are extrapolated a little.
    const perHour = told.network?.get('wl-web') ?? 0;
    expect(perHour / ((10 * 0.12) / (seconds(7_200) / 3600))).toBeCloseTo(1, 1);
  });

  it('are nothing where there is no OpenCost', async () => {
    expect(await read('other').told()).toEqual({
      nodes: [],
      storagePerGiB: null,
      storageClasses: new Map(),
      loadBalancers: new Map(),
      egress: { zone: null, region: null, internet: null },
    });
    expect(await read('other').nodes()).toEqual([]);
  });
});
