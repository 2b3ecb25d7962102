import type { ClusterNode } from '../../model/index.ts';
import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import { layClusterObjects } from './layClusterObjects.ts';
import { layControllers } from './layControllers.ts';
import { layTroubles } from './layTroubles.ts';
import { containerId, type RecordedCluster, type RecordedPod } from './recordedCluster.ts';
import { type MakeFamily, prefixed, resourceRows, stateFamily, type StateRow } from './stateSeries.ts';

/** As kube-prometheus scrapes it; labels of the samples are honoured. */
export const KUBE_STATE_METRICS: Labels = { job: 'kube-state-metrics', instance: '10.0.0.2:8080' };

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** What kube-state-metrics shows of the cluster, with `--metric-labels-allowlist` for nodes and controllers. */
export function layKubeState(cluster: RecordedCluster): MetricFamily[] {
  const family = (name: string, rows: readonly StateRow[]): MetricFamily =>
    stateFamily(name, KUBE_STATE_METRICS, rows);
  return [
    ...layPods(cluster, family),
    ...layTroubles(cluster, family),
    ...layNodes(cluster, family),
    ...layControllers(cluster, family),
    ...layClusterObjects(cluster, family),
  ];
}

const podLabels = ({ namespace, pod }: RecordedPod): Labels => ({ namespace, pod: pod.name, uid: pod.uid });

function layPods({ pods }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const perPod = (rows: (pod: RecordedPod) => [Labels, number][]): StateRow[] =>
    pods.flatMap(pod =>
      rows(pod).map(([labels, value]) => ({
        labels: { ...podLabels(pod), ...labels },
        value,
        window: pod.window,
      })),
    );
  const containers = (kind: 'main' | 'init') => (pod: RecordedPod) =>
    pod.workload.containers.filter(({ role }) => (role === 'main') === (kind === 'main'));
  const resources = (kind: 'main' | 'init', which: 'requests' | 'limits'): StateRow[] =>
    pods.flatMap(pod =>
      containers(kind)(pod).flatMap(container =>
        resourceRows(
          container[which],
          { ...podLabels(pod), container: container.name, node: pod.pod.node ?? '' },
          pod.window,
        ),
      ),
    );
  const infos = (kind: 'main' | 'init'): StateRow[] =>
    perPod(pod =>
      containers(kind)(pod).map(container => [
        {
          container: container.name,
          image: container.image,
          image_spec: container.image,
          container_id: `containerd://${containerId(pod, container)}`,
          ...(container.role === 'sidecar' ? { restart_policy: 'Always' } : {}),
        },
        1,
      ]),
    );
  return [
    family(
      'kube_pod_info',
      perPod(({ pod, owner }) => [
        [
          {
            node: pod.node ?? '',
            host_network: String(pod.hostNetwork),
            created_by_kind: owner.kind,
            created_by_name: owner.name,
          },
          1,
        ],
      ]),
    ),
    family(
      'kube_pod_owner',
      perPod(({ owner }) => [
        [
          {
            owner_kind: owner.kind,
            owner_name: owner.name,
            owner_is_controller: owner.kind === '' ? '' : 'true',
          },
          1,
        ],
      ]),
    ),
    family(
      'kube_pod_status_phase',
      perPod(({ pod }) => PHASES.map(phase => [{ phase }, phase === pod.phase ? 1 : 0])),
    ),
    family(
      'kube_pod_start_time',
      perPod(({ pod }) => (pod.startedAt === null ? [] : [[{}, pod.startedAt]])),
    ),
    family(
      'kube_pod_labels',
      perPod(({ workload }) => [[prefixed('label_', workload.podLabels), 1]]),
    ),
    family('kube_pod_container_info', infos('main')),
    family('kube_pod_init_container_info', infos('init')),
    family('kube_pod_container_resource_requests', resources('main', 'requests')),
    family('kube_pod_container_resource_limits', resources('main', 'limits')),
    family('kube_pod_init_container_resource_requests', resources('init', 'requests')),
    family('kube_pod_init_container_resource_limits', resources('init', 'limits')),
    family(
      'kube_pod_container_status_restarts_total',
      // The model knows the restarts of a pod, not of each container: they are the first one's.
      perPod(pod =>
        containers('main')(pod).map(({ name }, index) => [
          { container: name },
          index === 0 ? pod.pod.restarts : 0,
        ]),
      ),
    ),
  ];
}

function layNodes({ inventory, window }: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const perNode = (rows: (node: ClusterNode) => [Labels, number][]): StateRow[] =>
    inventory.nodes.flatMap(node =>
      rows(node).map(([labels, value]) => ({ labels: { node: node.name, ...labels }, value, window })),
    );
  const amounts = (which: 'capacity' | 'allocatable'): StateRow[] =>
    inventory.nodes.flatMap(node => [
      ...resourceRows(node[which], { node: node.name }, window),
      ...(node.maxPods === null
        ? []
        : [{ labels: { node: node.name, resource: 'pods', unit: 'integer' }, value: node.maxPods, window }]),
    ]);
  return [
    family(
      'kube_node_info',
      perNode(() => [[{ kubelet_version: 'v1.33.0', container_runtime_version: 'containerd://1.7.27' }, 1]]),
    ),
    family(
      'kube_node_labels',
      perNode(({ labels }) => [[prefixed('label_', labels), 1]]),
    ),
    family(
      'kube_node_spec_unschedulable',
      perNode(({ unschedulable }) => [[{}, unschedulable ? 1 : 0]]),
    ),
    family(
      'kube_node_created',
      perNode(({ createdAt }) => (createdAt === null ? [] : [[{}, createdAt]])),
    ),
    family('kube_node_status_capacity', amounts('capacity')),
    family('kube_node_status_allocatable', amounts('allocatable')),
    family(
      'kube_node_spec_taint',
      perNode(({ taints }) => taints.map(({ key, value, effect }) => [{ key, value, effect }, 1])),
    ),
  ];
}
