import { type TimeWindow, windowSeconds } from '../../model/index.ts';
import type { OpenCostClient } from '../prices/OpenCostClient.ts';
import { readOpenCostMetrics } from '../prices/readOpenCostMetrics.ts';
import type { PriceOrigin } from '../prices/resolvePrices.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { PromqlScope } from '../prometheus/promql.ts';

/** Where prices may come from, best first: what OpenCost left in Prometheus over the window, then its API. */
export function priceOrigins(options: {
  prometheus: PrometheusClient | null;
  opencost: OpenCostClient | null;
  scope: PromqlScope;
  window: TimeWindow;
  signal: AbortSignal | undefined;
}): PriceOrigin[] {
  const { prometheus, opencost, scope, window, signal } = options;
  const origins: PriceOrigin[] = [];
  if (prometheus) {
    origins.push({
      source: 'OpenCost metrics in Prometheus',
      method: 'opencost-metrics',
      read: () => readOpenCostMetrics(prometheus, scope, window, signal),
    });
  }
  if (opencost) {
    origins.push({
      source: 'OpenCost API',
      method: 'opencost-assets',
      read: async () => ({
        nodes: await opencost.nodePrices(windowSeconds(window), signal),
        storagePerGiB: null,
      }),
    });
  }
  return origins;
}
