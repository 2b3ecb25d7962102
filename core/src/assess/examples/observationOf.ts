import {
  type AutoscalerHistory,
  type Bytes,
  bytes,
  bytesPerSecond,
  type ClusterNode,
  type Container,
  containerKey,
  type ContainerUsage,
  type Cores,
  cores,
  type FunctionalUnits,
  type GpuUsage,
  gramsCO2ePerKilowattHour,
  type ImageFacts,
  type Inventory,
  type NodeEnergy,
  type Observation,
  type Pod,
  type PodVolumes,
  type PriceBook,
  type Provenance,
  QuantileSketch,
  ratio,
  type ResourceDay,
  type RuntimeUsage,
  seconds,
  type Scheduling,
  type UnixSeconds,
  unixSeconds,
  type TrafficStatistics,
  type UsageDay,
  type UsageStatistics,
  usdPerHour,
  watts,
  type Workload,
  type WorkloadEnergy,
  workloadId,
  type WorkloadReference,
} from '../../model/index.ts';
import { learnedOf } from './learnedOf.ts';

/** Small clusters in a few lines: what a workload asks for and what it uses. For the rules' examples and for tests. */

const DAY = 86_400;
const HOUR = 3_600;
const GIB = 2 ** 30;
const MIB = 2 ** 20;

export const END = unixSeconds(Date.UTC(2026, 10, 16) / 1000);
export const STEP = seconds(300);

/** A set that says yes to every name: nothing is missing. */
const EVERYTHING: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

const origin = (kind: Provenance['kind'], method: string): Provenance => ({
  kind,
  method,
  source: 'test',
  asOf: END,
});

/** Use that follows the clock (UTC): cores of one pod inside and outside of the busy hours. */
export interface ClockPattern {
  readonly busy: number;
  readonly quiet: number;
  /** First busy hour of a day and the first that is not any more; `from` after `to` lasts over midnight. */
  readonly from: number;
  readonly to: number;
  /** 0 = Sunday … 6 = Saturday; every day if not given. */
  readonly weekdays?: readonly number[];
}

export interface ContainerSketch {
  readonly name?: string;
  readonly role?: Container['role'];
  /** Cores; `null` = not set. */
  readonly cpuRequest?: number | null;
  readonly cpuLimit?: number | null;
  /** MiB; `null` = not set. */
  readonly memoryRequest?: number | null;
  readonly memoryLimit?: number | null;
  readonly gpus?: number;
  /** Cores of one pod, one per sample and repeated over the window; `null` = no data. */
  readonly cpu?: readonly number[] | null;
  /** MiB of one pod, likewise. */
  readonly memory?: readonly number[] | null;
  /** In place of `cpu`, hour by hour. */
  readonly cpuByClock?: ClockPattern;
  /** Cores of one pod while it starts, one per sample, on top of the others; each pod starts once a day. */
  readonly startUpCpu?: readonly number[];
  /** MiB of one pod while it starts, likewise. */
  readonly startUpMemory?: readonly number[];
  /** Throttled share of the CFS periods. */
  readonly throttled?: number;
  readonly oomKills?: number | null;
  readonly coverage?: number;
  readonly image?: string;
  /** What its language runtime tells; a JVM, if not given otherwise. */
  readonly runtime?: Partial<RuntimeUsage>;
  /** What was metered of each GPU it held. */
  readonly devices?: readonly Partial<GpuUsage>[];
  /** What the registry says of its image. */
  readonly imageFacts?: Partial<ImageFacts>;
  /** Overrides of the container as declared. */
  readonly declared?: Partial<Container>;
}

