import type { SeriesFamily } from '../clusterSource.ts';
import { equal, matchesNot, maxBy, notEqual, over, type PromqlScope, sumBy } from '../prometheus/promql.ts';
import { rateRange } from '../prometheus/scrapeInterval.ts';

export type UsageFamily = Extract<
  SeriesFamily,
  'cpu' | 'memory' | 'cfsPeriods' | 'cfsThrottledPeriods' | 'oomKills' | 'receivedBytes' | 'transmittedBytes'
>;

const CONTAINER = ['namespace', 'pod', 'container'];

/**
 * Interfaces of a pod that carry the traffic of another one once more (tunnels, bridges, the host's side
 * of the pod's link) or none at all.
 */
const COUNTED_ELSEWHERE =
  '(lo|veth|cni|docker|flannel|cali|cilium|lxc|cbr|br-|virbr|dummy|tun|tap|gre|erspan|sit|ip6|ip_vti|vxlan|geneve|wg|nodelocaldns|kube-ipvs).*';

/**
 * One expression per family, the same number whatever the number of workloads.
 *
 * - `container!=""`, `container!="POD"` and `image!=""` leave out the cgroup tree above the containers,
 *   pause containers, and the second copy that the kubelet serves under /metrics/resource.
 * - `max by (namespace, pod, container)` is what counts a container once: over scrapes by several jobs
 *   or replicas, and over the two ids it has for a while after a restart.
 */
export function usageQueries(
  scope: PromqlScope,
  options: { step: number; interval: number; imageLabel: boolean },
): Record<UsageFamily, string> {
  const { step, interval, imageLabel } = options;
  const range = rateRange(step, interval);
  const containers = [
    notEqual('container', ''),
    notEqual('container', 'POD'),
    ...(imageLabel ? [notEqual('image', '')] : []),
  ];
  const ofContainers = (metric: string) => scope.select(metric, ...containers);
  /** Increase per step. */
  const increase = (metric: string) =>
    `${maxBy(CONTAINER, `rate(${over(ofContainers(metric), range)})`)} * ${step}`;
  const perPod = (metric: string) =>
    sumBy(
      ['namespace', 'pod'],
      maxBy(
        ['namespace', 'pod', 'interface'],
        `rate(${over(
          scope.select(metric, notEqual('pod', ''), matchesNot('interface', COUNTED_ELSEWHERE)),
          range,
        )})`,
      ),
    );
  return {
    // Where the kubelet counts each CPU apart, its series are one container's and are added up first.
    cpu: maxBy(
      CONTAINER,
      `sum without (cpu) (rate(${over(ofContainers('container_cpu_usage_seconds_total'), range)}))`,
    ),
    // The highest scrape of the step: a request has to cover the peaks between two steps too.
    memory: maxBy(
      CONTAINER,
      `max_over_time(${over(ofContainers('container_memory_working_set_bytes'), step)})`,
    ),
    cfsPeriods: increase('container_cpu_cfs_periods_total'),
    cfsThrottledPeriods: increase('container_cpu_cfs_throttled_periods_total'),
    oomKills: oomKills(scope, ofContainers('container_oom_events_total'), step),
    receivedBytes: perPod('container_network_receive_bytes_total'),
    transmittedBytes: perPod('container_network_transmit_bytes_total'),
  };
}

/**
 * Kills in the step, as whole numbers: difference of the counter at the step's ends, which unlike
 * `increase()` neither guesses beyond the samples nor misses what falls between two ranges. cAdvisor's
 * counter goes away with the killed container, kube-state-metrics' restart counter does not: the higher counts.
 */
function oomKills(scope: PromqlScope, cadvisorSelector: string, step: number): string {
  const grown = (by: string[], selector: string) =>
    `clamp_min(${maxBy(by, selector)} - ${maxBy(by, `${selector} offset ${step}s`)}, 0)`;
  const counted = maxBy(CONTAINER, grown([...CONTAINER, 'id'], cadvisorSelector));
  const reason = scope.select(
    'kube_pod_container_status_last_terminated_reason',
    equal('reason', 'OOMKilled'),
  );
  const restarted = grown(CONTAINER, scope.select('kube_pod_container_status_restarts_total'));
  const told = `(${restarted} and on (${CONTAINER.join(', ')}) ${reason} == 1)`;
  // Both have the same labels; without a mark `or` would take the first even where the second is higher.
  const marked = (expression: string, mark: string) =>
    `label_replace(${expression}, "of", "${mark}", "", "")`;
  return maxBy(CONTAINER, `${marked(counted, 'cadvisor')} or ${marked(told, 'kube-state-metrics')}`);
}
