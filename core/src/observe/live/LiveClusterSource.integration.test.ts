import { type Observation, type Pod, unixSeconds, type Workload } from '../../model/index.ts';
import {
  describeWithPrometheus,
  type Labels,
  type MetricFamily,
  startPrometheus,
  type TestPrometheus,
} from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { observe } from '../observe.ts';
import { LiveClusterSource } from './LiveClusterSource.ts';

const HOUR = 3600;
const end = unixSeconds(1_763_700_000 - (1_763_700_000 % HOUR));
const start = end - 4 * HOUR;
const SCRAPE = 30;

const SERIES = new Map<string, MetricFamily>();
/** Lays a series that is scraped every 30 s from `from` to `to`; the value is a function of the seconds since `from`. */
function lay(
  name: string,
  labels: Labels,
  value: number | ((elapsed: number) => number),
  [from, to]: readonly [number, number] = [start, end],
): void {
  const times = Array.from(
    { length: Math.floor((to - from) / SCRAPE) + 1 },
    (_, index) => from + index * SCRAPE,
  );
  const values = times.map(time => (typeof value === 'number' ? value : value(time - from)));
  const before = SERIES.get(name);
  const series = [...(before ? before.series : []), { labels, times, values }];
  SERIES.set(name, { name, type: name.endsWith('_total') ? 'counter' : 'gauge', series });
}
const growing = (perSecond: number) => (elapsed: number) => 1000 + perSecond * elapsed;

interface LaidPod {
  readonly cluster: string;
  readonly pod: string;
  readonly owner: string;
  readonly node?: string;
  readonly containerId?: string;
  readonly span?: readonly [number, number];
  readonly cores?: number;
}

/** A pod of one container `app` in the namespace `shop`. */
function layPod({ cluster, pod, owner, node = 'n1', containerId = pod, span, cores = 0.1 }: LaidPod): void {
  const [ownerKind = '', ownerName = ''] = owner.split('/');
  const labels = { cluster, job: 'ksm', namespace: 'shop', pod, uid: `uid-${pod}` };
  lay('kube_pod_info', { ...labels, node, host_network: 'false' }, 1, span);
  lay(
    'kube_pod_owner',
    { ...labels, owner_kind: ownerKind, owner_name: ownerName, owner_is_controller: 'true' },
    1,
    span,
  );
  lay('kube_pod_start_time', labels, span?.[0] ?? start, span);
  lay('kube_pod_status_phase', { ...labels, phase: 'Running' }, 1, span);
  lay(
    'kube_pod_container_info',
    { ...labels, container: 'app', image: 'app:1', container_id: `containerd://${containerId}` },
    1,
    span,
  );
  lay(
    'kube_pod_container_resource_requests',
    { ...labels, container: 'app', node, resource: 'cpu', unit: 'core' },
    0.5,
    span,
  );
  lay('container_cpu_usage_seconds_total', cadvisor(cluster, pod, containerId), growing(cores), span);
  lay('container_memory_working_set_bytes', cadvisor(cluster, pod, containerId), 1e8, span);
}

const cadvisor = (cluster: string, pod: string, id: string): Labels => ({
  cluster,
  job: 'kubelet',
  namespace: 'shop',
  pod,
  container: 'app',
  id: `/kubepods/${id}`,
  image: 'app:1',
});

function layNode(cluster: string, node: string): void {
  lay('kube_node_info', { cluster, node }, 1);
  lay('kube_node_status_capacity', { cluster, node, resource: 'cpu', unit: 'core' }, 4);
}

