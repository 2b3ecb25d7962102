import type { WorkloadView } from '@greenops/core/api';
import { podNamePattern } from './podNamePattern.ts';
import { differs, equals, type Matcher, matches, maxBy, rate, selector, sum } from './promQl.ts';

/** One query of a Prometheus panel. */
export interface PanelQuery {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
}

export type Resource = 'cpu' | 'memory';

type WorkloadName = Pick<WorkloadView, 'namespace' | 'kind' | 'name'>;

const usageMetrics: Readonly<Record<Resource, string>> = {
  cpu: 'container_cpu_usage_seconds_total',
  memory: 'container_memory_working_set_bytes',
};

/**
 * Usage of one container per pod, with its request and limit, straight from cAdvisor and
 * kube-state-metrics.
 *
 * @param container name, or a scene variable that holds it
 */
export function usageQueries(workload: WorkloadName, container: string, resource: Resource): PanelQuery[] {
  const ofContainer: Matcher[] = [
    equals('namespace', workload.namespace),
    matches('pod', podNamePattern(workload)),
    equals('container', container),
  ];
  // The kubelet exposes the same names a second time, without images, on /metrics/resource.
  const used = selector(usageMetrics[resource], [...ofContainer, differs('image', '')]);
  const declared = (kind: 'requests' | 'limits') =>
    `max(${selector(`kube_pod_container_resource_${kind}`, [...ofContainer, equals('resource', resource)])})`;
  return [
    {
      refId: 'usage',
      // The maximum drops copies of a series that two replicas of Prometheus scraped.
      expr: maxBy(['pod'], resource === 'cpu' ? rate(used) : used),
      legendFormat: '{{pod}}',
    },
    { refId: 'request', expr: declared('requests'), legendFormat: 'request' },
    { refId: 'limit', expr: declared('limits'), legendFormat: 'limit' },
  ];
}

/**
 * Active power of all pods of a workload in watts: Kepler ≥ 0.10 where it is there, else the
 * generation before. Never the sum of both: during a migration they meter the same joules.
 */
export function powerQueries(workload: WorkloadName): PanelQuery[] {
  const pods = podNamePattern(workload);
  const rewritten = selector('kepler_pod_cpu_joules_total', [
    equals('pod_namespace', workload.namespace),
    matches('pod_name', pods),
    // Zones overlap: core and uncore are parts of package.
    equals('zone', 'package'),
  ]);
  const legacy = selector('kepler_container_joules_total', [
    equals('container_namespace', workload.namespace),
    matches('pod_name', pods),
    equals('mode', 'dynamic'),
  ]);
  return [
    { refId: 'power', expr: `${sum(rate(rewritten))} or ${sum(rate(legacy))}`, legendFormat: 'active power' },
  ];
}
