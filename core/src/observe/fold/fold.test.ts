import {
  cores,
  type Inventory,
  type Pod,
  seconds,
  unixSeconds,
  type Workload,
  workloadId,
} from '../../model/index.ts';
import type { SeriesChunk, SeriesFamily } from '../clusterSource.ts';
import { ChunkFolder } from './ChunkFolder.ts';
import { ResourceFolder } from './ResourceFolder.ts';
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

const grid = Array.from({ length: 24 }, (_, index) => index * 300);

describe('ResourceFolder', () => {
  it('counts what it cannot use by reason, over chunks of one series', () => {
    const folder = new ResourceFolder(cores, { ...window, end: unixSeconds(10_800) });
    folder.add('p', [0, 300, 600, 900, 1200], [1, NaN, -1, Infinity, 2]);
    folder.add('p', [1200, 900, 1500], [9, 9, 3]);
    // Another pod has times of its own.
    folder.add('q', [0], [4]);
    expect(folder.finish(0)).toMatchObject({
      samples: 4,
      mean: 2.5,
      max: 4,
      dropped: { notANumber: 2, negative: 1, duplicate: 1, outOfOrder: 1 },
    });
  });

  it('keeps mean, highest and count of each hour, none for an hour without a sample', () => {
    const folder = new ResourceFolder(cores, { ...window, end: unixSeconds(10_800) });
    folder.add('p', [0, 3599, 7200], [1, 3, 5]);
    folder.add('q', [300], [8]);
    expect(folder.finish(0)?.hourly).toEqual([
      { hour: 0, mean: 4, max: 8, samples: 3 },
      { hour: 7200, mean: 5, max: 5, samples: 1 },
    ]);
  });

  it('is no data, not zero, without a usable sample', () => {
    const folder = new ResourceFolder(cores, { ...window, end: unixSeconds(10_800) });
    folder.add('p', [0], [NaN]);
    expect(folder.finish(24)).toBeNull();
  });
});

describe('expectedSamples', () => {
  const expected = (pods: Pod[], seen: Record<string, [number, number]>, role: 'main' | 'init' = 'main') =>
    expectedSamples({
      pods,
      role,
      window,
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
    expect(expected(pods, seen)).toBe(samples);
  });

  it('of an init container are those of its run', () => {
    expect(expected([pod('p')], { p: [0, 300] }, 'init')).toBe(2);
  });
});

describe('ChunkFolder', () => {
  it('puts the pods of a workload together and tells the coverage', () => {
    const web = workload('web', [pod('a'), pod('b')]);
    const folder = new ChunkFolder(inventoryOf(web), window, step);
    folder.add(
      chunk(
        'cpu',
        'a',
        grid,
        grid.map(() => 1),
      ),
    );
    folder.add(
      chunk(
        'cpu',
        'b',
        grid.slice(0, 12),
        grid.slice(0, 12).map(() => 4),
      ),
    );
    folder.add(chunk('memory', 'a', [0], [100]));
    folder.add(chunk('oomKills', 'a', [300, 600], [0, 1]));
    const usage = folder.usage().get(`${web.id}/app`);
    expect(usage).toMatchObject({
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
      const folder = new ChunkFolder(inventory, window, step);
      folder.add(chunk('cpu', 'db-0', [0], [1]));
      expect([...folder.usage().keys()]).toEqual([`${current.id}/app`]);
    }
  });

  it('remembers strangers', () => {
    const folder = new ChunkFolder(inventoryOf(), window, step);
    folder.add(chunk('cpu', 'ghost', [0], [1]));
    folder.add(chunk('memory', 'ghost', [0], [1]));
    expect([...folder.strangers]).toEqual(['shop/ghost/app']);
    expect(folder.usage().size).toBe(0);
  });

  it('learns the traffic of a pod, in each direction, over all pods with a network of their own', () => {
    const web = workload('web', [pod('a'), pod('b'), pod('h', { hostNetwork: true })]);
    const folder = new ChunkFolder(inventoryOf(web), window, step);
    folder.add(chunk('receivedBytes', 'a', [0, 300], [10, 20], null));
    folder.add(chunk('receivedBytes', 'b', [0, 300], [1, 2], null));
    folder.add(chunk('transmittedBytes', 'a', [300, 600], [100, 200], null));
    folder.add(chunk('receivedBytes', 'h', [0], [1e9], null));
    folder.add(chunk('receivedBytes', 'a', [9_000_000], [1e9], null));
    expect(folder.traffic().get(web.id)).toEqual({
      workloadId: web.id,
      received: { samples: 4, mean: 33 / 4, p99: expect.closeTo(20, 0), max: 20 },
      transmitted: { samples: 2, mean: 150, p99: expect.closeTo(198.4, 1), max: 200 },
    });
  });
});