function layHistory(): void {
  const cluster = 'history';
  const middle = start + 2 * HOUR;
  layNode(cluster, 'n1');
  // A roll-out in the middle: the pod of the old ReplicaSet is gone, one of the new is there.
  layPod({ cluster, pod: 'web-old-1', owner: 'ReplicaSet/web-old', span: [start, middle] });
  layPod({ cluster, pod: 'web-new-1', owner: 'ReplicaSet/web-new', span: [middle, end] });
  const owned = {
    cluster,
    namespace: 'shop',
    owner_kind: 'Deployment',
    owner_name: 'web',
    owner_is_controller: 'true',
  };
  lay('kube_replicaset_owner', { ...owned, replicaset: 'web-old' }, 1, [start, middle]);
  lay('kube_replicaset_owner', { ...owned, replicaset: 'web-new' }, 1, [middle, end]);
  lay('kube_deployment_spec_replicas', { cluster, namespace: 'shop', deployment: 'web' }, 1);
  // OpenCost emits some of the same once more.
  lay(
    'kube_pod_owner',
    {
      cluster,
      job: 'opencost',
      namespace: 'shop',
      pod: 'web-new-1',
      owner_kind: 'ReplicaSet',
      owner_name: 'web-new',
      owner_is_controller: 'true',
    },
    1,
    [middle, end],
  );
  lay(
    'kube_pod_container_resource_requests',
    {
      cluster,
      job: 'opencost',
      namespace: 'shop',
      pod: 'web-new-1',
      container: 'app',
      node: 'n1',
      resource: 'cpu',
      unit: 'core',
    },
    0.5,
    [middle, end],
  );
  // A Job that ended with its pod long ago, of a CronJob that is there.
  layPod({ cluster, pod: 'nightly-1-x', owner: 'Job/nightly-1', span: [start, start + HOUR / 2] });
  lay(
    'kube_job_owner',
    { cluster, namespace: 'shop', job_name: 'nightly-1', owner_kind: 'CronJob', owner_name: 'nightly' },
    1,
    [start, start + HOUR / 2],
  );
  lay('kube_cronjob_info', { cluster, namespace: 'shop', cronjob: 'nightly', schedule: '0 2 * * *' }, 1);
  // Killed and restarted in the middle: two ids, and for two scrapes both of them.
  const killed = { cluster, pod: 'db-0', owner: 'StatefulSet/db', containerId: 'first' };
  layPod(killed);
  SERIES.set('container_cpu_usage_seconds_total', withoutLast('container_cpu_usage_seconds_total'));
  lay('container_cpu_usage_seconds_total', cadvisor(cluster, 'db-0', 'first'), growing(0.1), [
    start,
    middle + SCRAPE,
  ]);
  lay('container_cpu_usage_seconds_total', cadvisor(cluster, 'db-0', 'second'), growing(0.1), [middle, end]);
  const container = { cluster, namespace: 'shop', pod: 'db-0', uid: 'uid-db-0', container: 'app' };
  lay('kube_pod_container_status_restarts_total', container, elapsed => (elapsed < 2 * HOUR ? 3 : 4));
  lay('kube_pod_container_status_last_terminated_reason', { ...container, reason: 'OOMKilled' }, 1, [
    middle,
    end,
  ]);
  lay('container_cpu_cfs_periods_total', cadvisor(cluster, 'db-0', 'first'), growing(10));
  lay('container_cpu_cfs_throttled_periods_total', cadvisor(cluster, 'db-0', 'first'), growing(1));
  // Somebody the inventory does not know.
  lay('container_cpu_usage_seconds_total', cadvisor(cluster, 'ghost', 'ghost'), growing(0.1));
}

function withoutLast(name: string): MetricFamily {
  const family = SERIES.get(name);
  if (family === undefined) throw new Error(`${name} was not laid`);
  return { ...family, series: [...family.series].slice(0, -1) };
}

function layOddMeters(): void {
  const cluster = 'odd';
  layNode(cluster, 'n1');
  layPod({ cluster, pod: 'web-1', owner: '/', cores: 0.3 });
  SERIES.set('container_cpu_usage_seconds_total', withoutLast('container_cpu_usage_seconds_total'));
  // No image label anywhere; each CPU counted apart; and the kubelet's second endpoint shows it once more.
  const { image, ...labels } = cadvisor(cluster, 'web-1', 'web-1');
  expect(image).toBeDefined();
  for (const cpu of ['cpu00', 'cpu01', 'cpu02']) {
    lay('container_cpu_usage_seconds_total', { ...labels, cpu }, growing(0.1));
  }
  lay(
    'container_cpu_usage_seconds_total',
    { cluster, job: 'resource', namespace: 'shop', pod: 'web-1', container: 'app' },
    growing(0.3),
  );
  // Kepler without Kubernetes metadata: containers by id alone.
  layGeneration2(cluster, 'n1', 8, 16);
  const kepler = {
    cluster,
    job: 'kepler',
    node_name: 'n1',
    zone: 'package',
    container_id: 'web-1',
    state: 'running',
  };
  lay('kepler_container_cpu_joules_total', kepler, growing(3));
  lay('kepler_container_cpu_joules_total', { ...kepler, zone: 'core' }, growing(2));
}

function layGeneration2(cluster: string, node: string, active: number, idle: number): void {
  const labels = { cluster, job: 'kepler', node_name: node, zone: 'package', path: '/rapl:0' };
  lay('kepler_build_info', { cluster, version: 'v0.11.4' }, 1);
  lay('kepler_node_cpu_joules_total', labels, growing(active + idle));
  lay('kepler_node_cpu_active_joules_total', labels, growing(active));
  lay('kepler_node_cpu_idle_joules_total', labels, growing(idle));
  for (const zone of ['core', 'dram', 'psys']) {
    lay('kepler_node_cpu_joules_total', { ...labels, zone }, growing(1000));
    lay('kepler_node_cpu_active_joules_total', { ...labels, zone }, growing(1000));
  }
}

