import { type Inventory, type TimeWindow, windowSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { notEqual, over, type PromqlScope } from '../prometheus/promql.ts';
import { type EgressBytes, egressCosts } from './egressCosts.ts';
import { groupedBy } from './groupedBy.ts';
import type { Told, ToldPrices } from './toldPrices.ts';

/** Labels of the object; Prometheus renames those that its scrape target has as well. */
const NAMESPACES = 'namespace, exported_namespace';
type Labels = Readonly<Record<string, string>>;
const namespaceOf = (labels: Labels): string => labels['exported_namespace'] || (labels['namespace'] ?? '');

/** Questions to OpenCost's series; each is answered with the mean over the window, because prices follow the market. */
class PriceQueries {
  readonly #client: PrometheusClient;
  readonly #scope: PromqlScope;
  readonly #window: TimeWindow;
  readonly #signal: AbortSignal | undefined;

  constructor(
    client: PrometheusClient,
    scope: PromqlScope,
    window: TimeWindow,
    signal: AbortSignal | undefined,
  ) {
    this.#client = client;
    this.#scope = scope;
    this.#window = window;
    this.#signal = signal;
  }

  /** Mean of the metric, by one label that must be there. */
  async by(metric: string, label: string): Promise<ReadonlyMap<string, number>> {
    const selected = this.#scope.select(metric, notEqual(label, ''));
    const rows = await this.#ask(`avg by (${label}) (avg_over_time(${over(selected, this.#range)}))`);
    return new Map(rows.map(row => [row.labels[label] ?? '', row.value]));
  }

  async single(metric: string): Promise<number | null> {
    const rows = await this.#ask(`avg(avg_over_time(${over(this.#scope.select(metric), this.#range)}))`);
    return rows[0]?.value ?? null;
  }

  async loadBalancers(): Promise<ReadonlyMap<string, number>> {
    const selected = this.#scope.select('kubecost_load_balancer_cost', notEqual('service_name', ''));
    const rows = await this.#ask(
      `avg by (${NAMESPACES}, service_name) (avg_over_time(${over(selected, this.#range)}))`,
    );
    return new Map(
      rows.map(({ labels, value }) => [`${namespaceOf(labels)}/${labels['service_name'] ?? ''}`, value]),
    );
  }

  /** What OpenCost's network DaemonSet metered; empty where there is none. */
  async sent(): Promise<readonly EgressBytes[]> {
    const selected = this.#scope.select('kubecost_pod_network_egress_bytes_total');
    const rows = await this.#ask(
      `sum by (${NAMESPACES}, pod_name, internet, same_zone, same_region) (increase(${over(selected, this.#range)}))`,
    );
    return rows.map(({ labels, value }) => ({
      namespace: namespaceOf(labels),
      pod: labels['pod_name'] ?? '',
      reach: reachOf(labels),
      bytes: value,
    }));
  }

  get #range(): number {
    return this.#window.end - this.#window.start;
  }

  #ask(query: string) {
    return this.#client.query(query, this.#window.end, this.#signal);
  }
}

async function nodePrices(queries: PriceQueries): Promise<readonly ToldPrices[]> {
  const [cpu, ram, gpu] = await Promise.all([
    queries.by('node_cpu_hourly_cost', 'node'),
    queries.by('node_ram_hourly_cost', 'node'),
    queries.by('node_gpu_hourly_cost', 'node'),
  ]);
  return [...cpu].map(([node, perCore]) => ({
    node,
    perCore,
    perGiB: ram.get(node) ?? null,
    perGpu: gpu.get(node) ?? null,
  }));
}

/** Unit prices of the nodes, in three instant queries. */
export const readNodePrices = (
  client: PrometheusClient,
  scope: PromqlScope,
  window: TimeWindow,
  signal?: AbortSignal,
): Promise<readonly ToldPrices[]> => nodePrices(new PriceQueries(client, scope, window, signal));

/** All prices that OpenCost's exporter left in Prometheus, in nine instant queries whatever the size of the cluster. */
export async function readOpenCostMetrics(
  client: PrometheusClient,
  scope: PromqlScope,
  window: TimeWindow,
  inventory: Pick<Inventory, 'workloads' | 'volumeClaims' | 'volumes'>,
  signal?: AbortSignal,
): Promise<Told> {
  const queries = new PriceQueries(client, scope, window, signal);
  const [nodes, volumes, loadBalancers, zone, region, internet, sent] = await Promise.all([
    nodePrices(queries),
    queries.by('pv_hourly_cost', 'persistentvolume'),
    queries.loadBalancers(),
    queries.single('kubecost_network_zone_egress_cost'),
    queries.single('kubecost_network_region_egress_cost'),
    queries.single('kubecost_network_internet_egress_cost'),
    queries.sent(),
  ]);
  const egress = { zone, region, internet };
  const hours = windowSeconds(window) / 3600;
  return {
    nodes,
    storagePerGiB: volumes.size === 0 ? null : meanOf([...volumes.values()]),
    storageClasses: classPrices(volumes, inventory),
    loadBalancers,
    egress,
    ...(sent.length > 0 && { network: egressCosts(sent, egress, hours, inventory.workloads) }),
  };
}

function reachOf(labels: Labels): EgressBytes['reach'] {
  if (labels['internet'] === 'true') return 'internet';
  if (labels['same_region'] === 'false') return 'region';
  return labels['same_zone'] === 'false' ? 'zone' : 'none';
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

/** Mean price of the volumes of each class, told from their claims where the volumes are not known. */
function classPrices(
  prices: ReadonlyMap<string, number>,
  { volumes, volumeClaims }: Pick<Inventory, 'volumes' | 'volumeClaims'>,
): ReadonlyMap<string, number> {
  const classes = new Map([
    ...volumeClaims.map(({ volume, storageClass }) => [volume, storageClass] as const),
    ...(volumes ?? []).map(({ name, storageClass }) => [name, storageClass] as const),
  ]);
  const byClass = groupedBy(prices, ([volume]) => classes.get(volume) ?? null);
  return new Map(
    [...byClass].flatMap(([name, some]) =>
      name === null ? [] : [[name, meanOf(some.map(([, price]) => price))] as const],
    ),
  );
}
