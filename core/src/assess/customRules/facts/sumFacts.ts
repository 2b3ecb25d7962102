import {
  containerKey,
  type Observation,
  type TrafficStatistics,
  type Workload,
  type WorkloadFootprint,
  type WorkloadTraffic,
} from '../../../model/index.ts';
import { footprintOf } from '../../footprint/footprint.ts';
import { computed, measured } from '../../judgement/evidence.ts';
import type { ClusterContext } from '../../rule.ts';
import { type Fact, factsFrom } from './factDeclaration.ts';
import type { WorkloadInContext } from './workloadFacts.ts';

/** Mean use of a pod: the means of its containers add up, their quantiles do not. `null` as soon as one is not known. */
export function meanOfPod(
  workload: Workload,
  resource: 'cpu' | 'memory',
  observation: Observation,
): number | null {
  let total = 0;
  for (const { name, role } of workload.containers) {
    if (role === 'init') continue;
    const mean = observation.usage.get(containerKey(workload.id, name))?.[resource]?.mean;
    if (mean === undefined) return null;
    total += mean;
  }
  return total;
}

const trafficOf = (
  { workload, context }: WorkloadInContext,
  direction: 'received' | 'transmitted',
  read: (statistics: TrafficStatistics) => number,
): number | null => {
  const traffic: WorkloadTraffic | undefined = context.observation.traffic.get(workload.id);
  const statistics = traffic?.[direction];
  return statistics ? read(statistics) : null;
};

const usageOf = (resource: 'cpu' | 'memory') =>
  factsFrom<WorkloadInContext>(
    observation => measured(resource, observation),
    [resource === 'cpu' ? 'container_cpu_usage_seconds_total' : 'container_memory_working_set_bytes'],
  );

const traffic = (direction: 'receive' | 'transmit') =>
  factsFrom<WorkloadInContext>(
    observation => measured('traffic', observation),
    [`container_network_${direction}_bytes_total`],
  );

const footprints = new WeakMap<ClusterContext, Map<string, WorkloadFootprint>>();

/** The footprint of a workload, computed once for all rules. */
export function knownFootprint(workload: Workload, context: ClusterContext): WorkloadFootprint {
  const known = footprints.get(context) ?? new Map<string, WorkloadFootprint>();
  footprints.set(context, known);
  const footprint = known.get(workload.id) ?? footprintOf(workload, context);
  known.set(workload.id, footprint);
  return footprint;
}

const footprint = factsFrom<WorkloadInContext>(() => computed('footprint'));
const of =
  <Value>(read: (one: WorkloadFootprint) => Value) =>
  ({ workload, context }: WorkloadInContext): Value =>
    read(knownFootprint(workload, context));

/** What is known of a workload as a whole. */
export const WHOLE_WORKLOAD_FACTS: readonly Fact<WorkloadInContext>[] = [
  usageOf('cpu').number('usage.cpu.mean', 'CPU use of a pod, mean', 'cores', one =>
    meanOfPod(one.workload, 'cpu', one.context.observation),
  ),
  usageOf('memory').number('usage.memory.mean', 'Memory use of a pod, mean', 'bytes', one =>
    meanOfPod(one.workload, 'memory', one.context.observation),
  ),
  traffic('receive').number('usage.received.mean', 'Traffic a pod receives, mean', 'bytes/s', one =>
    trafficOf(one, 'received', ({ mean }) => mean),
  ),
  traffic('receive').number('usage.received.p99', 'Traffic a pod receives, P99', 'bytes/s', one =>
    trafficOf(one, 'received', ({ p99 }) => p99),
  ),
  traffic('transmit').number('usage.transmitted.mean', 'Traffic a pod transmits, mean', 'bytes/s', one =>
    trafficOf(one, 'transmitted', ({ mean }) => mean),
  ),
  traffic('transmit').number('usage.transmitted.p99', 'Traffic a pod transmits, P99', 'bytes/s', one =>
    trafficOf(one, 'transmitted', ({ p99 }) => p99),
  ),
  footprint.number(
    'footprint.cost',
    'What it costs',
    'USD/month',
    of(one => one.usdPerMonth),
  ),
  footprint.number(
    'footprint.energy',
    'What it draws',
    'kWh/month',
    of(one => one.energyPerMonth),
  ),
  footprint.number(
    'footprint.carbon',
    'What it emits',
    'gCO2e/month',
    of(one => one.carbonPerMonth),
  ),
];