function layMigration(): void {
  const cluster = 'migration';
  layNode(cluster, 'n1');
  layNode(cluster, 'n2');
  layPod({ cluster, pod: 'on-both', owner: '/', node: 'n1' });
  layPod({ cluster, pod: 'on-old', owner: '/', node: 'n2' });
  layGeneration2(cluster, 'n1', 6, 10);
  lay(
    'kepler_pod_cpu_joules_total',
    {
      cluster,
      node_name: 'n1',
      zone: 'package',
      state: 'running',
      pod_namespace: 'shop',
      pod_name: 'on-both',
      pod_id: 'a',
    },
    growing(5),
  );
  for (const [node, pod, watts] of [
    ['n1', 'on-both', 4],
    ['n2', 'on-old', 3],
  ] as const) {
    const labels = { cluster, job: 'kepler-exporter', instance: node };
    // Two sockets.
    for (const socket of ['0', '1']) {
      lay('kepler_node_package_joules_total', { ...labels, package: socket, mode: 'dynamic' }, growing(2));
      lay('kepler_node_package_joules_total', { ...labels, package: socket, mode: 'idle' }, growing(7));
    }
    lay(
      'kepler_container_package_joules_total',
      {
        cluster,
        job: 'kepler-exporter',
        container_id: pod,
        container_name: 'app',
        container_namespace: 'shop',
        pod_name: pod,
        mode: 'dynamic',
      },
      growing(watts),
    );
    lay(
      'kepler_container_package_joules_total',
      {
        cluster,
        job: 'kepler-exporter',
        container_id: pod,
        container_name: 'app',
        container_namespace: 'shop',
        pod_name: pod,
        mode: 'idle',
      },
      growing(50),
    );
  }
}

function layFake(): void {
  const cluster = 'fake';
  layNode(cluster, 'n1');
  layPod({ cluster, pod: 'web-1', owner: '/', cores: 2 });
  layGeneration2(cluster, 'n1', 0.00001, 0.00001);
  lay(
    'kepler_pod_cpu_joules_total',
    {
      cluster,
      node_name: 'n1',
      zone: 'package',
      state: 'running',
      pod_namespace: 'shop',
      pod_name: 'web-1',
      pod_id: 'a',
    },
    growing(0.00001),
  );
  lay(
    'node_cpu_hourly_cost',
    { cluster, node: 'n1', instance_type: 'm5.large', region: 'eu-west-1' },
    elapsed => (elapsed < 2 * HOUR ? 0.02 : 0.04),
  );
  lay('node_ram_hourly_cost', { cluster, node: 'n1' }, 0.005);
  lay(
    'node_total_hourly_cost',
    { cluster, node: 'n1', instance_type: 'm5.large', region: 'eu-west-1', arch: 'amd64' },
    0.2,
  );
  lay('pv_hourly_cost', { cluster, persistentvolume: 'pv-1' }, 0.0001);
}

