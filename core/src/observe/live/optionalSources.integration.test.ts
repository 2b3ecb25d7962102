import { containerKey, type Inventory, type RuntimeUsage, unixSeconds } from '../../model/index.ts';
import {
  describeWithPrometheus,
  type Labels,
  type MetricFamily,
  startPrometheus,
  startRegistry,
  type TestPrometheus,
  type TestRegistry,
} from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import type { SeriesChunk, SeriesFamily } from '../clusterSource.ts';
import { observe } from '../observe.ts';
import { LiveClusterSource } from './LiveClusterSource.ts';

const HOUR = 3_600;
const MIB = 2 ** 20;
const SCRAPE = 30;
const end = unixSeconds(1_763_700_000 - (1_763_700_000 % HOUR));
const start = end - 4 * HOUR;

const SERIES = new Map<string, MetricFamily>();
/** Lays a series that is scraped every 30 s; the value is a function of the seconds since it began. */
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
  const series = [...(SERIES.get(name)?.series ?? []), { labels, times, values }];
  SERIES.set(name, { name, type: name.endsWith('_total') ? 'counter' : 'gauge', series });
}
const growing = (perSecond: number) => (elapsed: number) => 1000 + perSecond * elapsed;

/** A bare pod of the namespace `shop`, as kube-state-metrics tells of it. */
function layPod(
  cluster: string,
  pod: string,
  containers: readonly string[],
  image: (name: string) => string,
): void {
  const labels = { cluster, job: 'ksm', namespace: 'shop', pod, uid: `uid-${pod}` };
  lay('kube_pod_info', { ...labels, node: 'n1', host_network: 'false' }, 1);
  lay('kube_pod_owner', { ...labels, owner_kind: '', owner_name: '' }, 1);
  lay('kube_pod_start_time', labels, start);
  lay('kube_pod_status_phase', { ...labels, phase: 'Running' }, 1);
  for (const container of containers) {
    lay(
      'kube_pod_container_info',
      { ...labels, container, image: image(container), container_id: `x://${pod}` },
      1,
    );
    const metered = {
      cluster,
      job: 'kubelet',
      namespace: 'shop',
      pod,
      container,
      id: `/${pod}/${container}`,
      image: 'i',
    };
    lay('container_cpu_usage_seconds_total', metered, growing(0.1));
  }
}

function layCluster(cluster: string): void {
  lay('kube_node_info', { cluster, node: 'n1' }, 1);
  lay('kube_node_status_capacity', { cluster, node: 'n1', resource: 'cpu', unit: 'core' }, 4);
}

/** A device as dcgm-exporter shows it, half of the time at 80 %. */
function layGpu(cluster: string, labels: Labels): void {
  const device = {
    cluster,
    job: 'dcgm',
    instance: '10.0.0.1:9400',
    gpu: '0',
    modelName: 'NVIDIA A100-SXM4-40GB',
    ...labels,
  };
  lay('DCGM_FI_DEV_GPU_UTIL', device, elapsed => (elapsed % 300 < 150 ? 80 : 0));
  lay('DCGM_FI_DEV_FB_USED', device, elapsed => (elapsed > 2 * HOUR ? 9_000 : 4_000));
  lay('DCGM_FI_DEV_POWER_USAGE', device, 150);
}

