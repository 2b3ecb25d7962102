import type { FunctionalUnitConfig } from '../clusterConfig.ts';
import { notEqual, over, type PromqlScope, quote, renamed, sumBy } from '../prometheus/promql.ts';
import { rateRange } from '../prometheus/scrapeInterval.ts';

/** Labels that tell who scraped a series, not what it counts: two jobs on one pod count the same work. */
const SCRAPED_BY = ['job', 'service', 'endpoint', 'prometheus', 'prometheus_replica', 'replica', 'monitor'];

/** Stands in the label `pod` of a series that names a workload instead; `/` cannot be in the name of a pod. */
export const WORKLOAD_PREFIX = 'workload/';

function ofCounter(scope: PromqlScope, config: FunctionalUnitConfig, range: number, step: number): string {
  const { metric, matchers, namespaceLabel, podLabel, workloadLabel } = config;
  const by = workloadLabel ?? podLabel;
  const selector = scope.select(metric, ...matchers, notEqual(by, ''));
  const each = `max without (${SCRAPED_BY.join(', ')}) (rate(${over(selector, range)}))`;
  const prefix = workloadLabel === undefined ? '' : WORKLOAD_PREFIX;
  const counted = `${sumBy([namespaceLabel, by], each)} * ${step}`;
  const subject = `label_replace(${counted}, "pod", ${quote(`${prefix}$1`)}, ${quote(by)}, "(.+)")`;
  const named = namespaceLabel === 'namespace' ? subject : renamed(subject, namespaceLabel, 'namespace');
  return `label_replace(${named}, "object", ${quote(config.unit.replaceAll('$', '$$'))}, "", "")`;
}

/** Increase per step of the counters that the user named, by pod and unit; `null` where none is named. */
export function functionalUnitQuery(
  scope: PromqlScope,
  units: readonly FunctionalUnitConfig[],
  { step, interval }: { step: number; interval: number },
): string | null {
  if (units.length === 0) return null;
  const range = rateRange(step, interval);
  const counters = units.map(unit => `(${ofCounter(scope, unit, range, step)})`);
  // Two counters of one unit in one pod are added up; `or` alone would drop the second.
  const marked = counters.map((counter, index) => `label_replace(${counter}, "counter", "${index}", "", "")`);
  return sumBy(['namespace', 'pod', 'object'], marked.join(' or '));
}