describeWithPrometheus('LiveClusterSource on what clusters really show', () => {
  let prometheus: TestPrometheus;

  beforeAll(async () => {
    layHistory();
    layOddMeters();
    layMigration();
    layFake();
    prometheus = await startPrometheus({ series: SERIES.values() });
  }, 60_000);
  afterAll(() => prometheus.stop());

  const look = async (cluster: string, hours = 3): Promise<Observation> =>
    observe(
      LiveClusterSource.create(
        clusterConfigSchema.parse({
          id: 'test',
          historyDays: hours / 24,
          prometheus: { url: prometheus.url },
          clusterLabel: { name: 'cluster', value: cluster },
        }),
        { now: end, openKubernetes: () => Promise.reject(new Error('no Kubernetes API here')) },
      ),
    );
  const workload = ({ inventory }: Observation, name: string): Workload => {
    const found = inventory.workloads.find(({ reference }) => reference.name === name);
    if (found === undefined) throw new Error(`no workload ${name}`);
    return found;
  };
  const usageOf = (observation: Observation, name: string) =>
    observation.usage.get(`${workload(observation, name).id}/app`);

  describe('pods that came and went', () => {
    let observation: Observation;
    beforeAll(async () => {
      observation = await look('history');
    });
    const podNames = (name: string) =>
      workload(observation, name).pods.map(({ name: pod, present }: Pod) => [pod, present]);

    it('finds pods that are gone, under the controller they belonged to', () => {
      expect(podNames('web')).toEqual([
        ['web-new-1', true],
        ['web-old-1', false],
      ]);
      expect(workload(observation, 'web')).toMatchObject({
        reference: { kind: 'Deployment' },
        desiredReplicas: 1,
        containers: [{ name: 'app', requests: { cpu: 0.5 } }],
      });
      expect(usageOf(observation, 'web')).toMatchObject({ pods: 2 });
      expect(usageOf(observation, 'web')?.cpu?.mean).toBeCloseTo(0.1, 6);
    });

    it('finds a CronJob between two runs, and its last pod only where the window reaches it', async () => {
      expect(workload(observation, 'nightly')).toMatchObject({
        schedule: '0 2 * * *',
        pods: [],
        containers: [],
      });
      const longer = await look('history', 4);
      expect(workload(longer, 'nightly')).toMatchObject({
        reference: { kind: 'CronJob' },
        pods: [{ name: 'nightly-1-x', present: false }],
        containers: [{ name: 'app' }],
      });
    });

    it('counts a restarted container once, and its kill', () => {
      const usage = usageOf(observation, 'db');
      expect(usage?.cpu?.max).toBeCloseTo(0.1, 6);
      expect(usage?.cpu?.coverage).toBeGreaterThan(0.98);
      expect(usage?.oomKills).toBe(1);
    });

    it('adds up the periods in which a limit throttled', () => {
      const { periods = 0, throttledPeriods = 0 } = usageOf(observation, 'db')?.throttling ?? {};
      // 10 and 1 a second for 3 hours.
      expect(periods).toBeCloseTo(10 * 3 * HOUR, 3);
      expect(throttledPeriods).toBeCloseTo(3 * HOUR, 3);
      expect(usageOf(observation, 'web')?.throttling).toBeNull();
    });

    it('names whom nobody knows', () => {
      expect(observation.notes).toContainEqual(
        expect.objectContaining({
          source: 'cadvisor',
          severity: 'warning',
          message:
            'Metered, but in no workload, because the inventory does not have their pods: 1 container (shop/ghost/app).',
        }),
      );
    });
  });

  it('reads meters without an image label, with a counter per CPU, and without pod names', async () => {
    const observation = await look('odd');
    expect(usageOf(observation, 'web-1')?.cpu?.mean).toBeCloseTo(0.3, 6);
    expect(observation.notes.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('carry no image label'),
    );
    const [energy] = [...observation.energy.workloads.values()];
    expect(energy?.active).toBeCloseTo(3, 6);
    expect(energy?.provenance).toMatchObject({
      kind: 'measured',
      method: 'kepler-gen2-package-by-container-id',
    });
    expect(observation.energy.nodes.get('n1')).toMatchObject({
      active: expect.closeTo(8, 6),
      idle: expect.closeTo(16, 6),
    });
  });

  it('reads each node from one generation where both run', async () => {
    const observation = await look('migration');
    const { nodes, workloads } = observation.energy;
    expect(nodes.get('n1')).toMatchObject({ active: expect.closeTo(6, 6), idle: expect.closeTo(10, 6) });
    // Two sockets of 2 W and 7 W.
    expect(nodes.get('n2')).toMatchObject({ active: expect.closeTo(4, 6), idle: expect.closeTo(14, 6) });
    expect(workloads.get(workload(observation, 'on-both').id)?.active).toBeCloseTo(5, 6);
    expect(workloads.get(workload(observation, 'on-old').id)?.active).toBeCloseTo(3, 6);
  });

  it('does not believe a fake meter, and takes prices, place and type of a node from OpenCost', async () => {
    const observation = await look('fake', 4);
    const { energy, prices, grid, pue, notes } = observation;
    expect(notes.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('Kepler reports next to no power on 1 node (n1)'),
    );
    // m5 is Skylake: 0.613 W idle, 4.104 W at full load; 4 vCPUs, 2 of them busy.
    expect(energy.nodes.get('n1')).toMatchObject({
      idle: expect.closeTo(4 * 0.613, 6),
      active: expect.closeTo(2 * (4.104 - 0.613), 6),
      provenance: { kind: 'modelled', method: 'ccf-instance-family' },
    });
    expect([...energy.workloads.values()].map(({ active }) => active)).toEqual([
      expect.closeTo(energy.nodes.get('n1')?.active ?? 0, 9),
    ]);
    expect(prices.nodes.get('n1')).toMatchObject({
      perCore: expect.closeTo(0.03, 3),
      perGiB: expect.closeTo(0.005, 9),
      provenance: { kind: 'billed', method: 'opencost-metrics' },
    });
    expect(prices.storagePerGiB).toBeCloseTo(0.0001, 9);
    expect(grid).toMatchObject({ zone: 'eu-west-1', kind: 'average', provenance: { kind: 'default' } });
    expect(pue.factor).toBe(1.135);
  });
});
