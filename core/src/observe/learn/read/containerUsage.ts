import {
  type Bytes,
  bytes,
  type ContainerUsage,
  type Cores,
  cores,
  type HourlyUsage,
  QuantileSketch,
  ratio,
  type ResourceDay,
  type Throttling,
  type TimeWindow,
  type UnixSeconds,
  unixSeconds,
  type UsageDay,
  type UsageStatistics,
  type Workload,
} from '../../../model/index.ts';
import { expectedSamples } from '../../fold/expectedSamples.ts';
import type { LearnedView } from '../LearnedView.ts';
import type { Page } from '../Page.ts';
import { AMOUNTS_PER_UNIT } from '../families.ts';
import { HOURS_PER_DAY } from '../part/Hours.ts';
import { PodSpans } from '../part/PodSpans.ts';
import { addDropped, NOTHING_DROPPED, ResourcePart } from '../part/ResourcePart.ts';
import { TotalPart } from '../part/TotalPart.ts';

const HOUR = 3_600;
const DAY = 86_400;

type Resource = 'cpu' | 'memory';

/** One resource, put together from its days. */
interface LearnedResource<U extends number> {
  readonly statistics: UsageStatistics<U>;
  readonly days: ReadonlyMap<UnixSeconds, ResourceDay>;
  readonly pods: readonly string[];
}

/** @returns `null` where there is no usable sample */
export function containerUsage(
  view: LearnedView,
  subject: string,
  { workload, container }: { readonly workload: Workload; readonly container: string },
): ContainerUsage | null {
  const pages = view.days(subject);
  const role = workload.containers.find(({ name }) => name === container)?.role ?? 'main';
  const expectation = (seen: PodSpans) =>
    expectedSamples({ pods: workload.pods, role, seen: new Map(seen), step: view.step });
  const cpu = resourceOf(pages, 'cpu', cores, view.window, expectation);
  const memory = resourceOf(pages, 'memory', bytes, view.window, expectation);
  const oomKills = totalOf(pages, 'oomKills');
  if (cpu === null && memory === null && oomKills === null) return null;
  return {
    workloadId: workload.id,
    container,
    window: view.window,
    step: view.step,
    pods: new Set([...(cpu?.pods ?? []), ...(memory?.pods ?? [])]).size,
    cpu: cpu?.statistics ?? null,
    memory: memory?.statistics ?? null,
    throttling: throttlingOf(pages),
    oomKills,
    days: pages.flatMap(page => dayOf(page, cpu, memory)),
  };
}

function resourceOf<U extends number>(
  pages: readonly Page[],
  resource: Resource,
  unit: (value: number) => U,
  window: TimeWindow,
  expectation: (seen: PodSpans) => (part: TimeWindow) => number,
): LearnedResource<U> | null {
  const parts = pages.flatMap(page => {
    const part = page.part(resource);
    return part instanceof ResourcePart ? [{ day: page.day, part }] : [];
  });
  const seen = new PodSpans();
  const sketch = new QuantileSketch();
  const hourly: HourlyUsage<U>[] = [];
  let sum = 0;
  let dropped = NOTHING_DROPPED;
  for (const { day, part } of parts) {
    seen.merge(part.pods);
    sketch.merge(part.steady);
    if (part.startUp) sketch.merge(part.startUp);
    hourly.push(...hourlyOf(day, part, AMOUNTS_PER_UNIT[resource], unit));
    sum += part.hours.total().sum;
    dropped = addDropped(dropped, part.dropped);
  }
  const samples = sketch.count;
  if (samples === 0) return null;
  const expectedIn = expectation(seen);
  const expected = Math.max(expectedIn(window), samples);
  const statistics: UsageStatistics<U> = {
    samples,
    expectedSamples: expected,
    coverage: ratio(samples / expected),
    mean: unit(sum / (samples * AMOUNTS_PER_UNIT[resource])),
    max: unit(sketch.max),
    sketch,
    hourly,
    dropped,
  };
  const days = parts.map(({ day, part }) => [day, resourceDay(day, part, window, expectedIn)] as const);
  return { statistics, days: new Map(days), pods: [...seen].map(([pod]) => pod) };
}

function hourlyOf<U extends number>(
  day: UnixSeconds,
  { hours }: ResourcePart,
  amountsPerUnit: number,
  unit: (value: number) => U,
): HourlyUsage<U>[] {
  const hourly: HourlyUsage<U>[] = [];
  for (let hour = 0; hour < HOURS_PER_DAY; hour += 1) {
    const samples = hours.samples(hour);
    if (samples === 0) continue;
    hourly.push({
      hour: unixSeconds(day + hour * HOUR),
      // One division of whole numbers: nothing is rounded twice.
      mean: unit(hours.sum(hour) / (samples * amountsPerUnit)),
      max: unit(hours.max(hour) / amountsPerUnit),
      samples,
    });
  }
  return hourly;
}

function resourceDay(
  day: UnixSeconds,
  { steady, startUp }: ResourcePart,
  window: TimeWindow,
  expectedIn: (part: TimeWindow) => number,
): ResourceDay {
  const part = {
    start: unixSeconds(Math.max(day, window.start)),
    end: unixSeconds(Math.min(day + DAY, window.end)),
  };
  const samples = steady.count + (startUp?.count ?? 0);
  return { steady, startUp, expectedSamples: Math.max(expectedIn(part), samples) };
}

/** Nothing, where nothing was learned on that day. */
function dayOf(
  page: Page,
  cpu: LearnedResource<Cores> | null,
  memory: LearnedResource<Bytes> | null,
): UsageDay[] {
  const learned: UsageDay = {
    day: page.day,
    cpu: withSamples(cpu?.days.get(page.day)),
    memory: withSamples(memory?.days.get(page.day)),
    throttling: throttlingOf([page]),
    oomKills: totalOf([page], 'oomKills'),
  };
  const { cpu: c, memory: m, throttling, oomKills } = learned;
  return c === null && m === null && throttling === null && oomKills === null ? [] : [learned];
}

const withSamples = (day: ResourceDay | undefined): ResourceDay | null =>
  day === undefined || day.steady.count + (day.startUp?.count ?? 0) === 0 ? null : day;

/** Sum over all days; `null` where there is no sample, which is not zero. */
function totalOf(
  pages: readonly Page[],
  family: 'cfsPeriods' | 'cfsThrottledPeriods' | 'oomKills',
): number | null {
  let total: number | null = null;
  for (const page of pages) {
    const part = page.part(family);
    if (part instanceof TotalPart) total = (total ?? 0) + part.sum;
  }
  return total === null ? null : total / AMOUNTS_PER_UNIT[family];
}

function throttlingOf(pages: readonly Page[]): Throttling | null {
  const periods = totalOf(pages, 'cfsPeriods');
  return periods === null ? null : { periods, throttledPeriods: totalOf(pages, 'cfsThrottledPeriods') ?? 0 };
}
