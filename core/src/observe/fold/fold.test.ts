import {
  type Inventory,
  type Pod,
  type QuantileSketch,
  seconds,
  type TimeWindow,
  unixSeconds,
  type Workload,
  workloadId,
} from '../../model/index.ts';
import type { SeriesChunk, SeriesFamily } from '../clusterSource.ts';
import { learnedFrom } from '../learn/testing/learnedFrom.ts';
import { expectedSamples } from './expectedSamples.ts';

const step = seconds(300);
const window = { start: unixSeconds(0), end: unixSeconds(7200) };

const pod = (name: string, changes: Partial<Pod> = {}): Pod => ({
  name,
  uid: name,
  node: 'n1',
  phase: 'Running',
  startedAt: unixSeconds(0),
  restarts: 0,
  present: true,
  hostNetwork: false,
  trouble: null,
  ...changes,
});

function workload(name: string, pods: Pod[]): Workload {
  const reference = { clusterId: 'c', namespace: 'shop', kind: 'Deployment', name };
  const none = { cpu: null, memory: null, gpus: null };
  return {
    id: workloadId(reference),
    reference,
    containers: [
      {
        name: 'app',
        role: 'main',
        image: '',
        requests: none,
        limits: none,
        security: null,
        runtimeSettings: null,
        imagePullPolicy: null,
      },
    ],
    pods,
    desiredReplicas: pods.length,
    autoscaler: null,
    labels: {},
    annotations: {},
    schedule: null,
    podLabels: {},
    timeZone: null,
    suspended: false,
    createdAt: null,
    job: null,
    maxUnavailable: null,
    terminationGracePeriod: null,
    scheduling: null,
    volumes: null,
  };
}

const inventoryOf = (...workloads: Workload[]): Inventory => ({
  observedAt: window.end,
  nodes: [],
  workloads,
  volumeClaims: [],
  volumes: null,
  disruptionBudgets: null,
  namespaces: null,
  services: null,
});

const chunk = (
  family: SeriesFamily,
  podName: string,
  times: number[],
  values: number[],
  container: string | null = 'app',
): SeriesChunk => ({
  family,
  subject: { namespace: 'shop', pod: podName, container, node: null, object: null },
  times,
  values,
});

const node = (family: SeriesFamily, times: number[], values: number[]): SeriesChunk => ({
  family,
  subject: { namespace: null, pod: null, container: null, node: 'n1', object: null },
  times,
  values,
});

const grid = Array.from({ length: 24 }, (_, index) => index * 300);

const cpuOf = (chunks: SeriesChunk[], of: { window?: TimeWindow } = {}) => {
  const web = workload('web', [pod('p'), pod('q')]);
  return learnedFrom(inventoryOf(web), chunks, { step, ...of }).containers.get(`${web.id}/app`)?.cpu;
};
const threeHours = { window: { ...window, end: unixSeconds(10_800) } };

describe('one resource of one container', () => {
  it('counts what it cannot use by reason, over chunks of one series', () => {
    const cpu = cpuOf(
      [
        chunk('cpu', 'p', [0, 300, 600, 900, 1200], [1, NaN, -1, Infinity, 2]),
        chunk('cpu', 'p', [1200, 900, 1500], [9, 9, 3]),
        // Another pod has times of its own.
        chunk('cpu', 'q', [-300, 0], [4, 4]),
      ],
      threeHours,
    );
    expect(cpu).toMatchObject({
      samples: 4,
      mean: 2.5,
      max: 4,
      dropped: { notANumber: 2, negative: 1, duplicate: 1, outOfOrder: 1, late: 1 },
    });
  });

  it('leaves what lies after the span for the next time', () => {
    expect(cpuOf([chunk('cpu', 'p', [0, 7200], [1, 9])])).toMatchObject({
      samples: 1,
      dropped: { late: 0, outOfOrder: 0 },
    });
  });

  it('keeps mean, highest and count of each hour, none for an hour without a sample', () => {
    const cpu = cpuOf(
      [chunk('cpu', 'p', [0, 3599, 7200], [1, 3, 5]), chunk('cpu', 'q', [300], [8])],
      threeHours,
    );
    expect(cpu?.hourly).toEqual([
      { hour: 0, mean: 4, max: 8, samples: 3 },
      { hour: 7200, mean: 5, max: 5, samples: 1 },
    ]);
  });

  it('is no data, not zero, without a usable sample', () => {
    expect(cpuOf([chunk('cpu', 'p', [0], [NaN])])).toBeUndefined();
    expect(cpuOf([chunk('cpu', 'p', [0], [0])])).toMatchObject({ samples: 1, mean: 0, max: 0 });
  });

  it('keeps the start of a pod apart from its steady state, day by day', () => {
    const web = workload('web', [pod('p', { startedAt: unixSeconds(900) })]);
    const { containers } = learnedFrom(
      inventoryOf(web),
      [chunk('cpu', 'p', [600, 900, 1200, 1500, 86_400], [7, 5, 4, 1, 2])],
      { step, window: { ...window, end: unixSeconds(2 * 86_400) } },
    );
    const usage = containers.get(`${web.id}/app`);
    expect(usage?.cpu).toMatchObject({ samples: 5, mean: 3.8, max: 7 });
    expect(usage?.days.map(({ day }) => day)).toEqual([0, 86_400]);
    const [first, second] = usage?.days ?? [];
    const told = (sketch: QuantileSketch | null | undefined) =>
      sketch && [sketch.count, sketch.max, sketch.sum];
    // What lies before the start is another pod's of the same name.
    expect(told(first?.cpu?.steady)).toEqual([2, 7, 8]);
    expect(told(first?.cpu?.startUp)).toEqual([2, 5, 9]);
    expect(first?.cpu?.expectedSamples).toBe(286);
    expect(second?.cpu).toMatchObject({ startUp: null, expectedSamples: 288 });
    expect(second?.memory).toBeNull();
  });
});

