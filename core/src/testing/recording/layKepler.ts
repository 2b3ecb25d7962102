import type { Labels, MetricFamily, MetricSeries } from '../prometheus/metricFamily.ts';
import { type CollectedSeries, sumSeries } from './collectSeries.ts';
import { counterOf } from './counterOf.ts';
import { containerId, type RecordedCluster, type RecordedPod } from './recordedCluster.ts';
import { stateFamily } from './stateSeries.ts';

type Samples = Pick<CollectedSeries, 'times' | 'values'>;

/** Power of one thing, in watts, and the labels it goes by. */
interface Metered {
  readonly labels: Labels;
  readonly samples: Samples;
}

const scaled = ({ times, values }: Samples, factor: number): Samples => ({
  times,
  values: values.map(value => value * factor),
});

/**
 * Power of each RAPL zone as a share of the package's. `core` lies inside `package`, so that whoever adds
 * zones up counts twice; shares are those of the derived data in `kepler`.
 */
const ZONES: readonly (readonly [zone: string, share: number])[] = [
  ['package', 1],
  ['core', 0.85],
];

const TARGET: Labels = { job: 'kepler', instance: '10.0.0.1:28282' };

/**
 * Kepler ≥ 0.10: nodes, pods and containers by zone.
 *
 * @param kubernetesMetadata - `false` for Kepler as it is installed by default (`kube.enabled: false`):
 *   then it has no pods
 */
export function layKepler2(cluster: RecordedCluster, kubernetesMetadata = true): MetricFamily[] {
  const { series, stepSeconds, window } = cluster;
  const byZone = (
    metered: readonly Metered[],
    lay: (samples: Samples) => Pick<MetricSeries, 'times' | 'values'>,
  ) =>
    metered.flatMap(({ labels, samples }) =>
      ZONES.map(([zone, share]) => ({
        labels: { ...TARGET, ...labels, zone },
        ...lay(scaled(samples, share)),
      })),
    );
  const joules = (name: string, metered: readonly Metered[]): MetricFamily => ({
    name: `${name}_joules_total`,
    type: 'counter',
    series: byZone(metered, samples => counterOf(samples, stepSeconds, true)),
  });
  const energy = (name: string, metered: readonly Metered[]): MetricFamily[] => [
    joules(name, metered),
    { name: `${name}_watts`, type: 'gauge', series: byZone(metered, samples => samples) },
  ];
  const active = nodeSamples(series.get('nodeActiveWatts') ?? []);
  const idle = nodeSamples(series.get('nodeIdleWatts') ?? []);
  const total = active.map(node => {
    const resting = idle.find(other => other.labels['node_name'] === node.labels['node_name'])?.samples;
    const parts = [node.samples, ...(resting ? [resting] : [])].map(samples => ({
      subject: NOBODY,
      ...samples,
    }));
    return { labels: node.labels, samples: sumSeries(parts) };
  });
  const build = {
    version: 'v0.11.3',
    arch: 'amd64',
    branch: 'main',
    goversion: 'go1.24.9',
    revision: 'unknown',
  };
  return [
    stateFamily('kepler_build_info', TARGET, [{ labels: build, value: 1, window }]),
    ...energy('kepler_node_cpu', total),
    ...energy('kepler_node_cpu_active', active),
    ...energy('kepler_node_cpu_idle', idle),
    ...(kubernetesMetadata ? energy('kepler_pod_cpu', podSamples(cluster)) : []),
    joules(
      'kepler_container_cpu',
      containerSamples(cluster, ({ container, pod, id }) => ({
        container_id: id,
        container_name: container,
        node_name: pod.pod.node ?? '',
        pod_id: kubernetesMetadata ? pod.pod.uid : '',
        runtime: 'containerd',
        state: 'running',
      })),
    ),
  ];
}

const NOBODY = { namespace: null, pod: null, container: null, node: null, object: null };

