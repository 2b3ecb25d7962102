import {
  bytes,
  cores,
  gramsCO2ePerKilowattHour,
  type LabelSelector,
  type Pod,
  type Provenance,
  ratio,
  type Scheduling,
  seconds,
  unixSeconds,
  usdPerHour,
  type Workload,
  workloadId,
} from '../../model/index.ts';
import type { ClusterSource, SeriesChunk, SeriesFamily } from '../../observe/clusterSource.ts';
import { KubernetesInventory } from '../../observe/kubernetes/index.ts';
import { LiveClusterSource } from '../../observe/live/LiveClusterSource.ts';
import { describeWithPrometheus } from '../describeWith.ts';
import { startKubernetesApi } from '../kubernetesApi/startKubernetesApi.ts';
import { startPrometheus, type TestPrometheus } from '../prometheus/startPrometheus.ts';
import { collectSeries } from './collectSeries.ts';
import { counterOf, eventCounterOf } from './counterOf.ts';
import { inventoryObjects } from './inventoryObjects.ts';
import { layRecording, type LayRecordingOptions } from './layRecording.ts';
import { readRecordedCluster } from './recordedCluster.ts';

const STEP = 300;
const end = unixSeconds(1_763_700_000);
const start = unixSeconds(end - 6 * 3600);
const billed: Provenance = { kind: 'billed', method: 'opencost-prices', source: 'OpenCost' };

const pod = (name: string, more: Partial<Pod> = {}): Pod => ({
  name,
  uid: `uid-${name}`,
  node: 'n1',
  phase: 'Running',
  startedAt: unixSeconds(start - 86_400),
  restarts: 2,
  present: true,
  hostNetwork: false,
  trouble: null,
  ...more,
});

const MADE = unixSeconds(start - 30 * 86_400);
const ANYWHERE: Scheduling = {
  nodeSelector: {},
  nodeAffinity: null,
  podAffinity: [],
  podAntiAffinity: [],
  tolerations: [],
  topologySpread: [],
  priorityClass: null,
  hostPorts: [],
};
const APP: LabelSelector = [{ key: 'app', operator: 'In', values: ['web', 'nightly'] }];

const workload = (kind: string, name: string, more: Partial<Workload>): Workload => {
  const reference = { clusterId: 'small', namespace: 'shop', kind, name };
  const amounts = (cpu: number, memory: number) => ({ cpu: cores(cpu), memory: bytes(memory), gpus: null });
  return {
    id: workloadId(reference),
    reference,
    containers: [
      {
        name: 'main',
        role: 'main',
        image: 'web:1',
        requests: amounts(0.5, 2 ** 29),
        limits: amounts(1, 2 ** 30),
        security: { privileged: true, runsAsRoot: true, allowsPrivilegeEscalation: true },
        runtimeSettings: { environment: { GOMAXPROCS: '2' }, flags: ['-Xmx1g'] },
        imagePullPolicy: 'Always',
      },
      {
        name: 'proxy',
        role: 'main',
        image: 'mesh:1',
        requests: amounts(0.1, 2 ** 26),
        limits: { ...amounts(0, 0), cpu: null, memory: null },
        security: { privileged: false, runsAsRoot: false, allowsPrivilegeEscalation: false },
        runtimeSettings: { environment: {}, flags: [] },
        imagePullPolicy: null,
      },
    ],
    pods: [],
    desiredReplicas: null,
    autoscaler: null,
    labels: {},
    annotations: {},
    schedule: null,
    podLabels: { app: name },
    podAnnotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
    timeZone: null,
    suspended: false,
    createdAt: MADE,
    job: null,
    maxUnavailable: null,
    terminationGracePeriod: seconds(30),
    scheduling: ANYWHERE,
    volumes: { claims: [], hostPaths: [], emptyDir: false },
    ...more,
  };
};