export interface WorkloadSketch {
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly replicas?: number;
  readonly containers?: readonly ContainerSketch[];
  /** Days that the pods have been running; longer than the window = from before it. */
  readonly ageDays?: number;
  readonly restarts?: number;
  readonly phase?: Pod['phase'];
  /** Why its pods do not run as they should. */
  readonly trouble?: string;
  /** Pods that are in trouble; all if not given. */
  readonly troubled?: number;
  readonly autoscaler?: Workload['autoscaler'];
  /** How often the autoscaler stood at its ends; not watched if not given. */
  readonly autoscaled?: {
    readonly atMinimum?: number;
    readonly atMaximum?: number;
    readonly meanReplicas?: number;
  };
  /** P99 of the bytes per second of a pod; `null` = no data. */
  readonly trafficP99?: number | null;
  /** Highest bytes per second of a pod; as much as P99 if not given. */
  readonly trafficMax?: number;
  /** Mean active power; `null` = no data. */
  readonly activeWatts?: number | null;
  /** In place of it: watts hour by hour. */
  readonly wattsByClock?: ClockPattern;
  /** Units of work done in each hour (`request`); not counted if not given. */
  readonly unitsPerHour?: number;
  /** A release so many days before the end, and what a unit draws since then, as a multiple of before. */
  readonly released?: { readonly daysAgo: number; readonly drawsTimes: number };
  /** Where its pods may run: what differs from anywhere; not known if not given. */
  readonly scheduling?: Partial<Scheduling>;
  readonly volumes?: Partial<PodVolumes>;
  /** Index of the node of each pod, one after the other if not given. */
  readonly on?: readonly number[];
  /** Overrides of the workload as declared. */
  readonly declared?: Partial<Workload>;
}

/** A node that differs from the others. */
export interface NodeSketch {
  readonly cpu?: number;
  /** GiB. */
  readonly memory?: number;
  readonly pool?: string;
  readonly zone?: string;
  /** Overrides of the node. */
  readonly declared?: Partial<ClusterNode>;
}

export interface ClusterSketch {
  readonly days?: number;
  readonly workloads: readonly WorkloadSketch[];
  /** Nodes of 4 cores, 16 GiB, 20 W at rest. */
  readonly nodes?: number | readonly NodeSketch[];
  readonly demo?: boolean;
  readonly clusterId?: string;
  readonly grid?: number | null;
  /** gCO₂e/kWh hour by hour, besides. */
  readonly gridByClock?: ClockPattern;
  /** Overrides of the inventory. */
  readonly inventory?: Partial<Inventory>;
  /** Overrides of the observation. */
  readonly facts?: Partial<Observation>;
  /** What could be read; everything if not given. */
  readonly seen?: ReadonlySet<string>;
  readonly priceKind?: Provenance['kind'];
  /** Prices besides those of cores, memory and GPUs. */
  readonly prices?: Partial<PriceBook>;
}

function statisticsOf<U extends number>(
  pattern: readonly number[],
  days: number,
  pods: number,
  coverage: number,
): UsageStatistics<U> {
  const perPod = Math.round((days * DAY) / STEP);
  const expectedSamples = perPod * pods;
  const samples = Math.round(expectedSamples * coverage);
  const sketch = new QuantileSketch();
  const values = Array.from({ length: samples }, (_, index) => pattern[index % pattern.length] ?? 0);
  for (const value of values) sketch.add(value);
  const hours = Math.max(1, Math.round(days * 24));
  const hourly = Array.from({ length: hours }, (_, index) => ({
    hour: unixSeconds(END - (hours - index) * HOUR),
    mean: (pattern[index % pattern.length] ?? 0) as U,
    max: (pattern[index % pattern.length] ?? 0) as U,
    samples: Math.round(samples / hours),
  }));
  return {
    samples,
    expectedSamples,
    coverage: ratio(coverage),
    mean: sketch.mean as U,
    max: sketch.max as U,
    sketch,
    hourly,
    dropped: { notANumber: 0, negative: 0, duplicate: 0, outOfOrder: 0, late: 0 },
  };
}

const isBusy = ({ from, to, weekdays }: ClockPattern, moment: UnixSeconds): boolean => {
  const date = new Date(moment * 1000);
  const hour = date.getUTCHours();
  const inHours = from < to ? hour >= from && hour < to : hour >= from || hour < to;
  return inHours && (weekdays === undefined || weekdays.includes(date.getUTCDay()));
};

