import type { FunctionalUnitConfig } from '../clusterConfig.ts';
import type { SeriesFamily } from '../clusterSource.ts';
import { maxBy, type PromqlScope, renamed } from '../prometheus/promql.ts';
import { functionalUnitQuery } from './functionalUnitQuery.ts';
import { gpuQueries } from './gpuQueries.ts';

const REPLICAS = 'kube_horizontalpodautoscaler_status_current_replicas';

/** Expressions for what only some clusters have; at most one query for each of these families. */
export function optionalQueries(
  scope: PromqlScope,
  options: {
    step: number;
    /** Seconds between two scrapes. */
    interval: number;
    /** Metrics that have series; `null` where nobody could tell, and everything is then asked for. */
    seen: ReadonlySet<string> | null;
    functionalUnits: readonly FunctionalUnitConfig[];
  },
): Partial<Record<SeriesFamily, string>> {
  const { step, interval, functionalUnits } = options;
  const seen = (metric: string) => options.seen === null || options.seen.has(metric);
  const units = functionalUnitQuery(
    scope,
    functionalUnits.filter(({ metric }) => seen(metric)),
    { step, interval },
  );
  return {
    ...(seen(REPLICAS)
      ? {
          autoscalerReplicas: maxBy(
            ['namespace', 'object'],
            renamed(scope.select(REPLICAS), 'horizontalpodautoscaler', 'object'),
          ),
        }
      : {}),
    ...gpuQueries(scope, { step, interval, seen }),
    ...(units === null ? {} : { functionalUnits: units }),
  };
}
