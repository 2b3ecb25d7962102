import { Random } from '../../demo/random.ts';
import {
  type Container,
  type Inventory,
  type Pod,
  seconds,
  unixSeconds,
  type Workload,
  workloadId,
} from '../../model/index.ts';
import type { ClusterSource, SeriesChunk, SeriesFamily } from '../../observe/clusterSource.ts';
import { CONTAINERS_PER_QUERY } from '../../observe/live/namespaceGroups.ts';

const STEP = 300;
const DAY = 86_400;
const STEPS_PER_DAY = DAY / STEP;
const CONTAINERS = ['app', 'proxy'] as const;
const CLUSTER = 'bench';
/** Different days of a series: enough that no two neighbours are alike. */
const PATTERNS = 509;

const OF_CONTAINERS = ['cpu', 'memory', 'cfsPeriods', 'cfsThrottledPeriods', 'oomKills'] as const;
const OF_PODS = ['receivedBytes', 'transmittedBytes'] as const;
/** What is asked of a cluster of which nobody meters the power. */
export const FAMILIES_OF_USAGE: readonly SeriesFamily[] = [...OF_CONTAINERS, ...OF_PODS];

const none = { cpu: null, memory: null, gpus: null };
const containerOf = (name: string): Container => ({
  name,
  role: 'main',
  image: `registry.example/${name}:1`,
  requests: none,
  limits: none,
  security: null,
  runtimeSettings: null,
  imagePullPolicy: null,
});
const TEMPLATE = CONTAINERS.map(containerOf);

const podName = (index: number): string => `service-${index}-6d4cf56db6-x2k9p`;

function workloadOf(index: number): Workload {
  const reference = {
    clusterId: CLUSTER,
    namespace: `team-${index % 100}`,
    kind: 'Deployment',
    name: `service-${index}`,
  };
  const pod: Pod = {
    name: podName(index),
    uid: `uid-${index}`,
    node: `node-${index % 500}`,
    phase: 'Running',
    startedAt: unixSeconds(0),
    restarts: 0,
    present: true,
    hostNetwork: false,
    trouble: null,
  };
  return {
    id: workloadId(reference),
    reference,
    containers: TEMPLATE,
    pods: [pod],
    desiredReplicas: 1,
    autoscaler: null,
    labels: {},
    annotations: {},
    podLabels: {},
    schedule: null,
    timeZone: null,
    suspended: false,
    createdAt: null,
    job: null,
    maxUnavailable: null,
    terminationGracePeriod: null,
    scheduling: null,
    volumes: null,
  };
}

/** A cluster of so many containers, each a workload's own, two to a pod. */
export const largeInventory = (containers: number): Inventory => ({
  observedAt: unixSeconds(0),
  nodes: [],
  workloads: Array.from({ length: containers / CONTAINERS.length }, (_, index) => workloadOf(index)),
  volumeClaims: [],
  volumes: null,
  disruptionBudgets: null,
  namespaces: null,
  services: null,
});

/** Days of made-up values: level, day and night, noise; memory in whole pages, counters in whole numbers. */
function patternsOf(family: SeriesFamily): readonly Float64Array[] {
  const stream = new Random(`bench/${family}`);
  const random = () => stream.next();
  const valueAt = (level: number, step: number): number => {
    const rhythm = 1 + 0.5 * Math.sin((2 * Math.PI * step) / STEPS_PER_DAY);
    const noise = 0.7 + 0.6 * random();
    switch (family) {
      case 'memory':
        return Math.round((level * 5e8 * (1 + 0.02 * (rhythm * noise))) / 4096) * 4096;
      case 'cfsPeriods':
        return 3000;
      case 'cfsThrottledPeriods':
        return random() < 0.05 ? Math.floor(random() * 300) : 0;
      case 'oomKills':
        return random() < 0.0005 ? 1 : 0;
      case 'cpu':
        return 0.2 * level * rhythm * noise;
      default:
        return 1e5 * level * rhythm * noise;
    }
  };
  return Array.from({ length: PATTERNS }, () => {
    const level = Math.exp(3 * random() - 2);
    return Float64Array.from({ length: STEPS_PER_DAY }, (_, step) => valueAt(level, step));
  });
}

/**
 * What a Prometheus would answer of such a cluster over the spans it is asked for, in the same order:
 * group of namespaces by group, family by family. Values are made before, so that what is timed is learning.
 */
export function largeUsage(containers: number): (window: { start: number; end: number }) => ClusterSource {
  const inventory = largeInventory(containers);
  const patterns = new Map(FAMILIES_OF_USAGE.map(family => [family, patternsOf(family)]));
  const podsPerGroup = CONTAINERS_PER_QUERY / CONTAINERS.length;
  const unasked = () => Promise.reject(new Error('the benchmark does not ask for this'));

  function* seriesOf(family: SeriesFamily, pod: number, start: number, end: number): Generator<SeriesChunk> {
    const first = (start % DAY) / STEP;
    const length = Math.min((end - start) / STEP, STEPS_PER_DAY - first);
    const times = timesFrom(start, length);
    const names = (OF_PODS as readonly SeriesFamily[]).includes(family) ? [null] : CONTAINERS;
    for (const [index, container] of names.entries()) {
      const pattern = patterns.get(family)?.[(pod * CONTAINERS.length + index) % PATTERNS];
      if (pattern === undefined) continue;
      const subject = {
        namespace: `team-${pod % 100}`,
        pod: podName(pod),
        container,
        node: null,
        object: null,
      };
      yield { family, subject, times, values: pattern.subarray(first, first + length) };
    }
  }

  return window => ({
    cluster: { id: CLUSTER, name: CLUSTER, provider: 'unknown', region: null, demo: false },
    step: seconds(STEP),
    window: { start: unixSeconds(window.start), end: unixSeconds(window.end) },
    inventory: async () => inventory,
    async *series({ spans } = {}) {
      for (let group = 0; group < inventory.workloads.length; group += podsPerGroup) {
        for (const family of FAMILIES_OF_USAGE) {
          const span = spans?.get(family);
          if (span === undefined) continue;
          const last = Math.min(group + podsPerGroup, inventory.workloads.length);
          for (let pod = group; pod < last; pod += 1) yield* seriesOf(family, pod, span.start, span.end);
        }
      }
    },
    facts: unasked,
    energyProvenance: unasked,
    prices: unasked,
    grid: unasked,
    pue: unasked,
    diagnose: unasked,
    notes: () => [],
  });
}

let lastTimes = new Float64Array(0);

/** The same array for the same moments: an answer of Prometheus is parsed outside of what is timed. */
function timesFrom(start: number, length: number): Float64Array {
  if (lastTimes[0] !== start || lastTimes.length !== length) {
    lastTimes = Float64Array.from({ length }, (_, index) => start + index * STEP);
  }
  return lastTimes;
}