/** One value for each hour of the window. */
const byClock = (pattern: ClockPattern, days: number): readonly number[] => {
  const hours = Math.max(1, Math.round(days * 24));
  return Array.from({ length: hours }, (_, index) =>
    isBusy(pattern, unixSeconds(END - (hours - index) * HOUR)) ? pattern.busy : pattern.quiet,
  );
};

/** Adds what the pods used while they started. */
function withStartUp<U extends number>(
  statistics: UsageStatistics<U>,
  startUp: readonly number[] | undefined,
  starts: number,
): UsageStatistics<U> {
  if (startUp === undefined) return statistics;
  const added = QuantileSketch.of(Array.from({ length: Math.round(starts) }, () => startUp).flat());
  const sketch = QuantileSketch.of([]);
  sketch.merge(statistics.sketch);
  sketch.merge(added);
  return {
    ...statistics,
    samples: sketch.count,
    expectedSamples: statistics.expectedSamples + added.count,
    mean: sketch.mean as U,
    max: sketch.max as U,
    sketch,
  };
}

const UNBOUND: Scheduling = {
  nodeSelector: {},
  nodeAffinity: null,
  podAffinity: [],
  podAntiAffinity: [],
  tolerations: [],
  topologySpread: [],
  priorityClass: null,
  hostPorts: [],
};

const containerOf = (sketch: ContainerSketch): Container => ({
  name: sketch.name ?? 'server',
  role: sketch.role ?? 'main',
  image: sketch.image ?? 'example.com/server:1',
  security: null,
  runtimeSettings: null,
  imagePullPolicy: null,
  requests: {
    cpu:
      sketch.cpuRequest === undefined
        ? cores(1)
        : sketch.cpuRequest === null
          ? null
          : cores(sketch.cpuRequest),
    memory:
      sketch.memoryRequest === undefined
        ? bytes(512 * MIB)
        : sketch.memoryRequest === null
          ? null
          : bytes(sketch.memoryRequest * MIB),
    gpus: sketch.gpus ?? null,
  },
  limits: {
    cpu: sketch.cpuLimit == null ? null : cores(sketch.cpuLimit),
    memory: sketch.memoryLimit == null ? null : bytes(sketch.memoryLimit * MIB),
    gpus: sketch.gpus ?? null,
  },
  ...sketch.declared,
});

/** What one resource of a container is sketched by, in its base unit. */
interface ResourceSketch {
  /** One value per sample, repeated; or one per hour of the window. */
  readonly pattern: readonly number[];
  readonly hourly: boolean;
  readonly startUp: readonly number[] | undefined;
}

function dayOf(
  { pattern, hourly, startUp }: ResourceSketch,
  index: number,
  pods: number,
  coverage: number,
): ResourceDay {
  const perDay = Math.round((DAY / STEP) * pods);
  // An hourly pattern has its 24 values for the day; another one goes on where the day before it stopped.
  const ofDay = hourly ? pattern.slice(index * 24, (index + 1) * 24) : pattern;
  const offset = hourly ? 0 : index * perDay;
  return {
    steady: QuantileSketch.of(
      Array.from(
        { length: Math.round(perDay * coverage) },
        (_, sample) => ofDay[(offset + sample) % ofDay.length] ?? 0,
      ),
    ),
    startUp: startUp ? QuantileSketch.of(Array.from({ length: pods }, () => startUp).flat()) : null,
    expectedSamples: perDay,
  };
}

/** The pattern of the whole window, cut into days. */
const daysOf = (
  start: UnixSeconds,
  days: number,
  pods: number,
  coverage: number,
  cpu: ResourceSketch | null,
  memory: ResourceSketch | null,
): UsageDay[] =>
  Array.from({ length: Math.floor(days) }, (_, index) => ({
    day: unixSeconds(start + index * DAY),
    cpu: cpu && dayOf(cpu, index, pods, coverage),
    memory: memory && dayOf(memory, index, pods, coverage),
    throttling: null,
    oomKills: null,
  }));

const inBytes = (mebibytes: readonly number[]): readonly number[] => mebibytes.map(amount => amount * MIB);

