import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import { parseObjects } from '../kubernetesApi/loadObjects.ts';
import { type ExpositionSample, parseExposition } from '../prometheus/exposition.ts';
import { type ExposedKubernetes, kubeStateMetricsText } from './kubernetesExpositions.ts';
import { readDataFile } from './testData.ts';

const FILES = ['nodes.yaml', 'namespaces.yaml', 'services.yaml', 'pods.yaml'];

/**
 * The objects of the cluster that was scraped. Pods, nodes, namespaces and services are as the API gave
 * them; controllers, autoscalers and volume claims were not saved, so they are rebuilt, without their
 * templates, from what kube-state-metrics said of them in the same minute.
 */
export const exposedKubernetesObjects = (version: ExposedKubernetes): KubernetesObject[] => [
  ...FILES.flatMap(file => parseObjects(readDataFile('k8s-expositions', version, file), file)),
  ...controllersFromKubeStateMetrics(kubeStateMetricsText(version)),
];

/** Controllers, autoscalers and volume claims that an exposition of kube-state-metrics tells of. */
export function controllersFromKubeStateMetrics(text: string): KubernetesObject[] {
  const samples = parseExposition(text);
  const named = (metric: string): ExpositionSample[] => samples.filter(sample => sample.name === metric);
  const make = (
    metric: string,
    apiVersion: string,
    kind: string,
    label: string,
    body: (sample: ExpositionSample, name: string) => Record<string, unknown>,
  ): KubernetesObject[] =>
    named(metric).map(sample => {
      const name = sample.labels[label] ?? '';
      const { metadata = {}, ...rest } = body(sample, name) as { metadata?: Record<string, unknown> };
      return {
        apiVersion,
        kind,
        metadata: { name, namespace: sample.labels['namespace'] ?? '', ...metadata },
        ...rest,
      };
    });
  const valueOf = (metric: string, label: string, name: string): number | undefined =>
    named(metric).find(sample => sample.labels[label] === name)?.value;
  return [
    ...make('kube_replicaset_owner', 'apps/v1', 'ReplicaSet', 'replicaset', (sample, name) => ({
      metadata: ownedBy(sample, 'apps/v1'),
      spec: { replicas: valueOf('kube_replicaset_spec_replicas', 'replicaset', name), ...NO_SELECTOR },
    })),
    ...make('kube_deployment_spec_replicas', 'apps/v1', 'Deployment', 'deployment', ({ value }) => ({
      spec: { replicas: value, ...NO_TEMPLATE },
    })),
    ...make('kube_statefulset_replicas', 'apps/v1', 'StatefulSet', 'statefulset', ({ value }) => ({
      spec: { replicas: value, serviceName: '', ...NO_TEMPLATE },
    })),
    ...make(
      'kube_daemonset_status_desired_number_scheduled',
      'apps/v1',
      'DaemonSet',
      'daemonset',
      ({ value }) => ({
        spec: NO_TEMPLATE,
        status: {
          desiredNumberScheduled: value,
          currentNumberScheduled: value,
          numberMisscheduled: 0,
          numberReady: value,
        },
      }),
    ),
    ...make('kube_job_owner', 'batch/v1', 'Job', 'job_name', sample => ({
      metadata: ownedBy(sample, 'batch/v1'),
      spec: NO_TEMPLATE,
    })),
    ...make('kube_cronjob_info', 'batch/v1', 'CronJob', 'cronjob', ({ labels }) => ({
      spec: { schedule: labels['schedule'], jobTemplate: { spec: NO_TEMPLATE } },
    })),
    ...make(
      'kube_horizontalpodautoscaler_info',
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'horizontalpodautoscaler',
      ({ labels }, name) => ({
        spec: {
          minReplicas: valueOf(
            'kube_horizontalpodautoscaler_spec_min_replicas',
            'horizontalpodautoscaler',
            name,
          ),
          maxReplicas: valueOf(
            'kube_horizontalpodautoscaler_spec_max_replicas',
            'horizontalpodautoscaler',
            name,
          ),
          scaleTargetRef: {
            apiVersion: labels['scaletargetref_api_version'],
            kind: labels['scaletargetref_kind'],
            name: labels['scaletargetref_name'],
          },
          metrics: named('kube_horizontalpodautoscaler_spec_target_metric')
            .filter(sample => sample.labels['horizontalpodautoscaler'] === name)
            .map(targetMetric),
        },
        status: {
          currentReplicas: valueOf(
            'kube_horizontalpodautoscaler_status_current_replicas',
            'horizontalpodautoscaler',
            name,
          ),
          desiredReplicas: valueOf(
            'kube_horizontalpodautoscaler_status_desired_replicas',
            'horizontalpodautoscaler',
            name,
          ),
          conditions: named('kube_horizontalpodautoscaler_status_condition')
            .filter(sample => sample.labels['horizontalpodautoscaler'] === name && sample.value === 1)
            .map(condition),
        },
      }),
    ),
    ...make(
      'kube_persistentvolumeclaim_info',
      'v1',
      'PersistentVolumeClaim',
      'persistentvolumeclaim',
      ({ labels }, name) => ({
        spec: {
          storageClassName: labels['storageclass'],
          volumeName: labels['volumename'],
          resources: {
            requests: {
              storage: String(
                valueOf(
                  'kube_persistentvolumeclaim_resource_requests_storage_bytes',
                  'persistentvolumeclaim',
                  name,
                ),
              ),
            },
          },
        },
      }),
    ),
  ];
}

const NO_SELECTOR = { selector: { matchLabels: {} } };
const NO_TEMPLATE = { ...NO_SELECTOR, template: { metadata: {}, spec: { containers: [] } } };

const ownedBy = ({ labels }: ExpositionSample, apiVersion: string): Record<string, unknown> =>
  labels['owner_kind']
    ? {
        ownerReferences: [
          { apiVersion, kind: labels['owner_kind'], name: labels['owner_name'], uid: '', controller: true },
        ],
      }
    : {};

/** `true` there is `True` in the API; the reason is not exposed. */
const condition = ({ labels: { condition: type, status = '' } }: ExpositionSample) => ({
  type,
  status: status.charAt(0).toUpperCase() + status.slice(1),
});

const targetMetric = ({ labels, value }: ExpositionSample): Record<string, unknown> => ({
  type: 'Resource',
  resource: {
    name: labels['metric_name'],
    target:
      labels['metric_target_type'] === 'utilization'
        ? { type: 'Utilization', averageUtilization: value }
        : { type: 'AverageValue', averageValue: String(value) },
  },
});
