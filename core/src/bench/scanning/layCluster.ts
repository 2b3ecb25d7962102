import { Random } from '../../demo/random.ts';
import { type UnixSeconds, unixSeconds } from '../../model/index.ts';
import {
  type Labels,
  type MetricFamily,
  type MetricSeries,
  sampleTimes,
} from '../../testing/prometheus/metricFamily.ts';

export interface LaidCluster {
  /** Pods are two to a workload, with one container each. */
  readonly workloads: number;
  readonly days: number;
  /** Seconds between two scrapes. */
  readonly interval: number;
  readonly end: UnixSeconds;
}

export const PODS_PER_WORKLOAD = 2;
const NAMESPACES = 20;
const NODES = 50;
const HOUR = 3_600;
/** kube-state-metrics is laid for the end of the window only: nothing of it changes. */
const STATE_SECONDS = 2 * HOUR;
const STATE_INTERVAL = 240;
const PATTERNS = 61;

// Short names: they are written once per sample, tens of millions of times.
export const workloadName = (index: number): string => `s${index}`;
export const namespaceOf = (index: number): string => `n${index % NAMESPACES}`;
export const replicaSetOf = (index: number): string => `${workloadName(index)}-6d4`;
export const podsOf = (index: number): string[] =>
  Array.from({ length: PODS_PER_WORKLOAD }, (_, pod) => `${replicaSetOf(index)}-x${pod}`);

/** What cAdvisor and kube-state-metrics would have shown of a cluster that runs on evenly. */
export function layCluster(cluster: LaidCluster): MetricFamily[] {
  const { end, days, interval } = cluster;
  const times = sampleTimes(unixSeconds(end - days * 24 * HOUR), end, interval);
  const { cpu, memory } = patterns(times, interval);
  const containers = (
    name: string,
    type: 'counter' | 'gauge',
    values: readonly Float64Array[],
  ): MetricFamily => ({
    name,
    type,
    series: {
      *[Symbol.iterator](): Generator<MetricSeries> {
        for (const { index, namespace, pod, number } of podsIn(cluster)) {
          const labels = { namespace, pod, container: 'app', image: 'a', job: 'k' };
          yield { labels, times, values: values[(index * PODS_PER_WORKLOAD + number) % PATTERNS] ?? [] };
        }
      },
    },
  });
  return [
    containers('container_cpu_usage_seconds_total', 'counter', cpu),
    containers('container_memory_working_set_bytes', 'gauge', memory),
    ...layState(cluster),
  ];
}

function* podsIn({ workloads }: LaidCluster) {
  for (let index = 0; index < workloads; index += 1) {
    for (const [number, pod] of podsOf(index).entries()) {
      yield { index, number, pod, namespace: namespaceOf(index), node: `node-${(index + number) % NODES}` };
    }
  }
}

/** Some readings that all containers share: text of gigabytes is written of them. */
function patterns(times: Float64Array, interval: number): { cpu: Float64Array[]; memory: Float64Array[] } {
  const random = new Random('bench/scanning');
  const cpu: Float64Array[] = [];
  const memory: Float64Array[] = [];
  for (let pattern = 0; pattern < PATTERNS; pattern += 1) {
    const level = random.logNormal(0.1, 1);
    let total = 0;
    cpu.push(
      times.map(time => {
        const rhythm = 1 + 0.5 * Math.sin((2 * Math.PI * time) / (24 * HOUR));
        total += level * rhythm * random.between(0.7, 1.3) * interval;
        return Math.round(total * 1e3) / 1e3;
      }),
    );
    memory.push(times.map(() => Math.round(level * 2e9 * random.between(0.95, 1.05))));
  }
  return { cpu, memory };
}

/** The families that an inventory, and KRR's owners, are read from. */
function layState(cluster: LaidCluster): MetricFamily[] {
  const { end } = cluster;
  const times = sampleTimes(unixSeconds(end - STATE_SECONDS), end, STATE_INTERVAL);
  const family = (name: string, rows: Iterable<readonly [Labels, number]>): MetricFamily => ({
    name,
    type: 'gauge',
    series: {
      *[Symbol.iterator](): Generator<MetricSeries> {
        for (const [labels, value] of rows) {
          yield {
            labels: { ...labels, job: 'kube-state-metrics' },
            times,
            values: new Float64Array(times.length).fill(value),
          };
        }
      },
    },
  });
  const ofPods = (
    row: (pod: ReturnType<typeof podsIn> extends Generator<infer P> ? P : never) => [Labels, number][],
  ) => [...podsIn(cluster)].flatMap(row);
  const uid = (pod: string) => `uid-${pod}`;
  return [
    family(
      'kube_pod_info',
      ofPods(({ namespace, pod, node }) => [
        [{ namespace, pod, uid: uid(pod), node, host_network: 'false' }, 1],
      ]),
    ),
    family(
      'kube_pod_owner',
      ofPods(({ namespace, pod, index }) => [
        [
          {
            namespace,
            pod,
            owner_kind: 'ReplicaSet',
            owner_name: replicaSetOf(index),
            owner_is_controller: 'true',
          },
          1,
        ],
      ]),
    ),
    family(
      'kube_replicaset_owner',
      Array.from({ length: cluster.workloads }, (_, index): [Labels, number] => [
        {
          namespace: namespaceOf(index),
          replicaset: replicaSetOf(index),
          owner_kind: 'Deployment',
          owner_name: workloadName(index),
          owner_is_controller: 'true',
        },
        1,
      ]),
    ),
    family(
      'kube_pod_start_time',
      ofPods(({ namespace, pod }) => [[{ namespace, pod }, end - 30 * 24 * HOUR]]),
    ),
    family(
      'kube_pod_status_phase',
      ofPods(({ namespace, pod }) => [[{ namespace, pod, phase: 'Running' }, 1]]),
    ),
    family(
      'kube_pod_container_info',
      ofPods(({ namespace, pod }) => [[{ namespace, pod, container: 'app', image: 'app:1' }, 1]]),
    ),
    family(
      'kube_pod_container_resource_requests',
      ofPods(({ namespace, pod }) => [
        [{ namespace, pod, container: 'app', resource: 'cpu', unit: 'core' }, 0.5],
        [{ namespace, pod, container: 'app', resource: 'memory', unit: 'byte' }, 1e9],
      ]),
    ),
    family(
      'kube_node_info',
      Array.from({ length: NODES }, (_, node): [Labels, number] => [{ node: `node-${node}` }, 1]),
    ),
  ];
}