function cpuSketchOf({ cpu = [0.87], cpuByClock, startUpCpu }: ContainerSketch, days: number) {
  if (cpuByClock) return { pattern: byClock(cpuByClock, days), hourly: true, startUp: startUpCpu };
  return cpu && { pattern: cpu, hourly: false, startUp: startUpCpu };
}

function memorySketchOf({ memory = [445], startUpMemory }: ContainerSketch) {
  return (
    memory && {
      pattern: inBytes(memory),
      hourly: false,
      startUp: startUpMemory && inBytes(startUpMemory),
    }
  );
}

function usageOf(
  workload: Workload,
  sketch: ContainerSketch,
  start: UnixSeconds,
  pods: number,
): ContainerUsage {
  const days = (END - start) / DAY;
  const coverage = sketch.coverage ?? 1;
  const cpu = cpuSketchOf(sketch, days);
  const memory = memorySketchOf(sketch);
  const statistics = <U extends number>({ pattern, startUp }: ResourceSketch) =>
    withStartUp(statisticsOf<U>(pattern, days, pods, coverage), startUp, Math.floor(days) * pods);
  return {
    workloadId: workload.id,
    container: sketch.name ?? 'server',
    window: { start, end: END },
    step: STEP,
    pods,
    cpu: cpu && statistics<Cores>(cpu),
    memory: memory && statistics<Bytes>(memory),
    throttling:
      sketch.throttled === undefined
        ? null
        : { periods: 10_000, throttledPeriods: 10_000 * sketch.throttled },
    oomKills: sketch.oomKills === undefined ? 0 : sketch.oomKills,
    days: daysOf(start, days, pods, coverage, cpu, memory),
  };
}

function workloadOf(sketch: WorkloadSketch, clusterId: string, nodes: number): Workload {
  const reference: WorkloadReference = {
    clusterId,
    namespace: sketch.namespace ?? 'shop',
    kind: sketch.kind ?? 'Deployment',
    name: sketch.name ?? 'cart',
  };
  const replicas = sketch.replicas ?? 2;
  const ageDays = sketch.ageDays ?? 60;
  const pastReplicas = sketch.released ? replicas : 0;
  const isPast = (index: number) => index >= replicas;
  // Of a Deployment, each release has a hash of its own.
  const podName = (index: number) =>
    sketch.released
      ? `${reference.name}-${isPast(index) ? '6f9d8b7c5d' : '7c8b9d6f5d'}-aaaa${index}`
      : `${reference.name}-${index}`;
  return {
    id: workloadId(reference),
    reference,
    containers: (sketch.containers ?? [{}]).map(containerOf),
    pods: Array.from({ length: replicas + pastReplicas }, (_, index) => ({
      name: podName(index),
      uid: podName(index),
      node: `node-${sketch.on?.[index] ?? index % nodes}`,
      phase: sketch.phase ?? 'Running',
      startedAt: unixSeconds(END - (isPast(index) ? ageDays : (sketch.released?.daysAgo ?? ageDays)) * DAY),
      restarts: sketch.restarts ?? 0,
      present: !isPast(index),
      hostNetwork: false,
      trouble: index < (sketch.troubled ?? replicas) ? (sketch.trouble ?? null) : null,
    })),
    desiredReplicas: replicas,
    autoscaler: sketch.autoscaler ?? null,
    labels: { app: reference.name },
    annotations: {},
    podLabels: { app: reference.name },
    schedule: reference.kind === 'CronJob' ? '0 3 * * *' : null,
    timeZone: null,
    suspended: false,
    createdAt: unixSeconds(END - (sketch.ageDays ?? 60) * DAY),
    job: null,
    maxUnavailable: 0.25,
    terminationGracePeriod: seconds(30),
    scheduling: sketch.scheduling ? { ...UNBOUND, ...sketch.scheduling } : null,
    volumes:
      sketch.volumes || sketch.scheduling
        ? { claims: [], hostPaths: [], emptyDir: false, ...sketch.volumes }
        : null,
    ...sketch.declared,
  };
}

