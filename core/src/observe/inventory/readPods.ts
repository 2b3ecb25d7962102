import { type Container, type Pod, type PodPhase, type UnixSeconds, unixSeconds } from '../../model/index.ts';
import { notEqual } from '../prometheus/promql.ts';
import type { KubeStateQueries, StateRow } from './KubeStateQueries.ts';
import { type ContainerRows, containersByPod } from './containersByPod.ts';
import { mergedLabels } from './decodeLabels.ts';
import { grouped, keyOf, valuesBy } from './grouped.ts';
import type { Owner } from './ownerChain.ts';
import { readPodTroubles } from './readPodTroubles.ts';

/** A pod with what its workload is made from. */
export interface PodRecord {
  readonly namespace: string;
  readonly pod: Pod;
  readonly owner: Owner;
  readonly containers: readonly Container[];
  /** Empty where kube-state-metrics may not show them. */
  readonly labels: Readonly<Record<string, string>>;
}

const POD = ['namespace', 'pod'];
const CONTAINER = ['namespace', 'pod', 'container'];
const RESOURCE = [...CONTAINER, 'resource'];
const INFO = [...POD, 'uid', 'node', 'host_network'];
const OWNER = [...POD, 'owner_kind', 'owner_name'];
const INIT_INFO = [...CONTAINER, 'image', 'restart_policy'];

/** Rows that describe pods, of those that are there or of those that are gone. */
interface PodRows extends ContainerRows {
  readonly info: readonly StateRow[];
  readonly owner: readonly StateRow[];
  readonly startedAt: readonly StateRow[];
}

async function readRows(
  read: (metric: string, labels: readonly string[]) => Promise<StateRow[]>,
  readOwner: () => Promise<StateRow[]>,
): Promise<PodRows> {
  const [info, owner, startedAt, containerInfo, requests, limits, initInfo, initRequests, initLimits] =
    await Promise.all([
      read('kube_pod_info', INFO),
      readOwner(),
      read('kube_pod_start_time', POD),
      read('kube_pod_container_info', [...CONTAINER, 'image']),
      read('kube_pod_container_resource_requests', RESOURCE),
      read('kube_pod_container_resource_limits', RESOURCE),
      read('kube_pod_init_container_info', INIT_INFO),
      read('kube_pod_init_container_resource_requests', RESOURCE),
      read('kube_pod_init_container_resource_limits', RESOURCE),
    ]);
  return { info, owner, startedAt, containerInfo, requests, limits, initInfo, initRequests, initLimits };
}

/** All pods of the window: those that are there, and those that are gone (`present: false`). */
export async function readPods(state: KubeStateQueries): Promise<PodRecord[]> {
  // A pod may have several owners; the controller is the one that makes new pods.
  const controller = notEqual('owner_is_controller', 'false');
  const [here, gone, phases, restarts, troubles, labels] = await Promise.all([
    readRows(
      (metric, labels) => state.present(metric, labels),
      () => state.present('kube_pod_owner', OWNER, controller),
    ),
    readRows(
      (metric, labels) => state.ofGonePods(metric, labels),
      () => state.ofGonePods('kube_pod_owner', OWNER, controller),
    ),
    state.present('kube_pod_status_phase', [...POD, 'phase']),
    state.present('kube_pod_container_status_restarts_total', CONTAINER),
    readPodTroubles(state),
    state.withAllLabels('kube_pod_labels'),
  ]);
  const phaseOf = new Map(
    phases
      .filter(row => row.value === 1)
      .map(row => [keyOf(row.labels, ...POD), podPhase(row.labels['phase'])]),
  );
  const restartsOf = grouped(restarts, ...POD);
  const detailsOf = (key: string) => ({
    phase: phaseOf.get(key) ?? 'Unknown',
    restarts: (restartsOf.get(key) ?? []).reduce((sum, row) => sum + row.value, 0),
    trouble: troubles.get(key) ?? null,
  });
  const labelsOf = grouped(labels, ...POD);
  return [
    ...podRecords(here, labelsOf, key => ({ ...detailsOf(key), present: true })),
    ...podRecords(gone, labelsOf, () => ({ phase: 'Unknown', restarts: 0, present: false, trouble: null })),
  ];
}

function podRecords(
  rows: PodRows,
  labelsOf: ReadonlyMap<string, readonly StateRow[]>,
  detailsOf: (key: string) => Pick<Pod, 'phase' | 'restarts' | 'present' | 'trouble'>,
): PodRecord[] {
  const ownerOf = grouped(rows.owner, ...POD);
  const startOf = valuesBy(rows.startedAt, ...POD);
  const containersOf = containersByPod(rows);
  return [...grouped(rows.info, ...POD)].map(([key, infos]) => {
    // While a pod waits to be scheduled it has a series without a node; the one with a node is newer.
    const { labels } = infos.find(row => (row.labels['node'] ?? '') !== '') ?? infos[0]!;
    const owner = ownerOf.get(key)?.[0]?.labels;
    const startedAt = startOf.get(key);
    return {
      namespace: labels['namespace'] ?? '',
      owner: { kind: owner?.['owner_kind'] ?? '', name: owner?.['owner_name'] ?? '' },
      containers: containersOf.get(key) ?? [],
      labels: mergedLabels(labelsOf.get(key), 'label_'),
      pod: {
        name: labels['pod'] ?? '',
        uid: labels['uid'] ?? '',
        node: labels['node'] || null,
        startedAt: startedAt === undefined ? null : unixSeconds(startedAt),
        hostNetwork: labels['host_network'] === 'true',
        ...detailsOf(key),
      },
    };
  });
}

const PHASES: readonly PodPhase[] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
const podPhase = (text: string | undefined): PodPhase => PHASES.find(phase => phase === text) ?? 'Unknown';

/** Newest pod first: the one that is there, else the one that started last. */
export const newestFirst = (a: PodRecord, b: PodRecord): number =>
  Number(b.pod.present) - Number(a.pod.present) ||
  startOrZero(b.pod.startedAt) - startOrZero(a.pod.startedAt);

const startOrZero = (startedAt: UnixSeconds | null): number => startedAt ?? 0;

/** Whether kube-state-metrics was scraped without honouring its labels, which hides every pod behind its own. */
export const labelsAreHidden = async (state: KubeStateQueries): Promise<boolean> =>
  (await state.present('kube_pod_info', ['job'], notEqual('exported_pod', ''))).length > 0;
