import { namespaceOf, podsOf, replicaSetOf, workloadName } from './layCluster.ts';

/** KRR's `timeframe_duration` of 1.25 minutes, and its batches. */
const STEP_SECONDS = 75;
const PODS_PER_QUERY = 50;
const PODS_PER_PHASE_QUERY = 100;

function* batches(names: readonly string[], size: number): Generator<string> {
  for (let first = 0; first < names.length; first += size) yield names.slice(first, first + size).join('|');
}

/**
 * What KRR (robusta-dev/krr d6baa745, strategy `simple`, its defaults) asks for one Deployment with one
 * container: its ReplicaSets and pods over the history, which of these run, and for each batch of pods the
 * percentile and number of CPU samples, and the highest and number of memory samples, as subqueries.
 */
export function krrQueries(index: number, days: number): string[] {
  const namespace = `namespace="${namespaceOf(index)}"`;
  const pods = podsOf(index);
  const history = `${days}d`;
  const owners = [
    `kube_replicaset_owner{owner_kind="Deployment",owner_name="${workloadName(index)}",${namespace}}[${history}]`,
    `last_over_time(kube_pod_owner{owner_kind="ReplicaSet",owner_name=~"${replicaSetOf(index)}",${namespace}}[${history}])`,
  ];
  const alive = [...batches(pods, PODS_PER_PHASE_QUERY)].map(
    names => `kube_pod_status_phase{phase="Running",pod=~"${names}",${namespace}} == 1`,
  );
  const used = [...batches(pods, PODS_PER_QUERY)].flatMap(names => {
    const selector = `{${namespace},pod=~"${names}",container="app"}`;
    const range = `[${history}:${STEP_SECONDS}s]`;
    const cpu = `max by (container,pod,job) (rate(container_cpu_usage_seconds_total${selector}[${STEP_SECONDS}s]))`;
    const memory = `max by (container,pod,job) (container_memory_working_set_bytes${selector})`;
    return [
      `quantile_over_time(0.95, ${cpu}${range})`,
      `count_over_time(${cpu}${range})`,
      `max_over_time(${memory}${range})`,
      `count_over_time(${memory}${range})`,
    ];
  });
  return [...owners, ...alive, ...used];
}
