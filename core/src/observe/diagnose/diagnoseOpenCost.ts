import { formatCount, windowSeconds } from '../../model/index.ts';
import type { SourceFinding } from '../clusterSource.ts';
import { checkPrices } from '../prices/checkPrices.ts';
import { readNodePrices } from '../prices/readOpenCostMetrics.ts';
import type { ToldPrices } from '../prices/toldPrices.ts';
import type { DiagnosisContext, PrometheusContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

const DEFAULTS = "until then resources are priced by OpenCost's default price list";

export async function diagnoseOpenCost(
  { opencost, window, signal }: Pick<DiagnosisContext, 'opencost' | 'window' | 'signal'>,
  prometheus: PrometheusContext | null,
): Promise<SourceFinding> {
  if (prometheus) {
    const { client, scope } = prometheus;
    const nodes = await readNodePrices(client, scope, window, signal);
    if (nodes.length > 0) return judged(nodes, 'metrics in Prometheus');
  }
  if (opencost === null) {
    return lacking(
      'opencost',
      prometheus ? 'missing' : 'not-configured',
      prometheus
        ? `${prometheus.client.label} has no OpenCost metrics (node_cpu_hourly_cost), and no OpenCost API is configured`
        : 'No OpenCost is configured',
      `install OpenCost and let Prometheus scrape it, or give the URL of its API (--opencost); ${DEFAULTS}`,
    );
  }
  const told = await opencost.nodePrices(windowSeconds(window), signal);
  if (told.length === 0) {
    return lacking(
      'opencost',
      'degraded',
      `${opencost.label} answers but knows no node`,
      `give it time after its start, and look at its log; ${DEFAULTS}`,
    );
  }
  return judged(told, `API (${opencost.label})`);
}

function judged(told: readonly ToldPrices[], where: string): SourceFinding {
  const { refused } = checkPrices(told);
  if (refused.length > 0) {
    const some = refused.slice(0, 3).map(({ node, why }) => `${node} ${why}`);
    return lacking(
      'opencost',
      'degraded',
      `The prices of ${refused.length} of ${told.length} nodes are not believed (${some.join(', ')})`,
      "correct the custom prices, or the access to the provider's price list, in OpenCost",
    );
  }
  return healthy('opencost', null, `It prices ${formatCount(told.length, 'node')}, by its ${where}`);
}
