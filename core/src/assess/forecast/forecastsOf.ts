import {
  type ClusterNode,
  FORECAST_MEASURES,
  type Forecast,
  type ForecastMeasure,
  type Forecasts,
  type NoForecast,
  type ObjectReference,
  type Observation,
  type PoolForecast,
  type Provenance,
  type SubjectForecast,
  unixSeconds,
  type Workload,
} from '../../model/index.ts';
import { distinctProvenance } from '../footprint/footprint.ts';
import { placementsOf, totalPods } from '../footprint/placements.ts';
import { computed, measured } from '../judgement/evidence.ts';
import type { ClusterContext } from '../rule.ts';
import { capacityDate } from './capacityDate.ts';
import { type ForecastHours, forecastHours } from './forecastHours.ts';
import { forecastSeries } from './forecastSeries.ts';
import { HOUR, type HourlySeries } from './hourlySeries.ts';
import { type WorkloadHours, workloadHours } from './workloadHours.ts';

/** Hourly sums of several workloads. */
class Sum {
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  readonly cost: Float64Array;
  readonly carbon: Float64Array;
  readonly requestedCpu: Float64Array;
  readonly requestedMemory: Float64Array;
  /** Workloads whose carbon is not known: with them the sum is not known either. */
  withoutCarbon = 0;

  constructor(hours: number) {
    const of = () => new Float64Array(hours);
    [this.cpu, this.memory, this.cost, this.carbon] = [of(), of(), of(), of()];
    [this.requestedCpu, this.requestedMemory] = [of(), of()];
  }

  add(taken: WorkloadHours, share = 1): void {
    for (const name of ['cpu', 'memory', 'cost', 'requestedCpu', 'requestedMemory'] as const) {
      addTo(this[name], taken[name], share);
    }
    if (taken.carbon === null) this.withoutCarbon += 1;
    else addTo(this.carbon, taken.carbon, share);
  }
}

function addTo(sum: Float64Array, values: Float64Array, share: number): void {
  for (let index = 0; index < sum.length; index += 1)
    sum[index] = (sum[index] ?? 0) + share * (values[index] ?? 0);
}

/** An hour that the meters did not see is not known, whatever was added up for it. */
const seriesOf = (values: Float64Array, hours: ForecastHours): HourlySeries => ({
  start: hours.start,
  values: values.map((value, index) => (Number.isNaN(hours.completeness[index]) ? Number.NaN : value)),
});

/** Where the figures of a measure come from, besides the method. */
function originsOf(measure: ForecastMeasure, { observation }: ClusterContext): readonly Provenance[] {
  const { prices, energy, grid, pue } = observation;
  const power = [...energy.nodes.values()].map(({ provenance }) => provenance);
  const of: Readonly<Record<ForecastMeasure, readonly (Provenance | undefined)[]>> = {
    cpu: [measured('cpu', observation)],
    memory: [measured('memory', observation)],
    cost: [...[...prices.nodes.values()].map(({ provenance }) => provenance), prices.fallback.provenance],
    carbon: [...power, pue.provenance, grid?.provenance],
  };
  return distinctProvenance([computed('seasonal-damped-trend'), ...of[measure]]);
}

const NO_CARBON: NoForecast = {
  kind: 'not-enough-history',
  reason: 'Its power, or what the grid emits, is not known for all that belongs to it',
};

function subjectForecast(
  subject: ObjectReference,
  sum: Sum,
  context: ClusterContext,
  known = (series: HourlySeries) => series,
): SubjectForecast {
  const hours = forecastHours(context.observation);
  const forecast = (measure: ForecastMeasure): Forecast =>
    measure === 'carbon' && sum.withoutCarbon > 0
      ? NO_CARBON
      : forecastSeries(known(seriesOf(sum[measure], hours)), measure, originsOf(measure, context));
  const [cpu, memory, cost, carbon] = FORECAST_MEASURES.map(forecast) as [
    Forecast,
    Forecast,
    Forecast,
    Forecast,
  ];
  return { subject, measures: { cpu, memory, cost, carbon } };
}

