import { containerKey, type Inventory, unixSeconds, type Workload } from '../model/index.ts';
import type { ClusterSource, SeriesChunk, SeriesFamily } from '../observe/clusterSource.ts';
import { demoClusters } from './demoClusters.ts';
import { readSeries, sumBy, traceOf } from './testing/readCluster.ts';
import { mean, quantile, traceStatistics } from './testing/traceStatistics.ts';

const OPTIONS = { seed: 7, end: unixSeconds(1_794_787_200), days: 14 };

interface Read {
  readonly source: ClusterSource;
  readonly inventory: Inventory;
  readonly series: ReadonlyMap<SeriesFamily, readonly SeriesChunk[]>;
}

const read = async (source: ClusterSource): Promise<Read> => ({
  source,
  inventory: await source.inventory(),
  series: await readSeries(source),
});

let shop: Read;
let platform: Read;
beforeAll(async () => {
  const [first, second] = demoClusters(OPTIONS);
  if (!first || !second) throw new Error('there should be two clusters');
  [shop, platform] = [await read(first), await read(second)];
}, 60_000);

const both = () => [shop, platform];
const named = ({ inventory }: Read, name: string): Workload => {
  const found = inventory.workloads.find(({ reference }) => reference.name === name);
  if (!found) throw new Error(`no workload ${name}`);
  return found;
};