describe('expectedSamples', () => {
  const expected = (pods: Pod[], seen: Record<string, [number, number]>, role: 'main' | 'init' = 'main') =>
    expectedSamples({
      pods,
      role,
      step,
      seen: new Map(Object.entries(seen).map(([name, [first, last]]) => [name, { first, last }])),
    });

  it.each([
    ['a pod that ran all the time', [pod('p')], { p: [0, 6900] }, 24],
    ['a hole at the end of a running pod', [pod('p')], { p: [0, 3300] }, 24],
    [
      'a pod that started before the window',
      [pod('p', { startedAt: unixSeconds(-9e5) })],
      { p: [0, 6900] },
      24,
    ],
    [
      'a pod that started in the middle',
      [pod('p', { startedAt: unixSeconds(3700) })],
      { p: [3900, 6900] },
      11,
    ],
    ['a pod that is gone', [pod('p', { present: false })], { p: [0, 3300] }, 12],
    ['a pod that has finished', [pod('p', { phase: 'Succeeded' })], { p: [600, 900] }, 2],
    ['a running pod without a sample', [pod('p'), pod('q')], { p: [0, 6900] }, 48],
    ['a pod that waits', [pod('p'), pod('q', { phase: 'Pending', startedAt: null })], { p: [0, 6900] }, 24],
    [
      'a StatefulSet pod seen before its latest start',
      [pod('p', { startedAt: unixSeconds(6000) })],
      { p: [0, 6900] },
      24,
    ],
  ] as [string, Pod[], Record<string, [number, number]>, number][])('of %s', (_, pods, seen, samples) => {
    expect(expected(pods, seen)(window)).toBe(samples);
    const middle = unixSeconds(3600);
    const halves = [
      { start: window.start, end: middle },
      { start: middle, end: window.end },
    ];
    expect(halves.reduce((total, half) => total + expected(pods, seen)(half), 0)).toBe(samples);
  });

  it('of an init container are those of its run', () => {
    expect(expected([pod('p')], { p: [0, 300] }, 'init')(window)).toBe(2);
  });
});

