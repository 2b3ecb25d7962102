import { type UnixSeconds, unixSeconds } from '@greenops/core/model';
import { type MetricFamily, type MetricSeries, sampleTimes } from '@greenops/core/testing';

/** What a Prometheus beside the fixture API would hold: the deployment `checkout` of namespace `shop`. */

const PODS = ['checkout-7c9f5d6b8-x2k4z', 'checkout-7c9f5d6b8-m7q9p', 'checkout-7c9f5d6b8-b4t8v'];
const CONTAINERS = [
  { name: 'server', cores: 0.31, bytes: 0.9 * 2 ** 30 },
  { name: 'proxy', cores: 0.04, bytes: 0.1 * 2 ** 30 },
];
const REQUESTS = { cpu: 2, memory: 2 * 2 ** 30 };
const MEMORY_LIMIT = 4 * 2 ** 30;
/** Active power per core in use, in watts: any number does, it only has to be drawn. */
const WATTS_PER_CORE = 9;

const STEP_SECONDS = 300;

/** A day's rhythm between 0.4 and 1.6. */
const rhythm = (time: number): number => 1 + 0.6 * Math.sin(((time % 86_400) / 86_400) * 2 * Math.PI - 1.6);

export interface SeriesWindow {
  readonly end: UnixSeconds;
  readonly days: number;
}

/** The window of the fixtures, so that both sides of the workload page show the same hours. */
export const fixtureWindow: SeriesWindow = {
  end: unixSeconds(Date.parse('2026-11-21T10:00:00Z') / 1000),
  days: 14,
};

const cadvisor = (pod: string, container: string) => ({
  job: 'kubelet',
  metrics_path: '/metrics/cadvisor',
  image: `registry.example/${container}:1.4.2`,
  namespace: 'shop',
  pod,
  container,
});

const perContainer = (
  make: (pod: string, container: (typeof CONTAINERS)[number]) => readonly MetricSeries[],
): MetricSeries[] => PODS.flatMap(pod => CONTAINERS.flatMap(container => make(pod, container)));

/** cAdvisor, kube-state-metrics and Kepler of both generations, named and labelled as they expose them. */
export function clusterSeries({ end, days }: SeriesWindow): MetricFamily[] {
  const times = sampleTimes(unixSeconds(end - days * 86_400), end, STEP_SECONDS);
  const gauge = (amount: number): Float64Array => times.map(() => amount);
  /** A counter whose rate follows the rhythm around `mean`. */
  const counter = (mean: number): Float64Array => {
    let total = 0;
    return times.map(time => (total += mean * rhythm(time) * STEP_SECONDS));
  };
  const declared = (resource: 'cpu' | 'memory', amount: number) =>
    perContainer((pod, { name }) => [
      {
        labels: { job: 'kube-state-metrics', namespace: 'shop', pod, container: name, resource },
        times,
        values: gauge(amount),
      },
    ]);
  const joules = (label: (pod: string, container: string) => Record<string, string>): MetricSeries[] =>
    perContainer((pod, { name, cores }) => [
      { labels: label(pod, name), times, values: counter(cores * WATTS_PER_CORE) },
    ]);

  return [
    {
      name: 'container_cpu_usage_seconds_total',
      type: 'counter',
      series: perContainer((pod, { name, cores }) => [
        { labels: cadvisor(pod, name), times, values: counter(cores) },
      ]),
    },
    {
      name: 'container_memory_working_set_bytes',
      type: 'gauge',
      series: perContainer((pod, { name, bytes }) => [
        { labels: cadvisor(pod, name), times, values: times.map(time => bytes * rhythm(time)) },
      ]),
    },
    {
      name: 'kube_pod_container_resource_requests',
      type: 'gauge',
      series: [...declared('cpu', REQUESTS.cpu), ...declared('memory', REQUESTS.memory)],
    },
    {
      name: 'kube_pod_container_resource_limits',
      type: 'gauge',
      series: declared('memory', MEMORY_LIMIT),
    },
    {
      name: 'kepler_pod_cpu_joules_total',
      type: 'counter',
      series: PODS.map(pod => ({
        labels: {
          job: 'kepler',
          pod_namespace: 'shop',
          pod_name: pod,
          zone: 'package',
          state: 'running',
          node_name: 'node-1',
        },
        times,
        values: counter(0.35 * WATTS_PER_CORE),
      })),
    },
    {
      name: 'kepler_container_joules_total',
      type: 'counter',
      series: joules((pod, container) => ({
        job: 'kepler-exporter',
        container_namespace: 'shop',
        pod_name: pod,
        container_name: container,
        mode: 'dynamic',
      })),
    },
  ];
}
