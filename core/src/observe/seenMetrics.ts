import type { Inventory } from '../model/index.ts';
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

/** Lists of the inventory that are `null` where they could not be read. */
const LISTS = {
  volumes: ['api:persistentvolumes', 'kube_persistentvolume_status_phase'],
  disruptionBudgets: ['api:poddisruptionbudgets', 'kube_poddisruptionbudget_status_desired_healthy'],
  namespaces: ['api:namespaces', 'kube_namespace_labels'],
  services: ['api:services', 'kube_service_info'],
} as const;

/**
 * What must have been there for the samples and objects that were read: it says so also where nobody
 * listed the metrics, as in a recording.
 */
export function seenMetrics(families: Iterable<SeriesFamily>, inventory: Inventory): ReadonlySet<string> {
  const seen = new Set([
    'api:pods',
    'kube_pod_info',
    'kube_pod_container_resource_requests',
    'kube_pod_start_time',
  ]);
  for (const family of families) for (const metric of METRICS_OF[family]) seen.add(metric);
  for (const [list, names] of Object.entries(LISTS)) {
    if (inventory[list as keyof typeof LISTS] !== null) for (const name of names) seen.add(name);
  }
  if (inventory.workloads.some(({ scheduling }) => scheduling !== null)) seen.add('api:pod-specs');
  return seen;
}
