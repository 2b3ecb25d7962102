import type { Inventory, Workload } from '../model/index.ts';
import type { SeriesFamily } from './clusterSource.ts';

/** The metrics that a family of series was read from: whoever has its samples had them. */
const METRICS_OF: Readonly<Record<SeriesFamily, readonly string[]>> = {
  cpu: ['container_cpu_usage_seconds_total'],
  memory: ['container_memory_working_set_bytes'],
  cfsPeriods: ['container_cpu_cfs_periods_total'],
  cfsThrottledPeriods: ['container_cpu_cfs_throttled_periods_total'],
  oomKills: ['container_oom_events_total'],
  receivedBytes: ['container_network_receive_bytes_total'],
  transmittedBytes: ['container_network_transmit_bytes_total'],
  podWatts: ['kepler_pod_cpu_joules_total'],
  nodeActiveWatts: ['kepler_node_cpu_active_joules_total'],
  nodeIdleWatts: ['kepler_node_cpu_idle_joules_total'],
  autoscalerReplicas: ['kube_horizontalpodautoscaler_status_current_replicas'],
  gpuUtilization: ['DCGM_FI_DEV_GPU_UTIL'],
  gpuMemory: ['DCGM_FI_DEV_FB_USED'],
  gpuWatts: ['DCGM_FI_DEV_POWER_USAGE'],
  functionalUnits: ['functional-units'],
};

/** A part of the inventory, and under which names either source has it. */
interface Part {
  readonly isThere: (inventory: Inventory) => boolean;
  readonly api: readonly string[];
  readonly kubeStateMetrics: readonly string[];
}

const PARTS: readonly Part[] = [
  {
    isThere: ({ workloads }) => workloads.some(({ pods }) => pods.length > 0),
    api: ['api:pods', 'api:pod-specs'],
    kubeStateMetrics: [
      'kube_pod_info',
      'kube_pod_owner',
      'kube_pod_start_time',
      'kube_pod_status_phase',
      'kube_pod_container_resource_requests',
      'kube_pod_container_resource_limits',
    ],
  },
  {
    isThere: ({ nodes }) => nodes.length > 0,
    api: ['api:nodes'],
    kubeStateMetrics: ['kube_node_info', 'kube_node_status_allocatable'],
  },
  {
    isThere: ({ workloads }) => workloads.some(({ autoscaler }) => autoscaler !== null),
    api: ['api:horizontalpodautoscalers'],
    kubeStateMetrics: ['kube_horizontalpodautoscaler_info', 'kube_horizontalpodautoscaler_status_condition'],
  },
  {
    isThere: ({ workloads }) => workloads.some(({ schedule }) => schedule !== null),
    api: ['api:cronjobs'],
    kubeStateMetrics: ['kube_cronjob_info', 'kube_cronjob_spec_suspend'],
  },
  {
    isThere: ({ workloads }) => workloads.some(({ job }) => job !== null),
    api: ['api:jobs'],
    kubeStateMetrics: ['kube_job_status_completion_time'],
  },
  {
    isThere: ({ volumeClaims }) => volumeClaims.length > 0,
    api: ['api:persistentvolumeclaims'],
    kubeStateMetrics: [
      'kube_persistentvolumeclaim_info',
      'kube_persistentvolumeclaim_resource_requests_storage_bytes',
      'kube_pod_spec_volumes_persistentvolumeclaims_info',
    ],
  },
  {
    isThere: ({ volumes }) => volumes !== null,
    api: ['api:persistentvolumes'],
    kubeStateMetrics: ['kube_persistentvolume_status_phase', 'kube_persistentvolume_capacity_bytes'],
  },
  {
    isThere: ({ disruptionBudgets }) => disruptionBudgets !== null,
    api: ['api:poddisruptionbudgets'],
    kubeStateMetrics: [
      'kube_poddisruptionbudget_status_desired_healthy',
      'kube_poddisruptionbudget_status_pod_disruptions_allowed',
    ],
  },
  {
    isThere: ({ namespaces }) => namespaces !== null,
    api: ['api:namespaces'],
    kubeStateMetrics: ['kube_namespace_created'],
  },
  {
    isThere: ({ services }) => services !== null,
    api: ['api:services'],
    kubeStateMetrics: ['kube_service_info', 'kube_service_spec_type'],
  },
];

/**
 * What must have been there for the samples and objects that were read: it says so also where nobody
 * listed the metrics, as in an old recording. A part that is there came from the API where pod
 * specifications did, which only the API has, else from kube-state-metrics.
 */
export function seenMetrics(families: Iterable<SeriesFamily>, inventory: Inventory): ReadonlySet<string> {
  const origin = inventory.workloads.some(knowsSpecification) ? 'api' : 'kubeStateMetrics';
  const read = PARTS.filter(({ isThere }) => isThere(inventory)).flatMap(part => part[origin]);
  const used = inventory.volumeClaims.some(({ usedBytes }) => usedBytes !== null);
  return new Set([
    ...[...families].flatMap(family => METRICS_OF[family]),
    ...read,
    ...(used ? ['kubelet_volume_stats_used_bytes'] : []),
  ]);
}

const knowsSpecification = ({ scheduling, containers }: Workload): boolean =>
  scheduling !== null || containers.some(({ security }) => security !== null);
