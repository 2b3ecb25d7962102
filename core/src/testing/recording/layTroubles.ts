import type { MetricFamily } from '../prometheus/metricFamily.ts';
import type { RecordedCluster, RecordedPod } from './recordedCluster.ts';
import type { MakeFamily, StateRow } from './stateSeries.ts';

/** Why pods do not run as they should: which family shows it depends on what it is. */
export function layTroubles({ pods }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const rows = (of: (pod: RecordedPod['pod']) => boolean, perContainer: boolean): StateRow[] =>
    pods
      .filter(({ pod }) => pod.trouble !== null && of(pod))
      .map(({ namespace, pod, window, workload }) => ({
        labels: {
          namespace,
          pod: pod.name,
          uid: pod.uid,
          reason: pod.trouble ?? '',
          ...(perContainer ? { container: workload.containers[0]?.name ?? '' } : {}),
        },
        value: 1,
        window,
      }));
  const killed = ({ trouble }: RecordedPod['pod']) => trouble === 'OOMKilled';
  const unplaced = ({ trouble }: RecordedPod['pod']) => trouble === 'Unschedulable';
  const befell = (pod: RecordedPod['pod']) => pod.phase === 'Failed' || pod.trouble === 'Evicted';
  return [
    family(
      'kube_pod_status_reason',
      rows(pod => befell(pod) && !killed(pod), false),
    ),
    family(
      'kube_pod_container_status_waiting_reason',
      rows(pod => !befell(pod) && !killed(pod) && !unplaced(pod), true),
    ),
    family('kube_pod_container_status_last_terminated_reason', rows(killed, true)),
    family('kube_pod_status_unschedulable', withoutReason(rows(unplaced, false))),
  ];
}

const withoutReason = (rows: readonly StateRow[]): StateRow[] =>
  rows.map(row => ({
    ...row,
    labels: Object.fromEntries(Object.entries(row.labels).filter(([name]) => name !== 'reason')),
  }));
