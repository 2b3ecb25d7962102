import {
  equal,
  maxBy,
  notEqual,
  over,
  type PromqlScope,
  quote,
  renamed,
  sumBy,
} from '../prometheus/promql.ts';
import { rateRange } from '../prometheus/scrapeInterval.ts';
import type { KeplerSurvey } from './KeplerSurvey.ts';

export type EnergyFamily = 'podWatts' | 'nodeActiveWatts' | 'nodeIdleWatts';

/**
 * Adds `meter_node`: the name of the node a generation-1 series is about. The exporter writes it into
 * `instance`, which Prometheus renames unless labels are honoured; a scrape rule may have added `node`.
 */
export const namedByNode = (expression: string): string =>
  ['instance', 'exported_instance', 'node'].reduce(
    (named, label) => renamed(named, label, 'meter_node'),
    expression,
  );

/**
 * Expressions for power in watts: rates of the joule counters, of one zone (zones contain each other),
 * all states of a pod added up (a finished one is repeated with `state="terminated"`, at a standstill).
 * Where both generations run, a node is read from the newer one only.
 *
 * @returns one expression per family that has a meter
 */
export function keplerQueries(
  scope: PromqlScope,
  survey: KeplerSurvey,
  step: number,
): Partial<Record<EnergyFamily, string>> {
  const range = rateRange(step, survey.interval);
  const second = generation2Queries(scope, survey, range);
  const first = survey.generation1 ? generation1Queries(scope, range, survey.generation1.idleSeries) : {};
  const nodesOfSecond = second.nodeActiveWatts;
  if (nodesOfSecond === undefined) return first;
  const families: readonly EnergyFamily[] = ['podWatts', 'nodeActiveWatts', 'nodeIdleWatts'];
  const merged: Partial<Record<EnergyFamily, string>> = {};
  for (const family of families) {
    const older = first[family];
    const onOtherNodes = older && `(${older}) unless on (node) (${nodesOfSecond})`;
    const parts = [second[family], onOtherNodes].filter(part => part !== undefined);
    const subject = family === 'podWatts' ? 'namespace, pod' : 'node';
    if (parts.length > 0) merged[family] = parts.map(part => `(${part})`).join(` or on (${subject}) `);
  }
  return merged;
}

type Queries = Partial<Record<EnergyFamily, string>>;

function generation2Queries(scope: PromqlScope, { generation2 }: KeplerSurvey, range: number): Queries {
  if (!generation2 || generation2.zone === null) return {};
  const zone = equal('zone', generation2.zone);
  const watts = (metric: string) => `rate(${over(scope.select(metric, zone), range)})`;
  // Several paths of one zone are several sockets of the node.
  const ofNode = (metric: string) =>
    sumBy(['node'], renamed(maxBy(['node_name', 'path'], watts(metric)), 'node_name', 'node'));
  const nodes = {
    nodeActiveWatts: ofNode('kepler_node_cpu_active_joules_total'),
    nodeIdleWatts: ofNode('kepler_node_cpu_idle_joules_total'),
  };
  if (generation2.podSeries) {
    const pods = maxBy(
      ['node_name', 'pod_namespace', 'pod_name', 'pod_id', 'state'],
      watts('kepler_pod_cpu_joules_total'),
    );
    return { ...nodes, podWatts: perPod(pods, 'pod_namespace', 'pod_name', 'node_name') };
  }
  if (!generation2.containerSeries) return nodes;
  const containers = maxBy(
    ['node_name', 'container_id', 'state'],
    watts('kepler_container_cpu_joules_total'),
  );
  return {
    ...nodes,
    podWatts: perPod(joinedByContainerId(scope, containers), 'namespace', 'pod', 'node_name'),
  };
}

/**
 * Without Kubernetes metadata Kepler's containers carry an id and nothing else that is sure;
 * kube-state-metrics knows whose id it is (`containerd://<id>`). Joining by pod id would miss static
 * pods, whose id on the node is not the one in the API.
 */
function joinedByContainerId(scope: PromqlScope, containers: string): string {
  const owners = maxBy(
    ['container_id', 'namespace', 'pod'],
    `label_replace(${scope.select(
      'kube_pod_container_info',
      notEqual('container_id', ''),
    )}, "container_id", "$1", "container_id", ${quote('.*://(.+)')})`,
  );
  return `(${containers}) * on (container_id) group_left (namespace, pod) (${owners})`;
}

function generation1Queries(scope: PromqlScope, range: number, idleSeries: boolean): Queries {
  const watts = (metric: string, mode: string) =>
    `rate(${over(scope.select(metric, equal('mode', mode)), range)})`;
  const ofNode = (mode: string) => {
    const sockets = maxBy(
      ['meter_node', 'package'],
      namedByNode(watts('kepler_node_package_joules_total', mode)),
    );
    return sumBy(['node'], renamed(sockets, 'meter_node', 'node'));
  };
  const containers = maxBy(
    ['container_namespace', 'pod_name', 'container_id', 'container_name'],
    watts('kepler_container_package_joules_total', 'dynamic'),
  );
  const placed = maxBy(['namespace', 'pod', 'node'], scope.select('kube_pod_info', notEqual('node', '')));
  const pods = perPod(containers, 'container_namespace', 'pod_name', null);
  // The series do not say on which node the pod is; kube-state-metrics does. Without it they still count.
  const joined = `((${pods}) * on (namespace, pod) group_left (node) (${placed})) or on (namespace, pod) (${pods})`;
  return {
    podWatts: joined,
    nodeActiveWatts: ofNode('dynamic'),
    ...(idleSeries ? { nodeIdleWatts: ofNode('idle') } : {}),
  };
}

function perPod(expression: string, namespace: string, pod: string, node: string | null): string {
  const named = renamed(renamed(expression, namespace, 'namespace'), pod, 'pod');
  const placed = node === null ? named : renamed(named, node, 'node');
  return sumBy(node === null ? ['namespace', 'pod'] : ['namespace', 'pod', 'node'], placed);
}