function layMain(): void {
  const cluster = 'main';
  layCluster(cluster);
  const image = (name: string) => `example.com/${name}:1`;
  layPod(cluster, 'trainer', ['train'], image);
  layPod(cluster, 'infer', ['serve'], image);
  layPod(cluster, 'exporter', ['dcgm'], image);
  // Without honor_labels the pod of the device is in `exported_pod`; the exporter restarted and is there twice.
  const exported = { exported_namespace: 'shop', exported_pod: 'trainer', exported_container: 'train' };
  for (const pod of ['nvidia-dcgm-exporter-a', 'nvidia-dcgm-exporter-b']) {
    layGpu(cluster, { namespace: 'gpu', pod, container: 'exporter', UUID: 'GPU-1', ...exported });
  }
  // With honor_labels the labels are the device’s own; an older exporter writes `uuid`.
  layGpu(cluster, { namespace: 'shop', pod: 'infer', container: 'serve', uuid: 'GPU-2' });
  // Nobody holds this one, so Prometheus fills in the exporter’s own pod.
  layGpu(cluster, { namespace: 'gpu', pod: 'nvidia-dcgm-exporter-a', container: 'exporter', UUID: 'GPU-3' });
  // A slice has no utilisation of its own.
  lay(
    'DCGM_FI_PROF_GR_ENGINE_ACTIVE',
    {
      cluster,
      job: 'dcgm',
      namespace: 'shop',
      pod: 'infer',
      container: 'serve',
      UUID: 'GPU-4',
      GPU_I_ID: '7',
    },
    0.25,
  );
  for (const job of ['ksm', 'ksm-2']) {
    lay(
      'kube_horizontalpodautoscaler_status_current_replicas',
      { cluster, job, namespace: 'shop', horizontalpodautoscaler: 'web' },
      elapsed => (elapsed < 2 * HOUR ? 2 : 5),
    );
  }
  // Two jobs scrape one pod; a mesh counts for another workload, from two of its own pods.
  for (const job of ['web', 'web-again']) {
    lay('http_requests_total', { cluster, job, namespace: 'shop', pod: 'infer', code: '200' }, growing(2));
    lay('http_requests_total', { cluster, job, namespace: 'shop', pod: 'infer', code: '500' }, growing(1));
  }
  for (const pod of ['gateway-1', 'gateway-2']) {
    lay(
      'istio_requests_total',
      {
        cluster,
        job: 'mesh',
        namespace: 'istio-system',
        pod,
        target_workload: 'trainer',
        target_namespace: 'shop',
      },
      growing(0.5),
    );
  }
}

function layRuntimes(): void {
  const cluster = 'runtimes';
  layCluster(cluster);
  const image = (name: string) => `example.com/${name}:1`;
  layPod(cluster, 'jvm', ['app', 'agent'], image);
  layPod(cluster, 'older-jvm', ['app'], image);
  layPod(cluster, 'go', ['app'], image);
  layPod(cluster, 'node', ['app'], image);
  layPod(cluster, 'unlabelled', ['one', 'two'], image);
  // Micrometer: pools of the heap, of which G1 bounds the old one only; scraped by two jobs.
  for (const job of ['app', 'again']) {
    const labels = { cluster, job, namespace: 'shop', pod: 'jvm', container: 'app' };
    const pool = (area: string, id: string) => ({ ...labels, area, id });
    // A saw of collections: what lives is what stays.
    lay('jvm_memory_used_bytes', pool('heap', 'G1 Eden Space'), elapsed => (elapsed % 600) * MIB);
    lay('jvm_memory_used_bytes', pool('heap', 'G1 Old Gen'), elapsed => (200 + ((elapsed / 60) % 30)) * MIB);
    lay('jvm_memory_used_bytes', pool('nonheap', 'Metaspace'), 90 * MIB);
    lay('jvm_memory_used_bytes', pool('nonheap', 'CodeCache'), 30 * MIB);
    lay('jvm_memory_max_bytes', pool('heap', 'G1 Eden Space'), -1);
    // Lowered by a roll-out in the middle of the window.
    lay('jvm_memory_max_bytes', pool('heap', 'G1 Old Gen'), elapsed => (elapsed < HOUR ? 4096 : 1024) * MIB);
    lay('jvm_buffer_memory_used_bytes', { ...labels, id: 'direct' }, 10 * MIB);
    lay('jvm_gc_live_data_size_bytes', labels, 0);
    lay('jvm_threads_live_threads', labels, 42);
    lay('jvm_info', { ...labels, version: '21.0.2+13-LTS', vendor: 'Eclipse Adoptium' }, 1);
  }
  lay(
    'go_info',
    { cluster, job: 'agent', namespace: 'shop', pod: 'jvm', container: 'agent', version: 'go1.25.1' },
    1,
  );
  const older = { cluster, job: 'jmx', kubernetes_namespace: 'shop', kubernetes_pod_name: 'older-jvm' };
  lay('jvm_memory_bytes_used', { ...older, area: 'heap' }, 300 * MIB);
  lay('jvm_memory_bytes_used', { ...older, area: 'nonheap' }, 80 * MIB);
  lay('jvm_memory_bytes_max', { ...older, area: 'heap' }, 512 * MIB);
  const go = { cluster, job: 'app', namespace: 'shop', pod: 'go', container: 'app' };
  lay('go_info', { ...go, version: 'go1.24.3' }, 1);
  lay('go_sched_gomaxprocs_threads', go, 64);
  lay('go_gc_gomemlimit_bytes', go, 9.223372036854776e18);
  lay('go_memstats_heap_alloc_bytes', go, elapsed => (50 + (elapsed % 600) / 10) * MIB);
  lay('go_memstats_stack_sys_bytes', go, 3 * MIB);
  lay('go_memstats_gc_sys_bytes', go, 5 * MIB);
  lay('go_memstats_other_sys_bytes', go, 2 * MIB);
  const node = { cluster, job: 'app', namespace: 'shop', pod: 'node', container: 'app' };
  lay('nodejs_version_info', { ...node, version: 'v22.11.0' }, 1);
  lay('nodejs_heap_size_used_bytes', node, 120 * MIB);
  lay('nodejs_external_memory_bytes', node, 7 * MIB);
  lay('go_info', { cluster, job: 'x', namespace: 'shop', pod: 'unlabelled', version: 'go1.25.1' }, 1);
}

