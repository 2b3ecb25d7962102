import { unixSeconds } from '../../model/index.ts';
import { clusterConfigSchema, MemoryLedger, observe } from '../../observe/index.ts';
import { LiveClusterSource } from '../../observe/live/LiveClusterSource.ts';
import { startPrometheus } from '../../testing/prometheus/startPrometheus.ts';
import { type PrometheusWatch, watchPrometheus } from '../../testing/prometheus/watchPrometheus.ts';
import type { BenchOptions, BenchPart, BenchResult } from '../benchPart.ts';
import { krrQueries } from './krrQueries.ts';
import { type LaidCluster, layCluster, PODS_PER_WORKLOAD } from './layCluster.ts';
import { type Measured, measured } from './measured.ts';

const HOUR = 3_600;
/** A whole hour, some time ago. */
const END = 1_763_697_600;
/** `max_workers` of KRR. */
const KRR_WORKERS = 10;

const FULL = { workloads: 1_000, days: 7, interval: 60 };
const QUICK = { workloads: 100, days: 3, interval: 60 };

export const SCANNING: BenchPart = {
  id: 'scanning',
  summary: 'first and second scan against a real Prometheus, beside the queries of KRR on the same server',
  async run({ say, quick }: BenchOptions): Promise<readonly BenchResult[]> {
    const cluster = { ...(quick ? QUICK : FULL), end: unixSeconds(END) };
    say(
      `  laying ${cluster.workloads * PODS_PER_WORKLOAD} containers × ${cluster.days} days into Prometheus`,
    );
    const laying = performance.now();
    const prometheus = await startPrometheus({ series: layCluster(cluster) });
    say(`  laid in ${((performance.now() - laying) / 1000).toFixed(0)} s`);
    const watch = await watchPrometheus(prometheus.url);
    try {
      return [await against(watch, cluster, say)];
    } finally {
      await watch.stop();
      await prometheus.stop();
    }
  },
};

async function against(
  watch: PrometheusWatch,
  cluster: LaidCluster,
  say: (text: string) => void,
): Promise<BenchResult> {
  const ledger = new MemoryLedger();
  const { url } = watch;
  const scanAt = (now: number) =>
    measured(watch, () =>
      observe(
        LiveClusterSource.create(
          clusterConfigSchema.parse({ id: 'bench', prometheus: { url }, historyDays: cluster.days - 1 / 24 }),
          {
            now: unixSeconds(now),
            openKubernetes: () => Promise.reject(new Error('there is no Kubernetes API here')),
          },
        ),
        { ledger },
      ),
    );
  const samplesOf = ({ result }: Awaited<ReturnType<typeof scanAt>>): number =>
    [...result.usage.values()].reduce(
      (sum, { cpu, memory }) => sum + (cpu?.samples ?? 0) + (memory?.samples ?? 0),
      0,
    );
  say('  first scan');
  const first = await scanAt(cluster.end - HOUR);
  const learnedFirst = samplesOf(first);
  say('  second scan, an hour later');
  const second = await scanAt(cluster.end);
  const learnedSecond = samplesOf(second) - learnedFirst;
  say('  KRR’s queries');
  const krr = await measured(watch, () => replay(url, cluster));
  return resultOf({
    cluster,
    first,
    second,
    krr,
    learnedFirst,
    learnedSecond,
    containers: first.result.usage.size,
  });
}

/** All workloads, as many at once as KRR works on; a query that fails or finds nothing where it should is an error. */
async function replay(url: string, { workloads, days, end }: LaidCluster): Promise<number> {
  let next = 0;
  let series = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < workloads; index = next++) {
      for (const query of krrQueries(index, days)) series += await ask(url, query, end);
    }
  };
  await Promise.all(Array.from({ length: KRR_WORKERS }, worker));
  return series;
}

async function ask(url: string, query: string, time: number): Promise<number> {
  const answer = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query, time: String(time) }),
  });
  const { data } = (await answer.json()) as { data?: { result?: unknown[] } };
  if (!answer.ok || data?.result === undefined) throw new Error(`Prometheus refused ${query}`);
  return data.result.length;
}

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

function resultOf(found: {
  cluster: LaidCluster;
  first: Measured<unknown>;
  second: Measured<unknown>;
  krr: Measured<number>;
  learnedFirst: number;
  learnedSecond: number;
  containers: number;
}): BenchResult {
  const { cluster, first, second, krr, learnedFirst, learnedSecond } = found;
  const pods = cluster.workloads * PODS_PER_WORKLOAD;
  const row = (name: string, of: Measured<unknown>, learned: string) => [
    name,
    count(of.queries),
    `${of.seconds.toFixed(1)} s`,
    count(of.samples),
    learned,
    `${(krr.queries / of.queries).toFixed(1)} ×`,
    `${(krr.seconds / of.seconds).toFixed(1)} ×`,
  ];
  const figuresOf = ({ queries, seconds, samples }: Measured<unknown>) => ({ queries, seconds, samples });
  return {
    title: `Scanning ${count(pods)} containers (${count(cluster.workloads)} workloads) × ${cluster.days} days, scraped every ${cluster.interval} s`,
    columns: [
      '',
      'queries',
      'wall time',
      'samples read by the server',
      'samples learned',
      'queries of KRR',
      'time of KRR',
    ],
    rows: [
      row('GreenOps, first scan', first, count(learnedFirst)),
      row('GreenOps, an hour later', second, count(learnedSecond)),
      row('KRR, every scan', krr, '–'),
    ],
    notes: [
      'The last two columns: how many times as much KRR takes.',
      'A scan of ours includes inventory, surveys and traffic; KRR’s list of workloads from the Kubernetes API is not counted.',
    ],
    figures: {
      cluster,
      containers: found.containers,
      first: { ...figuresOf(first), learned: learnedFirst },
      second: { ...figuresOf(second), learned: learnedSecond },
      krr: { ...figuresOf(krr), series: krr.result },
    },
  };
}
