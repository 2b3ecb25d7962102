import type { SeriesFamily } from '../../observe/clusterSource.ts';
import type { Labels, MetricFamily, MetricSeries } from '../prometheus/metricFamily.ts';
import { type CollectedSeries, sumSeries } from './collectSeries.ts';
import { counterOf, eventCounterOf, SECONDS_BEFORE_MOMENT } from './counterOf.ts';
import { containerId, type RecordedCluster, type RecordedPod, sandboxId } from './recordedCluster.ts';

const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10';
/** What the pause container of the scraped clusters in `k8s-expositions` used: CPU seconds in all, bytes. */
const PAUSE_CPU_SECONDS = 0.015;
const PAUSE_MEMORY_BYTES = 540_672;

/**
 * A gauge as it was scraped just before the moment it is for: five minutes after its last sample, which is
 * the usual step, Prometheus takes it for gone, and a step without a value has none.
 */
const scrapedBefore = ({ times, values }: Pick<CollectedSeries, 'times' | 'values'>) => ({
  times: times.map(time => time - SECONDS_BEFORE_MOMENT),
  values,
});

interface ContainerMetric {
  readonly family: SeriesFamily;
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly lay: (
    series: Pick<CollectedSeries, 'times' | 'values'>,
    stepSeconds: number,
  ) => Pick<MetricSeries, 'times' | 'values'>;
  /** Reading of the pause container; absent where it has no series. */
  readonly pause?: number;
  /** Further labels. */
  readonly labels?: Labels;
  /** Also served by the kubelet under `/metrics/resource`. */
  readonly onResourceEndpoint?: boolean;
}

const METRICS: readonly ContainerMetric[] = [
  {
    family: 'cpu',
    name: 'container_cpu_usage_seconds_total',
    type: 'counter',
    lay: (series, step) => counterOf(series, step, true),
    pause: PAUSE_CPU_SECONDS,
    labels: { cpu: 'total' },
    onResourceEndpoint: true,
  },
  {
    family: 'memory',
    name: 'container_memory_working_set_bytes',
    type: 'gauge',
    lay: scrapedBefore,
    pause: PAUSE_MEMORY_BYTES,
    onResourceEndpoint: true,
  },
  {
    family: 'cfsPeriods',
    name: 'container_cpu_cfs_periods_total',
    type: 'counter',
    lay: (series, step) => counterOf(series, step, false),
  },
  {
    family: 'cfsThrottledPeriods',
    name: 'container_cpu_cfs_throttled_periods_total',
    type: 'counter',
    lay: (series, step) => counterOf(series, step, false),
  },
  { family: 'oomKills', name: 'container_oom_events_total', type: 'counter', lay: eventCounterOf },
];

/**
 * What the kubelets' cAdvisor shows: each container, and above it the tree of cgroups that a real one
 * shows too (the pod, all pods, the node) and the pause container, so that a sum that does not tell them
 * apart comes out several times too high. CPU and memory come once more from `/metrics/resource`.
 */
export function layCadvisor(cluster: RecordedCluster): MetricFamily[] {
  const pods = new Map(cluster.pods.map(pod => [`${pod.namespace}/${pod.pod.name}`, pod]));
  const podOf = ({ subject }: CollectedSeries): RecordedPod | undefined =>
    pods.get(`${subject.namespace}/${subject.pod}`);
  return [
    ...METRICS.filter(({ family }) => cluster.series.has(family)).map(metric =>
      layContainers(cluster, metric, podOf),
    ),
    layNetwork(cluster, 'receivedBytes', 'container_network_receive_bytes_total', podOf),
    layNetwork(cluster, 'transmittedBytes', 'container_network_transmit_bytes_total', podOf),
  ];
}