const nodeSamples = (series: readonly CollectedSeries[]): Metered[] =>
  series.map(one => ({
    labels: { node_name: one.subject.node ?? '', path: '/sys/class/powercap/intel-rapl' },
    samples: one,
  }));

const podSamples = (cluster: RecordedCluster): Metered[] =>
  meteredPods(cluster).map(({ pod, samples }) => ({
    labels: {
      pod_id: pod.pod.uid,
      pod_name: pod.pod.name,
      pod_namespace: pod.namespace,
      node_name: pod.pod.node ?? '',
      state: 'running',
    },
    samples,
  }));

function meteredPods(cluster: RecordedCluster): { pod: RecordedPod; samples: Samples }[] {
  const pods = new Map(cluster.pods.map(pod => [`${pod.namespace}/${pod.pod.name}`, pod]));
  return (cluster.series.get('podWatts') ?? []).flatMap(samples => {
    const pod = pods.get(`${samples.subject.namespace}/${samples.subject.pod}`);
    return pod ? [{ pod, samples }] : [];
  });
}

/** The recording has the power of pods; their containers share it evenly, so that their sum is the pod's. */
const containerSamples = (
  cluster: RecordedCluster,
  labelsOf: (of: { container: string; pod: RecordedPod; id: string }) => Labels,
): Metered[] =>
  meteredPods(cluster).flatMap(({ pod, samples }) => {
    const running = pod.workload.containers.filter(({ role }) => role !== 'init');
    return running.map(container => ({
      labels: labelsOf({ container: container.name, pod, id: containerId(pod, container) }),
      samples: scaled(samples, 1 / running.length),
    }));
  });

const TARGET_1: Labels = { job: 'kepler-exporter', instance: '10.0.0.1:9102' };

/** Kepler ≤ 0.9: containers and nodes, by mode; `kepler_container_joules_total` is the sum of its parts. */
export function layKepler1(cluster: RecordedCluster): MetricFamily[] {
  const { series, stepSeconds, window } = cluster;
  const containers = containerSamples(cluster, ({ container, pod, id }) => ({
    container_id: id,
    container_name: container,
    container_namespace: pod.namespace,
    pod_name: pod.pod.name,
  }));
  const modes = (share: number): MetricSeries[] =>
    containers.flatMap(({ labels, samples }) => {
      const dynamic = counterOf(scaled(samples, share), stepSeconds, true);
      return [
        { labels: { ...TARGET_1, ...labels, mode: 'dynamic' }, ...dynamic },
        // Idle power is not shared out unless the exporter is told to; the series is there and stays 0.
        {
          labels: { ...TARGET_1, ...labels, mode: 'idle' },
          times: dynamic.times,
          values: Float64Array.from(dynamic.times, () => 0),
        },
      ];
    });
  const nodes = (['nodeActiveWatts', 'nodeIdleWatts'] as const).flatMap(family =>
    (series.get(family) ?? []).map(one => ({
      labels: {
        ...TARGET_1,
        exported_instance: one.subject.node ?? '',
        mode: family === 'nodeActiveWatts' ? 'dynamic' : 'idle',
        package: '0',
        source: 'rapl-sysfs',
      },
      ...counterOf(one, stepSeconds, true),
    })),
  );
  const info = { cpu_architecture: 'Broadwell', components_power_source: 'rapl-sysfs', source: 'os' };
  return [
    stateFamily('kepler_node_info', TARGET_1, [{ labels: info, value: 1, window }]),
    stateFamily('kepler_exporter_build_info', TARGET_1, [
      { labels: { version: '0.7.12' }, value: 1, window },
    ]),
    { name: 'kepler_container_joules_total', type: 'counter', series: modes(1.1) },
    { name: 'kepler_container_package_joules_total', type: 'counter', series: modes(1) },
    { name: 'kepler_container_dram_joules_total', type: 'counter', series: modes(0.1) },
    { name: 'kepler_node_package_joules_total', type: 'counter', series: nodes },
  ];
}
