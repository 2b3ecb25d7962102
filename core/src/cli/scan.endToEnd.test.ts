import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpportunityView } from '../api/index.ts';
import { unixSeconds } from '../model/index.ts';
import {
  describeWithData,
  describeWithPrograms,
  exposedKubernetesObjects,
  exposedNode,
  kubeStateMetricsText,
  type KubernetesObject,
  layKeplerGeneration2,
  layKubernetesExpositions,
  layNezhaPods,
  type MetricFamily,
  type NezhaPod,
  nezhaKubernetesObjects,
  parseExposition,
  readNezhaPods,
  startKubernetesApi,
  startPrometheus,
} from '../testing/index.ts';
import type { ReportDocument } from './output/reportDocument.ts';
import { greenops, type Ran } from './testing/greenops.ts';

/** A cluster that the program is let loose on. */
interface Ground {
  readonly source: readonly string[];
  stop(): Promise<void>;
}

async function startGround(
  cluster: string,
  series: readonly MetricFamily[],
  objects: readonly KubernetesObject[],
): Promise<Ground> {
  const [prometheus, api] = await Promise.all([startPrometheus({ series }), startKubernetesApi({ objects })]);
  return {
    source: ['--cluster', cluster, '--prometheus', prometheus.url, '--kubeconfig', api.kubeconfig],
    stop: async () => {
      await Promise.all([prometheus.stop(), api.stop()]);
    },
  };
}

const report = ({ out }: Ran): ReportDocument => JSON.parse(out) as ReportDocument;
const fact = (view: OpportunityView | undefined, id: string): number | undefined =>
  view?.evidence.find(one => one.id === id)?.value;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Ends so far ahead that the data does not grow old while the tests run. */
const endOfData = () => unixSeconds(Math.floor(Date.now() / 60_000) * 60 + 1800);
const HOURS_PER_MONTH = 730;
const GIB = 2 ** 30;
const MIB = 2 ** 20;
/** OpenCost's default price list, per hour. */
const PER_CORE = 0.031611;
const PER_GIB = 0.004237;

describeWithData('greenops scan, as a user runs it, on the ten Nezha pods', 'nezha-pods', () => {
  describeWithPrograms('a real Prometheus and an API server', ['prometheus', 'promtool', 'openssl'], () => {
    let ground: Ground;
    let pods: readonly NezhaPod[];
    let scanned: ReportDocument;
    const judged = ['--min-history', '12h'];
    const scan = (...options: readonly string[]) => greenops(['scan', ...ground.source, ...options]);

    beforeAll(async () => {
      pods = readNezhaPods();
      ground = await startGround('nezha', layNezhaPods(endOfData(), pods), nezhaKubernetesObjects(pods));
      scanned = report(await scan(...judged, '-o', 'json'));
    }, 120_000);
    afterAll(() => ground.stop());

    /** Samples that lie in the window that was looked at: the data ends later. */
    const seen = ({ samples }: NezhaPod) => samples.slice(0, -40);

    it('finds every container once, and what the raw text says they cost', () => {
      expect(scanned.clusters).toMatchObject([{ id: 'nezha', workloads: 10, containers: 10, nodes: 1 }]);
      // A pod holds what it reserves, or what it uses on average where that is more.
      const mean = (pod: NezhaPod) => sum(seen(pod).map(({ memory }) => memory)) / seen(pod).length;
      const expected = sum(
        pods.map(
          pod =>
            pod.cpuLimit * PER_CORE * HOURS_PER_MONTH +
            (Math.max(pod.memoryLimit, mean(pod)) / GIB) * PER_GIB * HOURS_PER_MONTH,
        ),
      );
      const cost = scanned.clusters[0]?.footprint?.usdPerMonth ?? 0;
      expect(Math.abs(cost - expected) / expected).toBeLessThan(0.002);
    });

    /** Highest use + 10 % and 192 MiB × √(P95 ÷ GiB), where P95 lies between nothing and the highest. */
    const memorySizes = (pod: (typeof pods)[number]) => {
      const highest = Math.max(...seen(pod).map(({ memory }) => memory));
      const size = (p95: number) => highest * 1.1 + Math.min(192 * MIB * Math.sqrt(p95 / GIB), highest);
      return { least: size(0), most: size(highest) };
    };

    it('lowers the memory that the raw text never used', () => {
      const found = scanned.opportunities.filter(({ type }) => type === 'memory-over-requested');
      const savesADollar = (bound: 'least' | 'most') =>
        pods.filter(
          pod => ((pod.memoryLimit - memorySizes(pod)[bound]) / GIB) * PER_GIB * HOURS_PER_MONTH >= 1,
        );
      const names = found.map(({ name }) => name);
      const [surely, possibly] = [savesADollar('most'), savesADollar('least')];
      expect(names).toEqual(expect.arrayContaining(surely.map(({ service }) => service)));
      expect(possibly.map(({ service }) => service)).toEqual(expect.arrayContaining(names));
      expect(names.length).toBeGreaterThan(0);
      for (const pod of pods.filter(({ service }) => names.includes(service))) {
        const view = found.find(({ name }) => name === pod.service);
        const highest = Math.max(...seen(pod).map(({ memory }) => memory));
        expect(fact(view, 'memory.max')).toBe(highest);
        const proposed = Number.parseFloat(view?.changes[0]?.to ?? '') * MIB;
        expect(proposed).toBeGreaterThanOrEqual(memorySizes(pod).least);
        expect(proposed).toBeLessThanOrEqual(memorySizes(pod).most + MIB);
      }
    });

    it('adds the findings up to the total', () => {
      const [cluster] = scanned.clusters;
      expect(cluster?.opportunities).toBe(scanned.opportunities.length);
      expect(cluster?.savingUsdPerMonth).toBeCloseTo(
        sum(scanned.opportunities.map(({ saving }) => saving.nominal.usdPerMonth.likely)),
        9,
      );
    });

    it('judges nothing by 20 hours unless told to, and says so', async () => {
      const short = report(await scan('-o', 'json'));
      // Nothing about what the pods use; that nobody meters the power of the node needs no history.
      expect(short.opportunities.filter(({ workloadId }) => workloadId !== null)).toEqual([]);
      // Hours that have begun count: the same 20 hours may lie in 20 or 21 of them.
      for (const { reason } of short.notAssessed) {
        expect(reason).toMatch(/^Only 2[01] h of history, .+ asks for (3|7|13\.9|14) d$/);
      }
      expect([...new Set(short.notAssessed.map(({ name }) => name))].sort()).toEqual(
        pods.map(({ service }) => service).sort(),
      );
      const { out, code } = await scan();
      expect(out.replaceAll('\n', ' ')).toMatch(/10 × Only 2[01] h of history, policy Balanced asks for 3 d/);
      expect(code).toBe(0);
    }, 60_000);

    it('prints and explains the same number everywhere', async () => {
      const [first] = scanned.opportunities;
      const usd = `$${first?.saving.nominal.usdPerMonth.likely.toFixed(2)}`;
      const [table, markdown, explained] = await Promise.all([
        scan(...judged),
        scan(...judged, '-o', 'markdown'),
        greenops(['explain', first?.id ?? '', ...ground.source, ...judged]),
      ]);
      for (const { out, code } of [table, markdown, explained]) {
        expect(code).toBe(0);
        expect(out).toContain(usd);
      }
      expect(explained.out).toContain(first?.title);
    }, 60_000);

    it('finds the same in its own recording', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'greenops-nezha-'));
      const file = join(folder, 'nezha.greenops');
      expect(await greenops(['record', ...ground.source, '--out', file])).toMatchObject({ code: 0, err: '' });
      const replayed = report(await greenops(['replay', file, ...judged, '-o', 'json']));
      const essence = ({ opportunities, clusters }: ReportDocument) => ({
        ids: opportunities.map(({ id, changes }) => ({ id, changes })),
        cost: clusters[0]?.footprint?.usdPerMonth.toFixed(2),
      });
      expect(essence(replayed)).toEqual(essence(scanned));
      await rm(folder, { recursive: true });
    }, 60_000);
  });
});

