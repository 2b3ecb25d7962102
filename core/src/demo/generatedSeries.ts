import type { Progress, SeriesChunk, SeriesFamily, SeriesSubject } from '../observe/clusterSource.ts';
import type { GeneratedCluster } from './generateCluster.ts';
import { timeAt } from './grid.ts';
import type { Random } from './random.ts';
import { lossyScrapes, nodeScrapes, type Scraped } from './usage/holes.ts';
import type { PodUsage } from './usage/podUsage.ts';
import { podWatts } from './usage/power.ts';

type Yield = Generator<SeriesChunk>;

/** What Prometheus would have kept of it: one chunk a series, with the holes that scraping leaves. */
export async function* generatedSeries(
  generated: GeneratedCluster,
  random: Random,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
): AsyncGenerator<SeriesChunk> {
  const { grid, nodes, pods, power } = generated;
  const scrapes = new Map(nodes.map(({ name }) => [name, nodeScrapes(grid, random, random.child(name))]));
  const always: Scraped = () => true;
  for (const { node, active, idle } of power) {
    const scraped = scrapes.get(node) ?? always;
    const subject = { namespace: null, pod: null, container: null, node, object: null };
    yield chunk(generated, 'nodeActiveWatts', subject, 0, active, scraped);
    yield chunk(generated, 'nodeIdleWatts', subject, 0, idle, scraped);
  }
  for (const [index, pod] of pods.entries()) {
    signal?.throwIfAborted();
    const { name, namespace, scraped: share } = pod.life.workload;
    const ofNode = scrapes.get(pod.node) ?? always;
    const ofTarget = lossyScrapes(grid, random.child(`${namespace}/${name}`), share);
    yield* podChunks(generated, pod, position => ofNode(position) && ofTarget(position), ofNode);
    onProgress?.({ stage: 'Generating', done: index + 1, total: pods.length });
  }
}

/** @param metered - power is metered on the node: it is not lost with the pod's own target */
function* podChunks(generated: GeneratedCluster, pod: PodUsage, scraped: Scraped, metered: Scraped): Yield {
  const { life, traffic } = pod;
  const subject = {
    namespace: life.workload.namespace,
    pod: life.name,
    container: null,
    node: null,
    object: null,
  };
  const series = (family: SeriesFamily, values: Float64Array, container: string | null = null) =>
    chunk(generated, family, { ...subject, container }, life.from, values, scraped);
  for (const { spec, cpu, memory, oomKills, cfs } of pod.containers) {
    yield series('cpu', cpu, spec.name);
    yield series('memory', memory, spec.name);
    yield series('oomKills', oomKills, spec.name);
    if (!cfs) continue;
    yield series('cfsPeriods', cfs.periods, spec.name);
    yield series('cfsThrottledPeriods', cfs.throttled, spec.name);
  }
  if (traffic) {
    yield series('receivedBytes', traffic.received);
    yield series('transmittedBytes', traffic.transmitted);
  }
  const { meter } = generated.spec;
  if (meter) yield chunk(generated, 'podWatts', subject, life.from, podWatts(pod, meter), metered);
}

function chunk(
  { grid }: GeneratedCluster,
  family: SeriesFamily,
  subject: SeriesSubject,
  from: number,
  all: Float64Array,
  scraped: Scraped,
): SeriesChunk {
  const times: number[] = [];
  const values: number[] = [];
  for (const [index, value] of all.entries()) {
    if (!scraped(from + index)) continue;
    times.push(timeAt(grid, from + index));
    values.push(value);
  }
  return { family, subject, times, values };
}
