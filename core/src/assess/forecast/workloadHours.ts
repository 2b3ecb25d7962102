import {
  BYTES_PER_GIB,
  type Container,
  containerKey,
  type ContainerUsage,
  type Observation,
  pricesOfNode,
  type Workload,
} from '../../model/index.ts';
import { hourlyFootprint } from '../footprint/hourlyFootprint.ts';
import { isTransient, placementsOf, totalPods } from '../footprint/placements.ts';
import type { ClusterContext } from '../rule.ts';
import { type ForecastHours, forecastHours } from './forecastHours.ts';
import { HOUR } from './hourlySeries.ts';

/** What a workload took in each hour of {@link ForecastHours}, over all its pods. */
export interface WorkloadHours {
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  /** US dollars: of CPU and memory the larger of request and use, at the price of its nodes. */
  readonly cost: Float64Array;
  /** gCO₂e, the share of idle power included; `null` where power or grid are not known. */
  readonly carbon: Float64Array | null;
  readonly requestedCpu: Float64Array;
  readonly requestedMemory: Float64Array;
  /** First hour with a sample; `null` where there is none. */
  readonly firstHour: number | null;
}

/** Coverage from which on an hour without samples is taken for an hour without pods. */
const WELL_COVERED = 0.9;

interface ContainerHours {
  readonly pods: Float64Array;
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
}

/** Mean per pod and number of pods, hour by hour; what the meters missed of an hour is made up for. */
function containerHours(usage: ContainerUsage, hours: ForecastHours, comesAndGoes: boolean): ContainerHours {
  const of = () => new Float64Array(hours.count);
  const result = { pods: of(), cpu: of(), memory: of() };
  const samples = of();
  for (const resource of ['cpu', 'memory'] as const) {
    for (const { hour, mean, samples: seen } of usage[resource]?.hourly ?? []) {
      const index = hours.indexOf(hour);
      if (index === null) continue;
      result[resource][index] = mean;
      samples[index] = Math.max(samples[index] ?? 0, seen);
    }
  }
  samples.forEach((seen, index) => {
    result.pods[index] = (seen * usage.step) / HOUR / (hours.completeness[index] || 1);
  });
  const coverage = usage.cpu?.coverage ?? usage.memory?.coverage ?? 1;
  if (!comesAndGoes && coverage < WELL_COVERED) bridge(result);
  return result;
}

/** Fills the holes between first and last sample with the mean of the known hours: nobody knows better. */
function bridge({ pods, cpu, memory }: ContainerHours): void {
  const first = pods.findIndex(count => count > 0);
  const last = pods.findLastIndex(count => count > 0);
  const known = pods.reduce((total, count) => total + (count > 0 ? 1 : 0), 0);
  const mean = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / known;
  const means = [pods, cpu, memory].map(values => ({ values, mean: mean(values) }));
  for (let index = first + 1; index < last; index += 1) {
    if (pods[index] === 0) for (const one of means) one.values[index] = one.mean;
  }
}

/** Mean prices of the nodes the pods run on. */
function meanPrices(workload: Workload, observation: Observation) {
  const placements = placementsOf(workload, observation);
  const pods = totalPods(placements);
  const mean = (price: (node: string | null) => number): number =>
    pods > 0
      ? placements.reduce((total, { node, pods: share }) => total + price(node) * share, 0) / pods
      : price(null);
  return {
    perCore: mean(node => pricesOfNode(observation.prices, node).perCore),
    perByte: mean(node => pricesOfNode(observation.prices, node).perGiB) / BYTES_PER_GIB,
    perGpu: mean(node => pricesOfNode(observation.prices, node).perGpu ?? 0),
  };
}

function carbonHours(workload: Workload, context: ClusterContext, hours: ForecastHours): Float64Array | null {
  const amounts = hourlyFootprint(workload, context);
  if (amounts === null) return null;
  const carbon = new Float64Array(hours.count);
  for (const { hour, grams } of amounts) {
    const index = hours.indexOf(hour);
    if (grams === null) return null;
    if (index !== null) carbon[index] = grams;
  }
  return carbon;
}

type Prices = ReturnType<typeof meanPrices>;

const plus = (sum: Float64Array, index: number, amount: number): void => {
  sum[index] = (sum[index] ?? 0) + amount;
};

/** Adds one container's hours; gives its first hour with a pod. */
function addContainer(
  sum: Omit<WorkloadHours, 'carbon' | 'firstHour'>,
  { requests }: Container,
  { pods, cpu, memory }: ContainerHours,
  prices: Prices,
): number {
  const asked = { cpu: requests.cpu ?? 0, memory: requests.memory ?? 0, gpus: requests.gpus ?? 0 };
  pods.forEach((count, index) => {
    if (count === 0) return;
    const [usedCores, usedBytes] = [cpu[index] ?? 0, memory[index] ?? 0];
    const perPod =
      Math.max(asked.cpu, usedCores) * prices.perCore +
      Math.max(asked.memory, usedBytes) * prices.perByte +
      asked.gpus * prices.perGpu;
    plus(sum.cpu, index, count * usedCores);
    plus(sum.memory, index, count * usedBytes);
    plus(sum.requestedCpu, index, count * asked.cpu);
    plus(sum.requestedMemory, index, count * asked.memory);
    plus(sum.cost, index, count * perPod);
  });
  return pods.findIndex(count => count > 0);
}

/** Lays out what a workload took over the hours of the window. Linear in its containers and hours. */
export function workloadHours(workload: Workload, context: ClusterContext): WorkloadHours {
  const { observation } = context;
  const hours = forecastHours(observation);
  const of = () => new Float64Array(hours.count);
  const sum = { cpu: of(), memory: of(), cost: of(), requestedCpu: of(), requestedMemory: of() };
  const prices = meanPrices(workload, observation);
  const firstHours: number[] = [];
  for (const container of workload.containers) {
    const usage = observation.usage.get(containerKey(workload.id, container.name));
    if (container.role === 'init' || usage === undefined) continue;
    const taken = containerHours(usage, hours, isTransient(workload));
    firstHours.push(addContainer(sum, container, taken, prices));
  }
  const first = Math.min(...firstHours.filter(hour => hour >= 0));
  return {
    ...sum,
    carbon: carbonHours(workload, context, hours),
    firstHour: Number.isFinite(first) ? first : null,
  };
}