/** Workload of each container, from the raw text of kube-state-metrics alone. */
function containersOf(text: string, node: string): readonly string[] {
  const samples = parseExposition(text);
  const ownersOf = (metric: string, label: string) =>
    new Map(
      samples
        .filter(({ name }) => name === metric)
        .map(({ labels }) => [`${labels['namespace']}/${labels[label]}`, labels] as const),
    );
  const [pods, replicaSets, jobs] = [
    ownersOf('kube_pod_owner', 'pod'),
    ownersOf('kube_replicaset_owner', 'replicaset'),
    ownersOf('kube_job_owner', 'job_name'),
  ];
  const containers = samples.filter(({ name }) => name === 'kube_pod_container_info');
  const named = containers.map(({ labels: { namespace, pod, container } }) => {
    const owner = pods.get(`${namespace}/${pod}`);
    const above = { ReplicaSet: replicaSets, Job: jobs }[owner?.['owner_kind'] ?? '']?.get(
      `${namespace}/${owner?.['owner_name']}`,
    );
    const top = above?.['owner_kind'] ? above : owner;
    // A static pod belongs to its node, and is known by its name without the node's.
    const known = top?.['owner_kind'] === 'Node' ? pod?.replace(`-${node}`, '') : top?.['owner_name'] || pod;
    return `${namespace}/${known}/${container}`;
  });
  return [...new Set(named)].sort();
}

describeWithData('greenops scan on a real one-node cluster with Kepler', 'k8s-expositions', () => {
  describeWithPrograms('a real Prometheus and an API server', ['prometheus', 'promtool', 'openssl'], () => {
    let ground: Ground;
    beforeAll(async () => {
      const end = endOfData();
      const laid = { window: { start: unixSeconds(end - 4 * 3600), end }, stepSeconds: 120 };
      ground = await startGround(
        'k8s-1-33',
        [...layKubernetesExpositions('1_33', laid), ...layKeplerGeneration2(laid)],
        exposedKubernetesObjects('1_33'),
      );
    }, 120_000);
    afterAll(() => ground.stop());

    it('accounts for every container of the exposition', async () => {
      const { clusters, notAssessed } = report(await greenops(['scan', ...ground.source, '-o', 'json']));
      const told = notAssessed
        .filter(({ container, reason }) => container !== null && !reason.startsWith('Init'))
        .map(({ namespace, name, container }) => `${namespace}/${name}/${container}`);
      const silent = notAssessed.filter(({ reason }) => reason.startsWith('None of its pods runs'));
      const expected = containersOf(kubeStateMetricsText('1_33'), exposedNode('1_33')).filter(
        path => !silent.some(({ namespace, name }) => path.startsWith(`${namespace}/${name}/`)),
      );
      expect([...new Set(told)].sort()).toEqual(expected);
      expect(clusters[0]?.containers).toBeGreaterThanOrEqual(expected.length);
    }, 60_000);

    it('is found healthy by the doctor, but for what it does not have', async () => {
      const { out, code } = await greenops(['doctor', ...ground.source]);
      expect(out).toContain('✓ kepler v0.11.3\n  It meters 1 node\n');
      expect(out).toContain('○ opencost  missing');
      expect(out).toContain('✓ kubernetes v1.33.0');
      expect(code).toBe(0);
    }, 60_000);
  });
});