/** All samples of a workload's container. */
function samples(
  cluster: Read,
  name: string,
  family: SeriesFamily,
  container = named(cluster, name).containers[0]?.name,
): number[] {
  const pods = new Set(named(cluster, name).pods.map(pod => pod.name));
  return (cluster.series.get(family) ?? [])
    .filter(
      ({ subject }) =>
        pods.has(subject.pod ?? '') && (subject.container === null || subject.container === container),
    )
    .flatMap(chunk => Array.from(chunk.values));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const nodeOf = ({ inventory }: Read) =>
  new Map(inventory.workloads.flatMap(({ pods }) => pods.map(pod => [pod.name, pod.node ?? ''] as const)));

describe('the demo clusters', () => {
  it('say that they are demos', () => {
    for (const { source } of both()) {
      expect(source.cluster.demo).toBe(true);
      expect(source.cluster.name).toMatch(/demo.*generated/i);
      expect(source.notes()[0]?.message).toContain('generated');
    }
  });

  it('are large enough to be worth looking at', () => {
    for (const { inventory, source } of both()) {
      expect(inventory.workloads.length).toBeGreaterThanOrEqual(25);
      expect(inventory.workloads.length).toBeLessThanOrEqual(40);
      expect(source.window.end - source.window.start).toBe(14 * 86_400);
      expect(new Set(inventory.nodes.map(({ pool }) => pool)).size).toBeGreaterThanOrEqual(3);
      expect(inventory.nodes.some(({ spot }) => spot)).toBe(true);
      expect(new Set(inventory.workloads.map(({ reference }) => reference.kind))).toEqual(
        new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']),
      );
      expect(inventory.volumeClaims.some(({ mountedBy }) => mountedBy.length === 0)).toBe(true);
      expect(inventory.workloads.some(({ autoscaler }) => autoscaler !== null)).toBe(true);
    }
  });

  it('name every pod once, and the series are of pods that are listed', () => {
    for (const { inventory, series } of both()) {
      for (const key of ['uid', 'name'] as const) {
        const keys = inventory.workloads.flatMap(({ pods }) => pods.map(pod => pod[key]));
        expect(new Set(keys).size).toBe(keys.length);
      }
      const containers = new Set(
        inventory.workloads.flatMap(({ pods, containers: list }) =>
          pods.flatMap(pod => list.map(({ name }) => containerKey(pod.name, name))),
        ),
      );
      for (const { subject } of series.get('cpu') ?? [])
        expect(containers).toContain(containerKey(subject.pod ?? '', subject.container ?? ''));
    }
  });

  it('give the same for the same seed, and another for another', async () => {
    const options = { ...OPTIONS, days: 1 };
    const [once] = demoClusters(options);
    const [again] = demoClusters(options);
    const [other] = demoClusters({ ...options, seed: 8 });
    if (!once || !again || !other) throw new Error('there should be clusters');
    const all = async (source: ClusterSource) =>
      JSON.stringify([await source.inventory(), [...(await readSeries(source))]]);
    expect((await all(again)) === (await all(once))).toBe(true);
    expect((await all(other)) === (await all(once))).toBe(false);
  }, 30_000);
});

describe('the demo clusters are physically possible', () => {
  it.each(['cpu', 'memory'] as const)('no node uses more %s than it has', resource => {
    for (const cluster of both()) {
      const nodes = nodeOf(cluster);
      const totals = sumBy(cluster.series.get(resource) ?? [], ({ subject }) => nodes.get(subject.pod ?? ''));
      for (const node of cluster.inventory.nodes) {
        expect(Math.max(...(totals.get(node.name)?.values() ?? []))).toBeLessThanOrEqual(
          node.capacity[resource] ?? 0,
        );
      }
    }
  });

  it('what runs at the end fits the nodes by its requests, GPUs and taints included', () => {
    for (const { inventory } of both()) {
      for (const node of inventory.nodes) {
        const here = inventory.workloads.flatMap(workload =>
          workload.pods.filter(pod => pod.node === node.name && pod.phase === 'Running').map(() => workload),
        );
        for (const resource of ['cpu', 'memory', 'gpus'] as const) {
          const requested = sum(
            here.flatMap(({ containers }) =>
              containers.filter(({ role }) => role !== 'init').map(({ requests }) => requests[resource] ?? 0),
            ),
          );
          expect(requested).toBeLessThanOrEqual((node.allocatable[resource] ?? 0) + 1e-6);
        }
        expect(here.length).toBeLessThanOrEqual(node.maxPods ?? 0);
      }
    }
  });

  it('no container passes its limits', () => {
    for (const cluster of both()) {
      for (const { containers, reference } of cluster.inventory.workloads) {
        for (const { limits, name } of containers.filter(({ role }) => role !== 'init')) {
          for (const resource of ['cpu', 'memory'] as const) {
            if (limits[resource] === null) continue;
            expect(Math.max(...samples(cluster, reference.name, resource, name))).toBeLessThanOrEqual(
              limits[resource],
            );
          }
        }
      }
    }
  });

  it('active power of a node is that of its pods and the share that belongs to none', () => {
    const nodes = nodeOf(shop);
    const ofPods = sumBy(shop.series.get('podWatts') ?? [], ({ subject }) => nodes.get(subject.pod ?? ''));
    const ofNodes = sumBy(
      shop.series.get('nodeActiveWatts') ?? [],
      ({ subject }) => subject.node ?? undefined,
    );
    expect(ofNodes.size).toBe(shop.inventory.nodes.length);
    // 6 % belong to no pod; both are sums of floats, hence the tolerance.
    const deviations = [...ofNodes].flatMap(([node, watts]) =>
      [...watts].map(([time, active]) =>
        Math.abs((ofPods.get(node)?.get(time) ?? Number.NaN) - active * 0.94),
      ),
    );
    expect(deviations.length).toBeGreaterThan(9 * 4000);
    expect(Math.max(...deviations)).toBeLessThan(1e-9);
    expect(platform.series.has('podWatts')).toBe(false);
  });
});

describe('good and bad citizens', () => {
  const request = (cluster: Read, name: string, resource: 'cpu' | 'memory') =>
    named(cluster, name).containers[0]?.requests[resource] ?? Number.NaN;

  it.each<[string, () => Read, 'cpu' | 'memory', number, number]>([
    ['product-catalog', () => shop, 'cpu', 0, 0.6],
    ['product-catalog', () => shop, 'memory', 0, 0.4],
    ['zookeeper', () => platform, 'cpu', 0, 0.1],
    ['ad-service', () => shop, 'memory', 0, 0.4],
    ['fraud-check', () => shop, 'cpu', 3, 9],
    ['label-printer', () => shop, 'memory', 2, 4],
    ['orders-postgres', () => shop, 'memory', 0.7, 1],
    ['warehouse-bridge', () => shop, 'cpu', 0.7, 1],
    ['kafka', () => platform, 'memory', 0.7, 1],
  ])('%s: 95th percentile of its use against what it asked for', (name, cluster, resource, low, high) => {
    const share = quantile(samples(cluster(), name, resource), 0.95) / request(cluster(), name, resource);
    expect(share).toBeGreaterThanOrEqual(low);
    expect(share).toBeLessThanOrEqual(high);
  });

  it.each([
    ['legacy-wishlist', () => shop],
    ['old-dashboards', () => platform],
    ['notebook-anna', () => platform],
  ])('%s does nothing: no CPU to speak of, no traffic, never zero pods', (name, cluster) => {
    expect(quantile(samples(cluster(), name, 'cpu'), 0.99)).toBeLessThan(0.02);
    expect(mean(samples(cluster(), name, 'receivedBytes'))).toBeLessThan(100);
    expect(named(cluster(), name).desiredReplicas).toBeGreaterThan(0);
  });

  it.each([
    ['recommendation', () => shop],
    ['kafka-connect', () => platform],
  ])('%s leaks and is killed again and again', (name, cluster) => {
    const kills = sum(samples(cluster(), name, 'oomKills'));
    expect(kills).toBeGreaterThanOrEqual(4);
    expect(sum(named(cluster(), name).pods.map(({ restarts }) => restarts))).toBeGreaterThanOrEqual(kills);
  });

  it.each([
    ['currency', () => shop, 0.02],
    ['indexer', () => shop, 0.1],
    ['airflow-worker', () => platform, 0.1],
  ])('%s is throttled at its limit', (name, cluster, atLeast) => {
    const share =
      sum(samples(cluster(), name, 'cfsThrottledPeriods')) / sum(samples(cluster(), name, 'cfsPeriods'));
    expect(share).toBeGreaterThan(atLeast);
    expect(share).toBeLessThan(1);
  });

  it('checkout is throttled by nothing: without a CPU limit there is nothing to count', () => {
    expect(samples(shop, 'checkout', 'cfsPeriods')).toEqual([]);
  });

  it('a GPU is used, another is held for nothing', () => {
    const gpus = platform.inventory.workloads.filter(({ containers }) =>
      containers.some(({ requests }) => requests.gpus),
    );
    expect(gpus.map(({ reference }) => reference.name)).toEqual(['model-server', 'notebook-anna']);
  });

  it('some have sidecars, init containers, no requests, past pods, finished Jobs', () => {
    expect(named(shop, 'frontend').containers.map(({ role }) => role)).toEqual(['main', 'sidecar', 'init']);
    expect(named(shop, 'image-resizer').containers[0]?.requests).toEqual({
      cpu: null,
      memory: null,
      gpus: null,
    });
    expect(new Set(named(shop, 'product-catalog').pods.map(pod => pod.name.split('-').at(-2))).size).toBe(3);
    expect(named(shop, 'product-catalog').pods.filter(({ present }) => present)).toHaveLength(3);
    const jobs = named(shop, 'invoice-renderer').pods;
    expect(jobs).toHaveLength(14);
    expect(jobs.filter(({ phase, present }) => phase === 'Succeeded' && present)).toHaveLength(3);
  });

  it('some were switched off, some are new, some are hardly scraped', () => {
    expect(named(shop, 'shop-pr-4711').desiredReplicas).toBe(0);
    expect(named(shop, 'shop-pr-4711').pods.filter(({ present }) => present)).toEqual([]);
    // 14 − 7.5 days of pods that are no longer there.
    expect(samples(shop, 'shop-pr-4711', 'cpu').length / 288).toBeCloseTo(6.5, 0);
    expect(samples(shop, 'loyalty', 'cpu').length / 288 / 2).toBeCloseTo(2, 0);
    expect(samples(shop, 'reviews', 'cpu').length / 288 / 14 / 2).toBeLessThan(0.6);
    expect(new Set(named(shop, 'load-generator').pods.map(({ name }) => name)).size).toBe(10);
  });

  it('an autoscaled workload has more pods in the evening than in the night', () => {
    const frontend = named(shop, 'frontend');
    expect(frontend.pods.length).toBeGreaterThan(20);
    const byTime = [
      ...sumBy(
        (shop.series.get('cpu') ?? [])
          .filter(({ subject }) => subject.container === 'server')
          .map(chunk => ({ ...chunk, values: Array.from(chunk.values, () => 1) })),
        ({ subject }) => (frontend.pods.some(({ name }) => name === subject.pod) ? 'frontend' : undefined),
      ).values(),
    ][0];
    const countAt = (utcHour: number) =>
      mean(
        [...(byTime ?? [])]
          .filter(([time]) => Math.floor(time / 3600) % 24 === utcHour)
          .map(([, count]) => count),
      );
    expect(countAt(19)).toBeGreaterThan(1.5 * countAt(3));
  });

  it('the rhythm of the day is in what a pod does, not only in the pattern', () => {
    const pods = new Set(named(shop, 'product-catalog').pods.map(({ name }) => name));
    const longest = (shop.series.get('cpu') ?? [])
      .filter(({ subject }) => pods.has(subject.pod ?? ''))
      .sort((a, b) => b.times.length - a.times.length)[0];
    expect(longest && traceStatistics(traceOf(longest)).dayCorrelation).toBeGreaterThan(0.4);
  });
});
