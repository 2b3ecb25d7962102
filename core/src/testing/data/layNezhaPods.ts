import type { UnixSeconds } from '../../model/index.ts';
import type { Labels, MetricFamily, MetricSeries } from '../prometheus/metricFamily.ts';
import { type NezhaPod, type NezhaSample, readNezhaPods } from './nezhaPods.ts';

/** The data names neither the namespace nor the node; these stand for both. */
export const NEZHA_NAMESPACE = 'online-boutique';
export const NEZHA_NODE = 'nezha-1';

const CADVISOR: Labels = {
  job: 'kubelet',
  instance: '10.0.0.1:10250',
  metrics_path: '/metrics/cadvisor',
  node: NEZHA_NODE,
};
const KUBE_STATE_METRICS: Labels = { job: 'kube-state-metrics', instance: '10.0.0.2:8080' };

/** Same container id for each pod in every run. */
export const nezhaUid = (pod: NezhaPod): string => `00000000-0000-4000-8000-${hex(pod.name).slice(0, 12)}`;
const hex = (text: string): string =>
  Buffer.from([...text].reverse().join(''))
    .toString('hex')
    .padEnd(64, '0')
    .slice(0, 64);

/**
 * The ten pods as cAdvisor and kube-state-metrics would have shown them, moved so that the last sample of
 * all is at `end`. A CPU counter grows by usage × the time since the sample before, so that its rate over
 * any stretch is the mean usage of that stretch. Requests are equal to limits: only limits are known, and
 * Kubernetes takes the limit for a request that is not given.
 */
export function layNezhaPods(end: UnixSeconds, pods: readonly NezhaPod[] = readNezhaPods()): MetricFamily[] {
  const shift = end - Math.max(...pods.map(pod => pod.samples.at(-1)?.time ?? -Infinity));
  const containerSeries = (values: (samples: readonly NezhaSample[]) => number[]): MetricSeries[] =>
    pods.map(pod => ({
      labels: containerLabels(pod),
      times: times(pod, shift),
      values: values(pod.samples),
    }));
  const constants = (labelled: (pod: NezhaPod) => [Labels, number][]): MetricSeries[] =>
    pods.flatMap(pod =>
      labelled(pod).map(([labels, value]) => ({
        labels: {
          ...KUBE_STATE_METRICS,
          namespace: NEZHA_NAMESPACE,
          pod: pod.name,
          uid: nezhaUid(pod),
          ...labels,
        },
        times: times(pod, shift),
        values: pod.samples.map(() => value),
      })),
    );
  const resources = (pod: NezhaPod): [Labels, number][] => [
    [{ container: pod.service, node: NEZHA_NODE, resource: 'cpu', unit: 'core' }, pod.cpuLimit],
    [{ container: pod.service, node: NEZHA_NODE, resource: 'memory', unit: 'byte' }, pod.memoryLimit],
  ];
  return [
    { name: 'container_cpu_usage_seconds_total', type: 'counter', series: containerSeries(cpuCounter) },
    {
      name: 'container_memory_working_set_bytes',
      type: 'gauge',
      series: containerSeries(samples => samples.map(sample => sample.memory)),
    },
    { name: 'kube_pod_container_resource_requests', type: 'gauge', series: constants(resources) },
    { name: 'kube_pod_container_resource_limits', type: 'gauge', series: constants(resources) },
    {
      name: 'kube_pod_info',
      type: 'gauge',
      series: constants(pod => [
        [
          {
            node: NEZHA_NODE,
            host_network: 'false',
            created_by_kind: 'ReplicaSet',
            created_by_name: pod.replicaSet,
          },
          1,
        ],
      ]),
    },
    {
      name: 'kube_pod_owner',
      type: 'gauge',
      series: constants(pod => [
        [{ owner_kind: 'ReplicaSet', owner_name: pod.replicaSet, owner_is_controller: 'true' }, 1],
      ]),
    },
    {
      name: 'kube_pod_status_phase',
      type: 'gauge',
      series: constants(() =>
        ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'].map(phase => [
          { phase },
          phase === 'Running' ? 1 : 0,
        ]),
      ),
    },
    { name: 'kube_replicaset_owner', type: 'gauge', series: pods.map(pod => replicaSetOwner(pod, shift)) },
  ];
}

function containerLabels(pod: NezhaPod): Labels {
  const id = hex(pod.name);
  return {
    ...CADVISOR,
    id: `/kubepods/burstable/pod${nezhaUid(pod)}/${id}`,
    name: id,
    image: `docker.io/library/${pod.service}:latest`,
    namespace: NEZHA_NAMESPACE,
    pod: pod.name,
    container: pod.service,
    cpu: 'total',
  };
}

const replicaSetOwner = (pod: NezhaPod, shift: number): MetricSeries => ({
  labels: {
    ...KUBE_STATE_METRICS,
    namespace: NEZHA_NAMESPACE,
    replicaset: pod.replicaSet,
    owner_kind: 'Deployment',
    owner_name: pod.service,
    owner_is_controller: 'true',
  },
  times: times(pod, shift),
  values: pod.samples.map(() => 1),
});

const times = (pod: NezhaPod, shift: number): number[] =>
  pod.samples.map(sample => Math.round((sample.time + shift) * 1000) / 1000);

function cpuCounter(samples: readonly NezhaSample[]): number[] {
  let total = 0;
  return samples.map((sample, index) => {
    const before = samples[index - 1];
    if (before) total += sample.cpu * (sample.time - before.time);
    return total;
  });
}
