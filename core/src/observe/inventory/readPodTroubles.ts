import { equal } from '../prometheus/promql.ts';
import type { KubeStateQueries } from './KubeStateQueries.ts';
import { keyOf } from './grouped.ts';

const POD = ['namespace', 'pod'];
/** What every container waits for once. */
const ORDINARY: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing', 'Completed']);

/**
 * Why pods do not run as they should, by `namespace/pod`: what befell the pod goes before what its containers
 * wait for, that before how they ended, and that before why they were started again.
 */
export async function readPodTroubles(state: KubeStateQueries): Promise<Map<string, string>> {
  const reasons = [...POD, 'reason'];
  const families = await Promise.all([
    state.present('kube_pod_status_reason', reasons),
    state.present('kube_pod_init_container_status_waiting_reason', reasons),
    state.present('kube_pod_container_status_waiting_reason', reasons),
    state.present('kube_pod_container_status_terminated_reason', reasons),
    state.present('kube_pod_container_status_last_terminated_reason', reasons, equal('reason', 'OOMKilled')),
    state.present('kube_pod_status_unschedulable', POD),
  ]);
  const troubles = new Map<string, string>();
  for (const row of families.flat()) {
    const reason = row.labels['reason'] ?? 'Unschedulable';
    if (row.value !== 1 || ORDINARY.has(reason)) continue;
    const key = keyOf(row.labels, ...POD);
    if (!troubles.has(key)) troubles.set(key, reason);
  }
  return troubles;
}