describeWithPrometheus('What only some clusters have', () => {
  let prometheus: TestPrometheus;
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await startRegistry({
      images: [
        {
          repository: 'shop/app',
          tag: '1',
          platforms: { 'linux/amd64': [50 * MIB], 'linux/arm64': [48 * MIB] },
        },
      ],
      guard: 'token',
    });
    layMain();
    layRuntimes();
    layCluster('plain');
    layPod('plain', 'web', ['app'], () => `${registry.host}/shop/app:1`);
    layCluster('unmapped');
    layPod('unmapped', 'web', ['app'], () => 'sha256:0a');
    layGpu('unmapped', {
      namespace: 'gpu',
      pod: 'nvidia-dcgm-exporter-a',
      container: 'exporter',
      UUID: 'GPU-9',
    });
    prometheus = await startPrometheus({ series: SERIES.values() });
  }, 60_000);
  afterAll(async () => {
    await prometheus.stop();
    await registry.stop();
  });

  const open = (cluster: string, over: object = {}): LiveClusterSource =>
    LiveClusterSource.create(
      clusterConfigSchema.parse({
        id: 'test',
        historyDays: 3 / 24,
        prometheus: { url: prometheus.url },
        clusterLabel: { name: 'cluster', value: cluster },
        ...over,
      }),
      { now: end, openKubernetes: () => Promise.reject(new Error('no Kubernetes API here')) },
    );

  async function chunksOf(source: LiveClusterSource, family: SeriesFamily): Promise<SeriesChunk[]> {
    const chunks: SeriesChunk[] = [];
    for await (const chunk of source.series()) if (chunk.family === family) chunks.push(chunk);
    return chunks;
  }
  const meanOf = ({ values }: SeriesChunk): number =>
    Array.from(values).reduce((total, value) => total + value, 0) / values.length;
  const bySubject = (chunks: readonly SeriesChunk[], figure: (chunk: SeriesChunk) => number) =>
    Object.fromEntries(
      chunks.map(chunk => {
        const { namespace, pod, container, object } = chunk.subject;
        return [[namespace, pod, container, object].filter(Boolean).join(' '), figure(chunk)];
      }),
    );

  it('reads each GPU by the container that holds it, however its labels came through the scrape', async () => {
    const source = open('main');
    expect(bySubject(await chunksOf(source, 'gpuUtilization'), meanOf)).toEqual({
      'shop trainer train GPU-1': expect.closeTo(0.4, 1),
      'shop infer serve GPU-2': expect.closeTo(0.4, 1),
      'shop infer serve GPU-4/7': expect.closeTo(0.25, 6),
    });
    expect(source.notes()).toContainEqual({
      severity: 'info',
      source: 'prometheus',
      message: '1 of 3 GPUs are held by no pod.',
    });
  });

  it('reads frame buffer in bytes, at its highest, and power in watts', async () => {
    const highest = bySubject(await chunksOf(open('main'), 'gpuMemory'), ({ values }) =>
      Math.max(...Array.from(values)),
    );
    expect(highest['shop trainer train GPU-1']).toBe(9_000 * MIB);
    expect(bySubject(await chunksOf(open('main'), 'gpuWatts'), meanOf)).toMatchObject({
      'shop infer serve GPU-2': 150,
    });
  });

  it('observes them: who held which device, and what it did', async () => {
    const { gpus, functionalUnits, inventory, seen } = await observe(
      open('main', { functionalUnits: [{ unit: 'request', metric: 'http_requests_total' }] }),
    );
    const idOf = (name: string) =>
      inventory.workloads.find(({ reference }) => reference.name === name)?.id ?? name;
    expect(gpus.map(({ device }) => device).sort()).toEqual(['GPU-1', 'GPU-2', 'GPU-4/7']);
    expect(gpus.find(({ device }) => device === 'GPU-1')).toMatchObject({
      workloadId: idOf('trainer'),
      container: 'train',
      meanUtilization: expect.closeTo(0.4, 1),
      maxMemory: expect.closeTo(9_000 * MIB, -8),
      meanWatts: expect.closeTo(150, 3),
    });
    const units = functionalUnits.get(idOf('infer'));
    expect(units).toMatchObject({ unit: 'request' });
    // Three a second.
    for (const { count } of units?.hourly.slice(1) ?? []) expect(count / HOUR).toBeCloseTo(3, 1);
    expect(seen.has('DCGM_FI_DEV_GPU_UTIL')).toBe(true);
  });

  it('says that an exporter does not know pods, and gives nobody its devices', async () => {
    const source = open('unmapped');
    expect(await chunksOf(source, 'gpuUtilization')).toEqual([]);
    expect(source.notes()).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        message: 'dcgm-exporter tells of no pod on any of the 1 GPUs: who uses them is not known.',
      }),
    );
  });

  it('reads the replicas of an autoscaler once, by its name', async () => {
    const [chunk, ...others] = await chunksOf(open('main'), 'autoscalerReplicas');
    expect(others).toEqual([]);
    expect(chunk?.subject).toMatchObject({ namespace: 'shop', object: 'web', pod: null });
    expect([...new Set(Array.from(chunk?.values ?? []))]).toEqual([2, 5]);
  });

  it('counts work by pod, over all its series but each once, and by workload where a mesh counts', async () => {
    const source = open('main', {
      functionalUnits: [
        {
          unit: 'request',
          metric: 'http_requests_total',
          matchers: [{ label: 'code', operator: '!=', value: '500' }],
        },
        { unit: 'request', metric: 'http_requests_total', matchers: [{ label: 'code', value: '500' }] },
        {
          unit: 'call',
          metric: 'istio_requests_total',
          namespaceLabel: 'target_namespace',
          workloadLabel: 'target_workload',
        },
        { unit: 'order', metric: 'orders_total' },
      ],
    });
    // Per step of 60 s: two and one a second; half a second from each of two gateways.
    expect(bySubject(await chunksOf(source, 'functionalUnits'), meanOf)).toEqual({
      'shop infer request': expect.closeTo(180, 6),
      'shop trainer call': expect.closeTo(60, 6),
    });
  });

  it('asks for nothing that the cluster does not have', async () => {
    const source = open('plain', { functionalUnits: [{ unit: 'request', metric: 'http_requests_total' }] });
    const families = new Set<string>();
    for await (const { family } of source.series()) families.add(family);
    expect([...families]).toEqual(['cpu']);
    const { seen } = await source.facts();
    expect([...seen].sort()).toEqual([
      'container_cpu_usage_seconds_total',
      'kube_node_info',
      'kube_node_status_capacity',
      'kube_pod_container_info',
      'kube_pod_info',
      'kube_pod_owner',
      'kube_pod_start_time',
      'kube_pod_status_phase',
    ]);
  });

  describe('runtimes', () => {
    let source: LiveClusterSource;
    let inventory: Inventory;
    let runtimes: ReadonlyMap<string, RuntimeUsage>;
    beforeAll(async () => {
      source = open('runtimes');
      inventory = await source.inventory();
      ({ runtimes } = await source.facts());
    });
    const runtimeOf = (pod: string, container = 'app') => {
      const workload = inventory.workloads.find(({ reference }) => reference.name === pod);
      return runtimes.get(containerKey(workload?.id ?? '', container));
    };

    it('reads a JVM: what lives after collections, the bound as it is now, each pool once', () => {
      expect(runtimeOf('jvm')).toMatchObject({
        runtime: 'jvm',
        version: '21.0.2+13-LTS',
        maxHeap: 1024 * MIB,
        nonHeap: (90 + 30 + 10) * MIB,
        threads: 42,
        goMaxProcs: null,
      });
      // The old generation swings between 200 and 230 MiB, the young one to next to nothing.
      const live = (runtimeOf('jvm')?.liveHeap ?? 0) / MIB;
      expect(live).toBeGreaterThanOrEqual(200);
      expect(live).toBeLessThan(232);
    });

    it('knows the names of the JMX exporter, and puts what names no container on the only main one', () => {
      expect(runtimeOf('older-jvm')).toMatchObject({
        runtime: 'jvm',
        liveHeap: 300 * MIB,
        maxHeap: 512 * MIB,
        nonHeap: 80 * MIB,
        version: null,
      });
    });

    it('reads Go, whose limit of 2^63 − 1 bytes is none', () => {
      expect(runtimeOf('go')).toMatchObject({
        runtime: 'go',
        version: 'go1.24.3',
        goMaxProcs: 64,
        goMemoryLimit: null,
        liveHeap: 50 * MIB,
        nonHeap: 10 * MIB,
      });
    });

    it('reads Node', () => {
      expect(runtimeOf('node')).toMatchObject({
        runtime: 'node',
        version: 'v22.11.0',
        liveHeap: 120 * MIB,
        nonHeap: 7 * MIB,
        maxHeap: null,
      });
    });

    it('tells containers of one pod apart, and does not guess where nothing does', () => {
      expect(runtimeOf('jvm', 'agent')).toMatchObject({ runtime: 'go', version: 'go1.25.1' });
      expect(runtimeOf('unlabelled', 'one')).toBeUndefined();
      expect(source.notes().map(({ message }) => message)).toContainEqual(
        'The runtime metrics of 1 workload do not say of which container they are.',
      );
    });
  });

  it('asks registries only where that is configured, and says so to the rules', async () => {
    const endpoints = { [registry.host]: registry.url };
    const without = await open('plain', { registry: { endpoints } }).facts();
    expect(without.images.size).toBe(0);
    expect(registry.requests).toEqual([]);
    const { images, seen } = await open('plain', { registry: { enabled: true, endpoints } }).facts();
    expect([...images.values()]).toEqual([
      expect.objectContaining({ compressedBytes: 50 * MIB, platforms: ['linux/amd64', 'linux/arm64'] }),
    ]);
    expect(seen.has('registry:image-manifests')).toBe(true);
  });
});