describe('a step of learning', () => {
  it('puts the pods of a workload together and tells the coverage', () => {
    const web = workload('web', [pod('a'), pod('b')]);
    const half = grid.slice(0, 12);
    const { containers } = learnedFrom(inventoryOf(web), [
      chunk(
        'cpu',
        'a',
        grid,
        grid.map(() => 1),
      ),
      chunk(
        'cpu',
        'b',
        half,
        half.map(() => 4),
      ),
      chunk('memory', 'a', [0], [100]),
      chunk('oomKills', 'a', [300, 600], [0, 1]),
    ]);
    expect(containers.get(`${web.id}/app`)).toMatchObject({
      workloadId: web.id,
      container: 'app',
      pods: 2,
      cpu: { samples: 36, expectedSamples: 48, coverage: 0.75, mean: 2, max: 4 },
      memory: { samples: 1, max: 100 },
      throttling: null,
      oomKills: 1,
    });
  });

  it('gives the samples of a reused pod name to the pod that is there', () => {
    const old = workload('old', [pod('db-0', { present: false })]);
    const current = workload('current', [pod('db-0')]);
    for (const inventory of [inventoryOf(old, current), inventoryOf(current, old)]) {
      const { containers } = learnedFrom(inventory, [chunk('cpu', 'db-0', [0], [1])]);
      expect([...containers.keys()]).toEqual([`${current.id}/app`]);
    }
  });

  it('remembers strangers', () => {
    const { strangers, containers } = learnedFrom(inventoryOf(), [
      chunk('cpu', 'ghost', [0], [1]),
      chunk('memory', 'ghost', [0], [1]),
    ]);
    expect([...strangers]).toEqual(['shop/ghost/app']);
    expect(containers.size).toBe(0);
  });

  it('learns the traffic of a pod, in each direction, over all pods with a network of their own', () => {
    const web = workload('web', [pod('a'), pod('b'), pod('h', { hostNetwork: true })]);
    const { traffic } = learnedFrom(inventoryOf(web), [
      chunk('receivedBytes', 'a', [0, 300], [10, 20], null),
      chunk('receivedBytes', 'b', [0, 300], [1, 2], null),
      chunk('transmittedBytes', 'a', [300, 600], [100, 200], null),
      chunk('receivedBytes', 'h', [0], [1e9], null),
      chunk('receivedBytes', 'a', [9_000_000], [1e9], null),
    ]);
    expect(traffic.get(web.id)).toEqual({
      workloadId: web.id,
      received: { samples: 4, mean: 33 / 4, p99: expect.closeTo(20, 0), max: 20 },
      transmitted: { samples: 2, mean: 150, p99: expect.closeTo(198.4, 1), max: 200 },
    });
  });

  it('learns how often an autoscaler stands at its ends', () => {
    const ends = { minReplicas: 2, maxReplicas: 5, currentReplicas: 2, targets: [], failures: [] };
    const web = {
      ...workload('web', [pod('a')]),
      autoscaler: { kind: 'ScaledObject' as const, name: 'web', ...ends },
    };
    const replicas: SeriesChunk = {
      family: 'autoscalerReplicas',
      subject: { namespace: 'shop', pod: null, container: null, node: null, object: 'keda-hpa-web' },
      times: [0, 300, 600, 900],
      values: [2, 2, 3, 5],
    };
    expect(learnedFrom(inventoryOf(web), [replicas]).autoscaling.get(web.id)).toEqual({
      workloadId: web.id,
      samples: 4,
      atMinimum: 0.5,
      atMaximum: 0.25,
      meanReplicas: 3,
    });
  });

  it('learns what GPUs do, slices included', () => {
    const train = workload('train', [pod('a')]);
    const gpu = (family: SeriesFamily, object: string, values: number[]): SeriesChunk => ({
      family,
      subject: { namespace: 'shop', pod: 'a', container: 'app', node: null, object },
      times: values.map((_, index) => index * 300),
      values,
    });
    const { gpus } = learnedFrom(inventoryOf(train), [
      gpu('gpuUtilization', 'GPU-1/7', [0, 0.5, 1]),
      gpu('gpuMemory', 'GPU-1/7', [1e9, 2e9]),
      gpu('gpuUtilization', 'GPU-2', [0]),
      gpu('gpuWatts', 'GPU-2', [50, 70]),
    ]);
    expect(gpus).toMatchObject([
      {
        device: 'GPU-1/7',
        samples: 3,
        meanUtilization: 0.5,
        maxUtilization: 1,
        maxMemory: 2e9,
        meanWatts: null,
      },
      { device: 'GPU-2', meanUtilization: 0, maxMemory: null, meanWatts: 60, container: 'app' },
    ]);
  });

  it('counts work done by the hour, over all pods', () => {
    const web = workload('web', [pod('a'), pod('b')]);
    const orders = (name: string, times: number[], values: number[]): SeriesChunk => ({
      family: 'functionalUnits',
      subject: { namespace: 'shop', pod: name, container: null, node: null, object: 'order' },
      times,
      values,
    });
    const { functionalUnits } = learnedFrom(inventoryOf(web), [
      orders('a', [0, 300, 3600], [10, 20, 0]),
      orders('b', [300], [2.5]),
    ]);
    expect(functionalUnits.get(web.id)).toMatchObject({
      unit: 'order',
      hourly: [
        { hour: 0, count: 32.5 },
        { hour: 3600, count: 0 },
      ],
    });
  });

  it('tells power by the hour: a pod that was there half of the time has half of what it drew', () => {
    const web = workload('web', [pod('a'), pod('b')]);
    const { power } = learnedFrom(inventoryOf(web), [
      chunk('podWatts', 'a', [0, 300, 3600, 3900], [4, 4, 8, 8], null),
      chunk('podWatts', 'b', [300], [10], null),
      node('nodeActiveWatts', [0, 300, 3600, 3900], [10, 20, 30, 40]),
      node('nodeIdleWatts', [0, 300], [5, 7]),
      chunk('cpu', 'a', [0, 300], [1, 2]),
      chunk('cpu', 'a', [0, 300], [0.5, 0.5], 'sidecar'),
    ]);
    const [a, b] = power.podWatts();
    expect(a).toMatchObject({ namespace: 'shop', pod: 'a', node: null, value: 6 });
    expect(a?.hourly).toEqual([
      { hour: 0, value: 4 },
      { hour: 3600, value: 8 },
    ]);
    expect(b).toMatchObject({ pod: 'b', value: 2.5 });
    expect(b?.hourly).toEqual([{ hour: 0, value: 5 }]);
    expect(power.podCores()).toMatchObject([{ pod: 'a', value: 2 }]);
    expect(power.nodes()).toEqual([
      {
        node: 'n1',
        active: 25,
        activeWhileThere: 25,
        idle: 6,
        hourly: [
          { hour: 0, active: 15, idle: 6 },
          { hour: 3600, active: 35, idle: null },
        ],
      },
    ]);
  });
});
