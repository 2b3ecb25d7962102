import type { TimeWindow } from '../../model/index.ts';
import { layExposition, layTwoScrapes } from '../prometheus/layExposition.ts';
import type { MetricFamily } from '../prometheus/metricFamily.ts';
import { readDataFile } from './testData.ts';

/** Versions of Kubernetes of which `k8s-expositions` has a real scrape of a one-node cluster. */
export type ExposedKubernetes = '1_31' | '1_33';

export interface LayWindow {
  readonly window: TimeWindow;
  readonly stepSeconds: number;
  readonly only?: (name: string) => boolean;
}

/** Name of the one node of the cluster that was scraped. */
export const exposedNode = (version: ExposedKubernetes): string => `datagen-${version.replace('_', '-')}`;

/** Raw text of the kubelet's cAdvisor endpoint. */
export const cadvisorText = (version: ExposedKubernetes): string =>
  readDataFile('k8s-expositions', version, 'cadvisor.prom.gz');

/** Raw text of kube-state-metrics. */
export const kubeStateMetricsText = (version: ExposedKubernetes): string =>
  readDataFile('k8s-expositions', version, 'ksm.prom');

/** cAdvisor and kube-state-metrics as kube-prometheus scrapes them. */
export function layKubernetesExpositions(version: ExposedKubernetes, options: LayWindow): MetricFamily[] {
  const node = exposedNode(version);
  return [
    ...layExposition({
      ...options,
      text: cadvisorText(version),
      job: 'kubelet',
      instance: '192.168.67.2:10250',
      extraLabels: { metrics_path: '/metrics/cadvisor', node, endpoint: 'https-metrics', service: 'kubelet' },
      honorLabels: true,
    }),
    ...layExposition({
      ...options,
      text: kubeStateMetricsText(version),
      job: 'kube-state-metrics',
      instance: '10.244.0.7:8080',
      extraLabels: { endpoint: 'http', service: 'kube-state-metrics' },
      honorLabels: true,
    }),
  ];
}

/** Kepler ≥ 0.10 on the pods of Kubernetes 1.33 (derived values on real pods; see the data set's README). */
export const layKeplerGeneration2 = (options: LayWindow): MetricFamily[] =>
  layTwoScrapes({
    ...options,
    first: readDataFile('kepler', 'gen2-derived-1_33-t0.prom'),
    second: readDataFile('kepler', 'gen2-derived-1_33-t300.prom'),
    secondsBetween: 300,
    job: 'kepler',
    instance: '192.168.67.2:28282',
  });

/** Kepler ≤ 0.9, a real scrape of another cluster (kind with GPUs, December 2023). */
export const layKeplerGeneration1 = (options: LayWindow): MetricFamily[] =>
  layExposition({
    ...options,
    text: readDataFile('kepler', 'gen1-exposition-idle-first.prom'),
    job: 'kepler-exporter',
    instance: '10.244.0.21:9102',
    extraLabels: { namespace: 'kepler', pod: 'kepler-exporter-lw9fx', container: 'kepler-exporter' },
  });