const web = workload('Deployment', 'web', {
  desiredReplicas: 1,
  labels: { team: 'shop' },
  pods: [pod('web-6d49cb8b4f-new01'), pod('web-5c8d7f9b4b-old01', { present: false, startedAt: start })],
  autoscaler: {
    kind: 'HorizontalPodAutoscaler',
    name: 'web',
    minReplicas: 1,
    maxReplicas: 4,
    currentReplicas: 1,
    targets: [{ metric: 'cpu', utilizationPercent: 70 }],
    failures: [{ condition: 'ScalingActive', reason: 'FailedGetResourceMetric' }],
  },
  maxUnavailable: 1,
  scheduling: {
    nodeSelector: { disk: 'ssd' },
    nodeAffinity: [[{ key: 'zone', operator: 'NotIn', values: ['c'] }]],
    podAffinity: [],
    podAntiAffinity: [
      { selector: APP, topologyKey: 'zone', namespaces: ['shop'], namespaceSelector: [] },
      { selector: [], topologyKey: 'zone', namespaces: [], namespaceSelector: null },
    ],
    tolerations: [
      { key: 'team', operator: 'Equal', value: 'shop', effect: 'NoSchedule' },
      { key: '', operator: 'Exists', value: '', effect: '' },
    ],
    topologySpread: [
      { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', selector: APP, minDomains: 2 },
    ],
    priorityClass: 'high',
    hostPorts: [8080],
  },
  volumes: { claims: ['data'], hostPaths: ['/var/log'], emptyDir: true },
});
const worker = workload('StatefulSet', 'worker', {
  desiredReplicas: 2,
  maxUnavailable: 0.5,
  pods: [
    pod('worker-0', { trouble: 'OOMKilled' }),
    pod('worker-1', { trouble: 'CrashLoopBackOff' }),
    pod('worker-2', { trouble: 'Unschedulable', phase: 'Pending', node: null }),
    pod('worker-3', { trouble: 'Evicted', phase: 'Failed' }),
  ],
  autoscaler: {
    kind: 'ScaledObject',
    name: 'queue',
    minReplicas: 0,
    maxReplicas: 9,
    currentReplicas: 2,
    targets: [{ metric: 'cpu', utilizationPercent: 60 }],
    failures: [],
  },
  volumes: { claims: ['data-worker-0', 'data-worker-1'], hostPaths: [], emptyDir: false },
});
const job = workload('Job', 'import', {
  pods: [pod('import-x', { phase: 'Succeeded' })],
  job: { succeeded: 1, failed: 1, finishedAt: unixSeconds(start + 600), cleanedUpAfter: seconds(60) },
});
const nightly = workload('CronJob', 'nightly', {
  schedule: '0 3 * * *',
  timeZone: 'Europe/Berlin',
  suspended: true,
  pods: [pod('nightly-29371389-abcde', { phase: 'Succeeded' })],
});
const etcd = workload('Node', 'etcd', {
  pods: [pod('etcd-n1', { hostNetwork: true, startedAt: MADE })],
});

/** Time 0 … 71 of the window; the old pod ends at noon, and there is a hole of one step and a reading that is no number. */
function chunk(
  family: SeriesFamily,
  of: Partial<SeriesChunk['subject']>,
  value: (index: number) => number,
  from = 0,
  to = 71,
): SeriesChunk {
  const indices = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter(
    index => index !== 30,
  );
  return {
    family,
    subject: { namespace: null, pod: null, container: null, node: null, object: null, ...of },
    times: indices.map(index => start + index * STEP),
    values: indices.map(index => (index === 40 && family === 'cpu' ? NaN : value(index))),
  };
}

async function* series(): AsyncIterable<SeriesChunk> {
  for (const { reference, pods } of [web, nightly, etcd]) {
    for (const { name, present } of pods) {
      const of = { namespace: reference.namespace, pod: name };
      const to = present ? 71 : 36;
      for (const container of ['main', 'proxy']) {
        const share = container === 'main' ? 1 : 0.1;
        yield chunk('cpu', { ...of, container }, index => share * (0.2 + 0.1 * Math.sin(index / 5)), 0, to);
        yield chunk('memory', { ...of, container }, index => Math.round(share * (3e8 + 1e6 * index)), 0, to);
      }
      yield chunk('cfsPeriods', { ...of, container: 'main' }, () => 3000, 0, to);
      yield chunk('cfsThrottledPeriods', { ...of, container: 'main' }, index => index, 0, to);
      yield chunk('oomKills', { ...of, container: 'main' }, index => (index === 10 ? 1 : 0), 0, to);
      yield chunk('receivedBytes', of, index => 1000 + index, 0, to);
      yield chunk('transmittedBytes', of, index => 500 + index, 0, to);
      yield chunk('podWatts', { ...of, node: 'n1' }, index => 2 + Math.cos(index / 7), 0, to);
    }
  }
  yield chunk('nodeActiveWatts', { node: 'n1' }, () => 20);
  yield chunk('nodeIdleWatts', { node: 'n1' }, () => 55);
}

const small: ClusterSource = {
  cluster: { id: 'small', name: 'Small', provider: 'gcp', region: 'europe-west1', demo: false },
  step: seconds(STEP),
  window: { start, end },
  inventory: async () => ({
    observedAt: end,
    nodes: [
      {
        name: 'n1',
        instanceType: 'e2-standard-8',
        region: 'europe-west1',
        zone: 'europe-west1-b',
        pool: 'general',
        architecture: 'amd64',
        spot: false,
        capacity: { cpu: cores(8), memory: bytes(32 * 2 ** 30), gpus: null },
        allocatable: { cpu: cores(7.91), memory: bytes(28 * 2 ** 30), gpus: null },
        maxPods: 110,
        taints: [{ key: 'team', value: 'shop', effect: 'NoSchedule' }],
        labels: {
          'cloud.google.com/gke-nodepool': 'general',
          'kubernetes.io/arch': 'amd64',
          'node.kubernetes.io/instance-type': 'e2-standard-8',
          'topology.kubernetes.io/region': 'europe-west1',
          'topology.kubernetes.io/zone': 'europe-west1-b',
          'nvidia.com/gpu.product': 'Tesla-T4',
        },
        unschedulable: true,
        createdAt: MADE,
        gpuModel: 'Tesla-T4',
      },
    ],
    workloads: [web, worker, job, nightly, etcd],
    volumeClaims: [
      {
        namespace: 'shop',
        name: 'data',
        storageClass: 'fast',
        requestedBytes: bytes(10 * 2 ** 30),
        usedBytes: bytes(2 ** 30),
        mountedBy: [web.id],
        volume: 'pv-1',
        createdAt: MADE,
      },
    ],
    volumes: [
      {
        name: 'pv-1',
        phase: 'Bound',
        capacity: bytes(10 * 2 ** 30),
        storageClass: 'fast',
        claim: { namespace: 'shop', name: 'data' },
        nodeAffinity: [[{ key: 'zone', operator: 'In', values: ['a'] }]],
        reclaimPolicy: 'Retain',
        createdAt: MADE,
      },
    ],
    disruptionBudgets: [
      {
        namespace: 'shop',
        name: 'web',
        selector: APP,
        minAvailable: '50%',
        maxUnavailable: null,
        disruptionsAllowed: 1,
        expectedPods: 4,
        currentHealthy: 3,
        desiredHealthy: 2,
      },
    ],
    namespaces: [{ name: 'shop', labels: { team: 'shop' }, annotations: { ttl: '24h' }, createdAt: MADE }],
    services: [
      { namespace: 'shop', name: 'web', type: 'LoadBalancer', selector: { app: 'web' }, createdAt: MADE },
    ],
  }),
  series,
  facts: async () => ({ seen: new Set<string>(), runtimes: new Map(), images: new Map() }),
  energyProvenance: async () => ({ pods: null, nodes: null }),
  prices: async () => {
    const prices = { perCore: usdPerHour(0.03), perGiB: usdPerHour(0.004), perGpu: null, provenance: billed };
    return {
      nodes: new Map([['n1', prices]]),
      fallback: prices,
      storagePerGiB: usdPerHour(0.00005),
      storageProvenance: billed,
    };
  },
  grid: async () => ({
    intensity: gramsCO2ePerKilowattHour(100),
    kind: 'average',
    hourly: [],
    marginal: null,
    forecast: [],
    zone: 'BE',
    provenance: billed,
  }),
  pue: async () => ({ factor: ratio(1.1), provenance: billed }),
  diagnose: async () => [],
  notes: () => [],
};

/** What kube-state-metrics does not show of a container. */
const NOT_TOLD = { security: null, runtimeSettings: null, imagePullPolicy: null };

describe('counterOf', () => {
  it('grows by value × step and has no reading in a step without a value', () => {
    // Steps of 60 s that end at 60, 120 and 240; the one that ends at 180 is missing.
    expect(counterOf({ times: [60, 120, 240], values: [1, 2, 3] }, 60, true)).toEqual({
      times: [-1, 29, 59, 89, 119, 209, 239],
      values: [180, 210, 240, 300, 360, 450, 540],
    });
  });

  it('leaves out what no counter can show', () => {
    const steps = { times: [60, 120, 180], values: [NaN, -1, 60] };
    expect(counterOf(steps, 60, false)).toEqual({ times: [119, 149, 179], values: [60, 90, 120] });
  });

  it('jumps where it counts whole events', () => {
    const steps = { times: [60, 120], values: [0, 2] };
    expect(eventCounterOf(steps, 60)).toEqual({ times: [-1, 59, 119], values: [0, 0, 2] });
  });
});

describeWithPrometheus('a recording in a real Prometheus', () => {
  /** The laid cluster as the product reads it from there. */
  const reopened = async <T>(
    options: LayRecordingOptions,
    run: (live: ClusterSource, prometheus: TestPrometheus) => Promise<T>,
  ) => {
    const prometheus = await startPrometheus({ series: await layRecording(small, options) });
    try {
      const config = {
        id: 'small',
        provider: 'gcp',
        region: 'europe-west1',
        historyDays: 0.25,
        prometheus: { url: prometheus.url, auth: { type: 'none' }, headers: {}, timeoutSeconds: 60 },
      } as const;
      // Opened as the command line does, but at the recording's end instead of now.
      const openKubernetes = () => Promise.reject(new Error('no API server here'));
      return await run(LiveClusterSource.create(config, { now: end, openKubernetes }), prometheus);
    } finally {
      await prometheus.stop();
    }
  };

  /** Samples by family, subject and time; those that are no number are no samples. */
  const samplesOf = async (source: ClusterSource, families: readonly SeriesFamily[]) => {
    const samples = new Map<string, number>();
    const collected = await collectSeries(source);
    for (const family of families) {
      for (const { subject, times, values } of collected.get(family) ?? []) {
        const who = [
          family,
          subject.namespace ?? '',
          subject.pod ?? '',
          subject.container ?? '',
          family.startsWith('node') ? subject.node : '',
        ].join('/');
        for (const [index, time] of times.entries()) {
          const value = values[index] ?? NaN;
          if (Number.isFinite(value)) samples.set(`${who} ${(time - start) / STEP}`, value);
        }
      }
    }
    return samples;
  };

  it.each([['generation-2'], ['generation-1'], ['without-pods']] as const)(
    'gives every sample back, and none that was not there (Kepler %s)',
    async kepler => {
      const families: SeriesFamily[] = [
        'cpu',
        'memory',
        'cfsPeriods',
        'cfsThrottledPeriods',
        'receivedBytes',
        'transmittedBytes',
        'podWatts',
        'nodeActiveWatts',
        'nodeIdleWatts',
      ];
      const written = await samplesOf(small, families);
      expect(written.size).toBeGreaterThan(2000);
      await reopened({ kepler }, async live => {
        expect(live.step).toBe(STEP);
        const read = await samplesOf(live, families);
        expect(live.notes()).toEqual([]);
        const [missing, added] = [
          [...written.keys()].filter(key => !read.has(key)),
          [...read.keys()].filter(key => !written.has(key)),
        ];
        expect({ missing, added }).toEqual({ missing: [], added: [] });
        // The first rate after a hole is cut short by Prometheus itself, as in life.
        const afterHole = / (31|41)$/;
        const wrong = [...written]
          .filter(([key]) => !afterHole.test(key))
          .filter(([key, value]) => !(Math.abs((read.get(key) ?? NaN) - value) <= 1e-6 * Math.max(1, value)));
        expect(wrong.map(([key, value]) => `${key}: ${read.get(key)} for ${value}`)).toEqual([]);
      });
    },
    60_000,
  );

  it('has an out-of-memory kill where there was one', async () => {
    await reopened({}, async live => {
      const kills = [...(await samplesOf(live, ['oomKills']))].filter(([, value]) => value > 0);
      expect(kills.map(([key, value]) => [key, value])).toContainEqual([
        'oomKills/shop/web-6d49cb8b4f-new01/main/ 10',
        1,
      ]);
    });
  }, 60_000);

  it('shows what kube-state-metrics and OpenCost would have shown', async () => {
    const original = await small.inventory();
    await reopened({}, async live => {
      const inventory = await live.inventory();
      expect(inventory.nodes[0]).toMatchObject({
        name: 'n1',
        instanceType: 'e2-standard-8',
        capacity: { cpu: 8 },
        maxPods: 110,
      });
      for (const workload of original.workloads) {
        const found = inventory.workloads.find(({ id }) => id === workload.id);
        const { kind } = workload.reference;
        expect(found).toMatchObject({
          containers: workload.containers.map(container => ({ ...container, ...NOT_TOLD })),
          autoscaler: workload.autoscaler && {
            ...workload.autoscaler,
            failures: workload.autoscaler.failures.map(({ condition }) => ({ condition, reason: '' })),
          },
          desiredReplicas: workload.desiredReplicas,
          schedule: workload.schedule,
          timeZone: workload.timeZone,
          suspended: workload.suspended,
          labels: workload.labels,
          podLabels: workload.podLabels,
          createdAt: kind === 'Node' ? null : workload.createdAt,
          job: workload.job && { ...workload.job, cleanedUpAfter: null },
          maxUnavailable: kind === 'Deployment' ? workload.maxUnavailable : null,
          scheduling: null,
          volumes: null,
        });
        const told = ({ name, present, trouble }: Pod) => [name, present, trouble];
        expect(found?.pods.map(told).sort()).toEqual(workload.pods.map(told).sort());
      }
      expect(inventory.volumeClaims).toMatchObject(original.volumeClaims);
      expect(inventory.volumes).toEqual(original.volumes?.map(one => ({ ...one, nodeAffinity: null })));
      expect(inventory.disruptionBudgets).toEqual(
        original.disruptionBudgets?.map(one => ({ ...one, selector: null, minAvailable: null })),
      );
      expect(inventory.namespaces).toEqual(original.namespaces);
      expect(inventory.services).toEqual(original.services?.map(one => ({ ...one, selector: null })));
      expect(inventory.nodes).toMatchObject([{ unschedulable: true, createdAt: MADE, gpuModel: 'Tesla-T4' }]);
      expect((await live.prices()).nodes.get('n1')).toMatchObject({ perCore: 0.03, perGiB: 0.004 });
    });
  }, 60_000);

  it('shows the tree of cgroups too, so that a naive sum counts several times', async () => {
    await reopened({}, async (_live, { url }) => {
      const query = async (expression: string) => {
        const response = await fetch(
          `${url}/api/v1/query?${new URLSearchParams({ query: expression, time: String(end - STEP) })}`,
        );
        return Number(
          ((await response.json()) as { data: { result: { value: [number, string] }[] } }).data.result[0]
            ?.value[1],
        );
      };
      const metric = 'container_memory_working_set_bytes';
      const real = await query(`sum(${metric}{container!="",image!=""})`);
      expect(real).toBeGreaterThan(0);
      // Once as itself, once under /metrics/resource, in its pod, and in three groups of the node.
      expect((await query(`sum(${metric})`)) / real).toBeCloseTo(6, 1);
    });
  }, 60_000);
});

describe('inventoryObjects', () => {
  it('are listed by an API server as the recording has them', async () => {
    const api = await startKubernetesApi({ objects: inventoryObjects(await readRecordedCluster(small)) });
    try {
      const { inventory, notes } = await KubernetesInventory.create(
        { type: 'kubeconfig', file: api.kubeconfig },
        'small',
      ).read();
      const original = await small.inventory();
      expect(notes).toEqual([]);
      expect(inventory.nodes).toEqual(original.nodes);
      for (const workload of original.workloads) {
        const { kind } = workload.reference;
        const expected = { ...workload, pods: workload.pods.filter(({ present }) => present) };
        expect(inventory.workloads.find(({ id }) => id === workload.id)).toEqual({
          ...expected,
          // A static pod is what people edit.
          ...(kind === 'Node' ? { labels: workload.podLabels, annotations: workload.podAnnotations } : {}),
        });
      }
      expect(inventory.volumeClaims).toEqual(
        original.volumeClaims.map(claim => ({ ...claim, usedBytes: null })),
      );
      const { volumes, disruptionBudgets, namespaces, services } = original;
      expect(inventory).toMatchObject({ volumes, disruptionBudgets, namespaces, services });
    } finally {
      await api.stop();
    }
  });
});
