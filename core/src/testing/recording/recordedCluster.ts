import { createHash } from 'node:crypto';
import type {
  ClusterNode,
  Container,
  Inventory,
  Pod,
  PriceBook,
  TimeWindow,
  Workload,
} from '../../model/index.ts';
import type { ClusterSource } from '../../observe/clusterSource.ts';
import { collectSeries, type SeriesByFamily } from './collectSeries.ts';

/** A controller, as owner references name it; an empty kind means none. */
export interface DirectOwner {
  readonly kind: string;
  readonly name: string;
}

/** A pod of the recording with its place and the span it was there. */
export interface RecordedPod {
  readonly namespace: string;
  readonly pod: Pod;
  readonly workload: Workload;
  /** Who made it: the ReplicaSet or Job in between where there is one. */
  readonly owner: DirectOwner;
  readonly window: TimeWindow;
}

/** All of a source that is laid, in memory. */
export interface RecordedCluster {
  readonly window: TimeWindow;
  readonly stepSeconds: number;
  readonly inventory: Inventory;
  readonly pods: readonly RecordedPod[];
  readonly series: SeriesByFamily;
  readonly prices: PriceBook;
}

export async function readRecordedCluster(source: ClusterSource): Promise<RecordedCluster> {
  const inventory = await source.inventory();
  const series = await collectSeries(source);
  const seen = spansByPod(series);
  const pods = inventory.workloads.flatMap(workload =>
    workload.pods.map(pod => {
      const { namespace } = workload.reference;
      const window = lifeOf(pod, source.window, seen.get(`${namespace}/${pod.name}`));
      return { namespace, pod, workload, owner: directOwner(workload, pod), window };
    }),
  );
  return {
    window: source.window,
    stepSeconds: source.step,
    inventory,
    pods,
    series: carriedToEnd(series, source),
    prices: await source.prices(),
  };
}

/**
 * A window ends before its last moment, so the last sample is one step old then and Prometheus would take
 * the series for gone. What was there to the last goes on for one more step as it was.
 */
function carriedToEnd(series: SeriesByFamily, { window, step }: ClusterSource): SeriesByFamily {
  return new Map(
    [...series].map(([family, members]) => [
      family,
      members.map(({ subject, times, values }) => {
        const last = times.at(-1) ?? -Infinity;
        if (last < window.end - step || last >= window.end) return { subject, times, values };
        const value = family === 'oomKills' ? 0 : (values.at(-1) ?? NaN);
        return { subject, times: [...times, last + step], values: [...values, value] };
      }),
    ]),
  );
}

/** First and last moment at which anything was measured of each pod. */
function spansByPod(series: SeriesByFamily): Map<string, { first: number; last: number }> {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { subject, times } of [...series.values()].flat()) {
    if (subject.pod === null || times.length === 0) continue;
    const key = `${subject.namespace}/${subject.pod}`;
    const [first = Infinity, last = -Infinity] = [times[0], times.at(-1)];
    const known = spans.get(key) ?? { first, last };
    spans.set(key, { first: Math.min(known.first, first), last: Math.max(known.last, last) });
  }
  return spans;
}

/** A pod that is there lives to the end of the window; one that is gone as long as it was measured. */
function lifeOf(pod: Pod, window: TimeWindow, seen: { first: number; last: number } | undefined): TimeWindow {
  const start = Math.max(window.start, pod.startedAt ?? seen?.first ?? window.start);
  const end = pod.present ? window.end : Math.min(window.end, seen?.last ?? start);
  return { start: start as TimeWindow['start'], end: Math.max(start, end) as TimeWindow['end'] };
}

function directOwner({ reference }: Workload, pod: Pod): DirectOwner {
  switch (reference.kind) {
    case 'Deployment':
    case 'Rollout':
      return { kind: 'ReplicaSet', name: intermediateName(reference.name, pod.name) };
    case 'CronJob':
      return { kind: 'Job', name: intermediateName(reference.name, pod.name) };
    case 'Node':
      return { kind: 'Node', name: pod.node ?? '' };
    case 'Pod':
      return { kind: '', name: '' };
    default:
      return reference;
  }
}

/** `web-6d49cb8b4f` of `web-6d49cb8b4f-24458`. */
function intermediateName(workload: string, pod: string): string {
  const name = pod.slice(0, pod.lastIndexOf('-'));
  return name.startsWith(`${workload}-`) ? name : `${workload}-0`;
}

/** The node a pod runs on, where it is known. */
export const nodeOf = (cluster: RecordedCluster, pod: RecordedPod): ClusterNode | undefined =>
  cluster.inventory.nodes.find(({ name }) => name === pod.pod.node);

/** The same id for the same container in cAdvisor, kube-state-metrics and Kepler, as in a real cluster. */
export const containerId = (pod: RecordedPod, container: Pick<Container, 'name'>): string =>
  createHash('sha256').update(`${pod.pod.uid}/${container.name}`).digest('hex');

/** Id of the pause container that holds the pod's network. */
export const sandboxId = (pod: RecordedPod): string => containerId(pod, { name: '(sandbox)' });