function layContainers(
  cluster: RecordedCluster,
  metric: ContainerMetric,
  podOf: (series: CollectedSeries) => RecordedPod | undefined,
): MetricFamily {
  const { name, type, pause } = metric;
  const all = cluster.series.get(metric.family) ?? [];
  const lay = (series: Pick<CollectedSeries, 'times' | 'values'>) => metric.lay(series, cluster.stepSeconds);
  return {
    name,
    type,
    series: {
      *[Symbol.iterator](): Generator<MetricSeries> {
        const perPod = new Map<RecordedPod, CollectedSeries[]>();
        for (const series of all) {
          const pod = podOf(series);
          if (!pod) continue;
          perPod.set(pod, [...(perPod.get(pod) ?? []), series]);
          const samples = lay(series);
          yield {
            labels: { ...containerLabels(pod, series.subject.container ?? ''), ...metric.labels },
            ...samples,
          };
          if (metric.onResourceEndpoint)
            yield { labels: resourceLabels(pod, series.subject.container ?? ''), ...samples };
        }
        if (pause === undefined) return;
        for (const [pod, series] of perPod) {
          const sum = lay(sumSeries(series));
          yield { labels: { ...podCgroupLabels(pod), ...metric.labels }, ...sum };
          const constant = Float64Array.from(sum.times, () => pause);
          yield { labels: { ...sandboxLabels(pod), ...metric.labels }, times: sum.times, values: constant };
        }
        for (const [node, series] of byNode(perPod)) {
          const sum = lay(sumSeries(series));
          for (const id of ['/', '/kubepods', '/kubepods/burstable']) {
            yield { labels: { ...kubeletLabels(node), id, ...metric.labels }, ...sum };
          }
        }
      },
    },
  };
}

function byNode(
  perPod: ReadonlyMap<RecordedPod, readonly CollectedSeries[]>,
): Map<string, CollectedSeries[]> {
  const nodes = new Map<string, CollectedSeries[]>();
  for (const [{ pod }, series] of perPod) {
    const node = pod.node ?? '';
    nodes.set(node, [...(nodes.get(node) ?? []), ...series]);
  }
  return nodes;
}

function layNetwork(
  cluster: RecordedCluster,
  family: SeriesFamily,
  name: string,
  podOf: (series: CollectedSeries) => RecordedPod | undefined,
): MetricFamily {
  const series = (cluster.series.get(family) ?? []).flatMap(one => {
    const pod = podOf(one);
    if (!pod) return [];
    return [
      { labels: { ...sandboxLabels(pod), interface: 'eth0' }, ...counterOf(one, cluster.stepSeconds, true) },
    ];
  });
  return { name, type: 'counter', series };
}

/** Labels that kube-prometheus gives to what the kubelet of a node serves. */
const kubeletLabels = (node: string): Labels => ({
  job: 'kubelet',
  metrics_path: '/metrics/cadvisor',
  instance: `${node}:10250`,
  node,
});

const podLabels = ({ namespace, pod }: RecordedPod): Labels => ({
  ...kubeletLabels(pod.node ?? ''),
  namespace,
  pod: pod.name,
});

const cgroupOf = ({ pod }: RecordedPod): string => `/kubepods/burstable/pod${pod.uid}`;
const podCgroupLabels = (pod: RecordedPod): Labels => ({ ...podLabels(pod), id: cgroupOf(pod) });

const sandboxLabels = (pod: RecordedPod): Labels => ({
  ...podLabels(pod),
  id: `${cgroupOf(pod)}/${sandboxId(pod)}`,
  name: sandboxId(pod),
  image: PAUSE_IMAGE,
});

function containerLabels(pod: RecordedPod, container: string): Labels {
  const id = containerId(pod, { name: container });
  const image =
    pod.workload.containers.find(({ name }) => name === container)?.image || `unknown/${container}`;
  return { ...podLabels(pod), container, id: `${cgroupOf(pod)}/${id}`, name: id, image };
}

/** The kubelet's own endpoint has neither image nor cgroup. */
const resourceLabels = (pod: RecordedPod, container: string): Labels => ({
  ...podLabels(pod),
  metrics_path: '/metrics/resource',
  container,
});
