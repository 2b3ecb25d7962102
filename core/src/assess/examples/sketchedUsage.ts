import {
  type Bytes,
  bytesPerSecond,
  type ContainerUsage,
  type Cores,
  type FunctionalUnits,
  QuantileSketch,
  ratio,
  type ResourceDay,
  type UnixSeconds,
  unixSeconds,
  type TrafficStatistics,
  type UsageDay,
  type UsageStatistics,
  type Workload,
} from '../../model/index.ts';
import {
  type ClockPattern,
  type ContainerSketch,
  END,
  origin,
  STEP,
  type WorkloadSketch,
} from './clusterSketch.ts';

/** What the workloads of a sketch use, as the meters would have told it. */

const DAY = 86_400;
const HOUR = 3_600;
const MIB = 2 ** 20;

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
export const byClock = (pattern: ClockPattern, days: number): readonly number[] => {
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

export function usageOf(
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

/** Values of a pattern, with the hours of the window they belong to. */
export const hourlyOf = <U extends number>(
  pattern: readonly number[],
  days: number,
  unit: (value: number) => U,
) =>
  pattern.map((value, index) => ({
    hour: unixSeconds(END - days * DAY + index * HOUR),
    value: unit(value),
  }));

export const unitsOf = (id: string, perHour: number, days: number): FunctionalUnits => ({
  workloadId: id,
  unit: 'request',
  hourly: Array.from({ length: days * 24 }, (_, index) => ({
    hour: unixSeconds(END - days * DAY + index * HOUR),
    count: perHour * (1 + 0.3 * Math.sin(index / 4)),
  })),
  provenance: origin('measured', 'http_requests_total'),
});

export function trafficOf({ trafficP99, trafficMax }: WorkloadSketch, podDays: number): TrafficStatistics {
  const p99 = trafficP99 ?? 5_000;
  return {
    samples: (podDays * DAY) / STEP,
    mean: bytesPerSecond(p99 / 2),
    p99: bytesPerSecond(p99),
    max: bytesPerSecond(trafficMax ?? p99),
  };
}