const autoscalerHistoryOf = (
  workload: Workload,
  history: NonNullable<WorkloadSketch['autoscaled']>,
  samples: number,
): AutoscalerHistory => ({
  workloadId: workload.id,
  samples,
  atMinimum: ratio(history.atMinimum ?? 0),
  atMaximum: ratio(history.atMaximum ?? 0),
  meanReplicas: history.meanReplicas ?? workload.pods.length,
});

const nodeOf = (index: number, sketch: NodeSketch = {}): ClusterNode => ({
  name: `node-${index}`,
  instanceType: 'm5.xlarge',
  region: 'eu-central-1',
  zone: sketch.zone ?? 'eu-central-1a',
  pool: sketch.pool ?? null,
  architecture: 'amd64',
  spot: false,
  capacity: { cpu: cores(sketch.cpu ?? 4), memory: bytes((sketch.memory ?? 16) * GIB), gpus: null },
  allocatable: { cpu: cores(sketch.cpu ?? 4), memory: bytes((sketch.memory ?? 16) * GIB), gpus: null },
  maxPods: 110,
  taints: [],
  labels: {},
  unschedulable: false,
  createdAt: unixSeconds(END - 90 * DAY),
  gpuModel: null,
  ...sketch.declared,
});

const nodeEnergy = (index: number, active: number): NodeEnergy => ({
  node: `node-${index}`,
  active: watts(active),
  idle: watts(20),
  hourly: [],
  provenance: origin('measured', 'kepler'),
});

/** Values of a pattern, with the hours of the window they belong to. */
const hourlyOf = <U extends number>(pattern: readonly number[], days: number, unit: (value: number) => U) =>
  pattern.map((value, index) => ({
    hour: unixSeconds(END - days * DAY + index * HOUR),
    value: unit(value),
  }));

/** Watts hour by hour, where a sketch says so. A little of it comes and goes, as in real life. */
function hourlyWattsOf(
  { wattsByClock, activeWatts, released }: WorkloadSketch,
  days: number,
): readonly number[] {
  if (wattsByClock) return byClock(wattsByClock, days);
  if (!released) return [];
  const since = (days - released.daysAgo) * 24;
  return Array.from(
    { length: days * 24 },
    (_, hour) =>
      (activeWatts ?? 2) * (hour < since ? 1 : released.drawsTimes) * (1 + 0.05 * Math.sin(hour * 12.9898)),
  );
}

function meanWattsOf(sketch: WorkloadSketch, days: number): number | null {
  const hourly = hourlyWattsOf(sketch, days);
  if (hourly.length > 0) return hourly.reduce((total, one) => total + one, 0) / hourly.length;
  return sketch.activeWatts === null ? null : (sketch.activeWatts ?? 2);
}

const workloadEnergyOf = (sketch: WorkloadSketch, id: string, days: number): WorkloadEnergy => ({
  workloadId: id,
  active: watts(meanWattsOf(sketch, days) ?? 0),
  hourly: hourlyOf(hourlyWattsOf(sketch, days), days, watts).map(({ hour, value }) => ({
    hour,
    active: value,
  })),
  provenance: origin('measured', 'kepler'),
});

const unitsOf = (id: string, perHour: number, days: number): FunctionalUnits => ({
  workloadId: id,
  unit: 'request',
  hourly: Array.from({ length: days * 24 }, (_, index) => ({
    hour: unixSeconds(END - days * DAY + index * HOUR),
    count: perHour * (1 + 0.3 * Math.sin(index / 4)),
  })),
  provenance: origin('measured', 'http_requests_total'),
});

function trafficOf({ trafficP99, trafficMax }: WorkloadSketch, podDays: number): TrafficStatistics {
  const p99 = trafficP99 ?? 5_000;
  return {
    samples: (podDays * DAY) / STEP,
    mean: bytesPerSecond(p99 / 2),
    p99: bytesPerSecond(p99),
    max: bytesPerSecond(trafficMax ?? p99),
  };
}

