import type { TimeWindow } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { notEqual, over, type PromqlScope } from '../prometheus/promql.ts';
import type { ToldPrices } from './checkPrices.ts';

/** Prices that OpenCost's exporter left in Prometheus; the mean over the window (they follow the market). */
export interface OpenCostMetrics {
  readonly nodes: readonly ToldPrices[];
  /** US dollars per GiB-hour; `null` where no volume is priced. */
  readonly storagePerGiB: number | null;
}

/** Asks for the averages of all nodes in four instant queries. */
export async function readOpenCostMetrics(
  client: PrometheusClient,
  scope: PromqlScope,
  window: TimeWindow,
  signal?: AbortSignal,
): Promise<OpenCostMetrics> {
  const range = window.end - window.start;
  const perNode = async (metric: string): Promise<ReadonlyMap<string, number>> => {
    const averaged = `avg_over_time(${over(scope.select(metric, notEqual('node', '')), range)})`;
    const rows = await client.query(`avg by (node) (${averaged})`, window.end, signal);
    return new Map(rows.map(row => [row.labels['node'] ?? '', row.value]));
  };
  const [cpu, ram, gpu, storage] = await Promise.all([
    perNode('node_cpu_hourly_cost'),
    perNode('node_ram_hourly_cost'),
    perNode('node_gpu_hourly_cost'),
    client.query(`avg(avg_over_time(${over(scope.select('pv_hourly_cost'), range)}))`, window.end, signal),
  ]);
  return {
    nodes: [...cpu.keys()].map(node => ({
      node,
      perCore: cpu.get(node) ?? null,
      perGiB: ram.get(node) ?? null,
      perGpu: gpu.get(node) ?? null,
    })),
    storagePerGiB: storage[0]?.value ?? null,
  };
}