/** From the workload's first sample on: before it, nothing is known of it. */
const from =
  (first: number) =>
  ({ start, values }: HourlySeries): HourlySeries => ({
    start: unixSeconds(start + first * HOUR),
    values: values.subarray(first),
  });

/**
 * What one workload will use, cost and emit. Not part of an assessment, because a cluster has thousands:
 * asked for one at a time.
 */
export function forecastWorkload(workload: Workload, context: ClusterContext): SubjectForecast {
  const taken = workloadHours(workload, context);
  const sum = new Sum(forecastHours(context.observation).count);
  sum.add(taken);
  return subjectForecast(workload.reference, sum, context, from(taken.firstHour ?? 0));
}

/** Name of the pool of nodes that no label puts into one. */
const POOLLESS = 'default';

const poolOf = (node: ClusterNode): string => node.pool ?? POOLLESS;

/** What pods take, by the pool that the pods of their workload run in today. */
function addToPools(
  pools: Map<string, Sum>,
  workload: Workload,
  taken: WorkloadHours,
  context: ClusterContext,
): void {
  const placements = placementsOf(workload, context.observation);
  const pods = totalPods(placements);
  for (const { node, pods: share } of placements) {
    const known = node === null ? undefined : context.nodes.get(node);
    if (known) pools.get(poolOf(known))?.add(taken, share / pods);
  }
}

function poolForecast(name: string, sum: Sum, context: ClusterContext): PoolForecast {
  const { observation } = context;
  const hours = forecastHours(observation);
  const nodes = observation.inventory.nodes.filter(node => poolOf(node) === name && !node.unschedulable);
  const series = {
    requested: { cpu: sum.requestedCpu, memory: sum.requestedMemory },
    used: { cpu: sum.cpu, memory: sum.memory },
  };
  const capacities = (['cpu', 'memory'] as const).flatMap(resource => {
    const capacity = nodes.reduce((total, { allocatable }) => total + (allocatable[resource] ?? 0), 0);
    return (['requested', 'used'] as const).map(basis => {
      const taken = seriesOf(series[basis][resource], hours);
      return {
        resource,
        basis,
        capacity,
        now: taken.values.findLast(value => !Number.isNaN(value)) ?? null,
        full: capacityDate(taken, capacity),
      };
    });
  });
  const subject = { clusterId: observation.cluster.id, namespace: '', kind: 'NodePool', name };
  return { subject, nodes: nodes.length, capacities };
}

const clusterReference = ({ cluster }: Observation): ObjectReference => ({
  clusterId: cluster.id,
  namespace: '',
  kind: 'Cluster',
  name: cluster.id,
});

const namespaceReference = ({ cluster }: Observation, name: string): ObjectReference => ({
  clusterId: cluster.id,
  namespace: '',
  kind: 'Namespace',
  name,
});

/** Looks ahead for the cluster, its namespaces and its pools, each on the sum of its workloads' hours. */
export function forecastsOf(context: ClusterContext): Forecasts {
  const { observation } = context;
  const { count } = forecastHours(observation);
  const cluster = new Sum(count);
  const namespaces = new Map<string, Sum>();
  const pools = new Map(observation.inventory.nodes.map(node => [poolOf(node), new Sum(count)]));
  for (const workload of observation.inventory.workloads) {
    const taken = workloadHours(workload, context);
    const { namespace } = workload.reference;
    const sum = namespaces.get(namespace) ?? new Sum(count);
    namespaces.set(namespace, sum);
    sum.add(taken);
    cluster.add(taken);
    addToPools(pools, workload, taken, context);
  }
  const byName = <T>([a]: readonly [string, T], [b]: readonly [string, T]): number =>
    a < b ? -1 : a > b ? 1 : 0;
  return {
    cluster: subjectForecast(clusterReference(observation), cluster, context),
    namespaces: [...namespaces]
      .toSorted(byName)
      .map(([name, sum]) => subjectForecast(namespaceReference(observation, name), sum, context)),
    pools: [...pools].toSorted(byName).map(([name, sum]) => poolForecast(name, sum, context)),
  };
}
