import { type Inventory, type TimeWindow, windowSeconds } from '../../model/index.ts';
import type { OpenCostClient } from '../prices/OpenCostClient.ts';
import { readOpenCostMetrics } from '../prices/readOpenCostMetrics.ts';
import { readPriceBook } from '../prices/readPriceBook.ts';
import type { PriceOrigin } from '../prices/resolvePrices.ts';
import { toldByPriceBook } from '../prices/toldByPriceBook.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { PromqlScope } from '../prometheus/promql.ts';

/**
 * Where prices may come from, best first: what OpenCost left in Prometheus over the window, then its API,
 * then the user's own price book.
 */
export function priceOrigins(options: {
  prometheus: PrometheusClient | null;
  opencost: OpenCostClient | null;
  /** File of the user's price book. */
  file: string | undefined;
  place: Parameters<typeof toldByPriceBook>[2];
  scope: PromqlScope;
  window: TimeWindow;
  inventory: Inventory;
  signal: AbortSignal | undefined;
}): PriceOrigin[] {
  const { prometheus, opencost, file, place, scope, window, inventory, signal } = options;
  const origins: PriceOrigin[] = [];
  if (prometheus) {
    origins.push({
      source: 'OpenCost metrics in Prometheus',
      method: 'opencost-metrics',
      kind: 'billed',
      read: () => readOpenCostMetrics(prometheus, scope, window, inventory, signal),
    });
  }
  if (opencost) {
    origins.push({
      source: 'OpenCost API',
      method: 'opencost-assets',
      kind: 'billed',
      read: () => opencost.prices(windowSeconds(window), signal),
    });
    origins.push({
      source: 'OpenCost API (allocations)',
      method: 'opencost-allocation',
      kind: 'billed',
      read: () => opencost.network(windowSeconds(window), inventory.workloads, signal),
    });
  }
  if (file !== undefined) {
    origins.push({
      source: `the price book ${file}`,
      method: 'price-book',
      kind: 'configured',
      read: async () => toldByPriceBook(await readPriceBook(file), inventory.nodes, place),
    });
  }
  return origins;
}