/** $0.03 per core-hour and $0.004 per GiB-hour, 400 gCO₂e/kWh, PUE 1.2, unless told otherwise. */
export function observationOf(sketch: ClusterSketch): Observation {
  const days = sketch.days ?? 14;
  const given = typeof sketch.nodes === 'object' ? sketch.nodes : null;
  const nodes = given?.length ?? (typeof sketch.nodes === 'number' ? sketch.nodes : 2);
  const clusterId = sketch.clusterId ?? 'test';
  const start = unixSeconds(END - days * DAY);
  // Nodes draw at least what their pods are said to draw.
  const worked = sketch.workloads.reduce((total, one) => total + (meanWattsOf(one, days) ?? 0), 0);
  const made = sketch.workloads.map((one, index) => ({
    one,
    workload: workloadOf({ name: `workload-${index}`, ...one }, clusterId, nodes),
  }));
  return {
    cluster: {
      id: clusterId,
      name: 'Test',
      provider: 'aws',
      region: 'eu-central-1',
      demo: sketch.demo ?? false,
    },
    window: { start, end: END },
    step: STEP,
    observedAt: END,
    inventory: {
      observedAt: END,
      nodes: Array.from({ length: nodes }, (_, index) => nodeOf(index, given?.[index])),
      workloads: made.map(({ workload }) => workload),
      volumeClaims: [],
      volumes: null,
      disruptionBudgets: null,
      namespaces: null,
      services: null,
      ...sketch.inventory,
    },
    seen: sketch.seen ?? EVERYTHING,
    autoscaling: new Map(
      made.flatMap(({ one, workload }) =>
        one.autoscaled
          ? [[workload.id, autoscalerHistoryOf(workload, one.autoscaled, (days * DAY) / STEP)]]
          : [],
      ),
    ),
    ...learnedOf(made),
    functionalUnits: new Map(
      made.flatMap(({ one, workload }) =>
        one.unitsPerHour === undefined ? [] : [[workload.id, unitsOf(workload.id, one.unitsPerHour, days)]],
      ),
    ),
    usage: new Map(
      made.flatMap(({ one, workload }) =>
        (one.containers ?? [{}]).map(container => [
          containerKey(workload.id, container.name ?? 'server'),
          usageOf(
            workload,
            container,
            unixSeconds(Math.max(start, END - (one.ageDays ?? 60) * DAY)),
            workload.pods.length,
          ),
        ]),
      ),
    ),
    traffic: new Map(
      made
        .filter(({ one }) => one.trafficP99 !== null)
        .map(({ one, workload }) => [
          workload.id,
          {
            workloadId: workload.id,
            received: trafficOf(one, days * workload.pods.length),
            transmitted: {
              ...trafficOf(one, days * workload.pods.length),
              p99: bytesPerSecond(0),
              max: bytesPerSecond(0),
            },
          },
        ]),
    ),
    energy: {
      nodes: new Map(
        Array.from({ length: nodes }, (_, index) => [
          `node-${index}`,
          nodeEnergy(index, Math.max(10, worked / nodes)),
        ]),
      ),
      workloads: new Map(
        made
          .filter(({ one }) => one.activeWatts !== null)
          .map(({ one, workload }) => [workload.id, workloadEnergyOf(one, workload.id, days)]),
      ),
    },
    prices: {
      nodes: new Map(),
      fallback: {
        perCore: usdPerHour(0.03),
        perGiB: usdPerHour(0.004),
        perGpu: usdPerHour(0.95),
        provenance: origin(sketch.priceKind ?? 'billed', 'opencost'),
      },
      storagePerGiB: usdPerHour(0.00005),
      storageProvenance: origin('billed', 'opencost'),
      ...sketch.prices,
    },
    grid:
      sketch.grid === null
        ? null
        : {
            intensity: gramsCO2ePerKilowattHour(sketch.grid ?? 400),
            kind: 'average',
            zone: 'DE',
            hourly: sketch.gridByClock
              ? hourlyOf(byClock(sketch.gridByClock, days), days, gramsCO2ePerKilowattHour).map(
                  ({ hour, value }) => ({ hour, intensity: value }),
                )
              : [],
            marginal: null,
            forecast: [],
            provenance: origin('configured', 'annual-table'),
          },
    pue: { factor: ratio(1.2), provenance: origin('default', 'ccf') },
    notes: [],
    ...sketch.facts,
  };
}
