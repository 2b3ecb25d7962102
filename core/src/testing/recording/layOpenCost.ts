import { type ClusterNode, pricesOfNode } from '../../model/index.ts';
import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import { resourceRows, stateFamily, type StateRow } from './stateSeries.ts';

const TARGET: Labels = { job: 'opencost', instance: '10.0.0.3:9003' };

/**
 * What OpenCost's exporter shows: prices of nodes and volumes, allocations, and some of kube-state-metrics'
 * families once more, as it does by default, so that whoever does not tell jobs apart counts twice.
 */
export function layOpenCost(cluster: RecordedCluster): MetricFamily[] {
  const { window, inventory, prices } = cluster;
  const family = (name: string, rows: readonly StateRow[]): MetricFamily => stateFamily(name, TARGET, rows);
  const perNode = (value: (node: ClusterNode) => number | null): StateRow[] =>
    inventory.nodes.flatMap(node => {
      const amount = value(node);
      return amount === null ? [] : [{ labels: nodeLabels(node), value: amount, window }];
    });
  const priceOf = (node: ClusterNode) => pricesOfNode(prices, node.name);
  const requests = cluster.pods.flatMap(pod =>
    pod.workload.containers
      .filter(({ role }) => role === 'main')
      .flatMap(({ name, requests: amounts }) =>
        resourceRows(
          amounts,
          { namespace: pod.namespace, pod: pod.pod.name, container: name, node: pod.pod.node ?? '' },
          pod.window,
        ),
      ),
  );
  return [
    family(
      'node_cpu_hourly_cost',
      perNode(node => priceOf(node).perCore),
    ),
    family(
      'node_ram_hourly_cost',
      perNode(node => priceOf(node).perGiB),
    ),
    family(
      'node_gpu_hourly_cost',
      perNode(node => priceOf(node).perGpu),
    ),
    family(
      'node_gpu_count',
      perNode(node => node.capacity.gpus ?? 0),
    ),
    family(
      'node_total_hourly_cost',
      perNode(node => totalHourly(cluster, node)),
    ),
    family(
      'kubecost_node_is_spot',
      perNode(node => (node.spot ? 1 : 0)),
    ),
    family(
      'pv_hourly_cost',
      inventory.volumeClaims.map(({ name }) => ({
        labels: { persistentvolume: `pv-${name}`, volumename: `pv-${name}`, provider_id: `pv-${name}` },
        value: prices.storagePerGiB,
        window,
      })),
    ),
    family('kube_pod_container_resource_requests', requests),
    family(
      'kube_node_status_allocatable',
      inventory.nodes.flatMap(node => resourceRows(node.allocatable, { node: node.name }, window)),
    ),
  ];
}

const nodeLabels = (node: ClusterNode): Labels => ({
  node: node.name,
  // OpenCost writes the node's name here; unless labels are honoured, Prometheus keeps it as `exported_instance`.
  exported_instance: node.name,
  instance_type: node.instanceType ?? '',
  region: node.region ?? '',
  arch: node.architecture ?? '',
  provider_id: node.name,
});

function totalHourly({ prices }: RecordedCluster, { name, capacity }: ClusterNode): number {
  const { perCore, perGiB, perGpu } = pricesOfNode(prices, name);
  return (
    (capacity.cpu ?? 0) * perCore +
    ((capacity.memory ?? 0) / 2 ** 30) * perGiB +
    (capacity.gpus ?? 0) * (perGpu ?? 0)
  );
}
