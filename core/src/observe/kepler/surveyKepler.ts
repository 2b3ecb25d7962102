import type { UnixSeconds } from '../../model/index.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { matches, maxBy, type PromqlScope } from '../prometheus/promql.ts';
import { scrapeInterval } from '../prometheus/scrapeInterval.ts';
import type { KeplerSurvey } from './KeplerSurvey.ts';
import { namedByNode } from './keplerQueries.ts';

const NODE_METRICS = 'kepler_node_cpu_joules_total|kepler_node_package_joules_total';

/** Zones that stand for a whole processor, best first. They contain each other: never add them up. */
const WHOLE_PROCESSOR = ['package', 'psys'];

function wholeProcessorZone(zones: readonly string[]): string | null {
  const [only, ...others] = zones;
  return (
    WHOLE_PROCESSOR.find(zone => zones.includes(zone)) ??
    (only !== undefined && others.length === 0 ? only : null)
  );
}

/** Asks Prometheus what Kepler there is at a moment: seven small instant queries. */
export async function surveyKepler(
  client: PrometheusClient,
  scope: PromqlScope,
  at: UnixSeconds,
  signal?: AbortSignal,
): Promise<KeplerSurvey> {
  const groups = async (label: string, expression: string) => {
    const found = await client.query(maxBy([label], expression), at, signal);
    return found.map(sample => sample.labels[label] ?? '').filter(value => value !== '');
  };
  const exists = async (metric: string) =>
    (await client.query(`count(${scope.select(metric)})`, at, signal)).length > 0;
  const [nodes2, zones, version2, nodes1, modes1, version1, interval] = await Promise.all([
    groups('node_name', scope.select('kepler_node_cpu_joules_total')),
    groups('zone', scope.select('kepler_node_cpu_joules_total')),
    groups('version', scope.select('kepler_build_info')),
    groups('meter_node', namedByNode(scope.select('kepler_node_package_joules_total'))),
    groups('mode', scope.select('kepler_node_package_joules_total')),
    groups('version', scope.select('kepler_exporter_build_info')),
    scrapeInterval(client, scope.select(null, matches('__name__', NODE_METRICS)), at, signal),
  ]);
  const hasSecond = nodes2.length > 0 || version2.length > 0;
  return {
    interval,
    generation2: hasSecond
      ? {
          version: version2.sort().join(', ') || null,
          nodes: new Set(nodes2),
          zones,
          zone: wholeProcessorZone(zones),
          podSeries: await exists('kepler_pod_cpu_joules_total'),
          containerSeries: await exists('kepler_container_cpu_joules_total'),
        }
      : null,
    generation1:
      nodes1.length > 0
        ? {
            version: version1.sort().join(', ') || null,
            nodes: new Set(nodes1),
            idleSeries: modes1.includes('idle'),
          }
        : null,
  };
}
