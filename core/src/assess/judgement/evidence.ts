import {
  type Bytes,
  type Cores,
  type EvidenceFact,
  type EvidenceUnit,
  type Observation,
  type Policy,
  type Provenance,
  type Ratio,
  type Seconds,
  type UsageStatistics,
} from '../../model/index.ts';
import type { ContainerSubject } from '../rule.ts';
import { oomKills } from './oomKills.ts';
import { throttledShare } from './throttling.ts';

const METRIC = {
  cpu: 'container_cpu_usage_seconds_total',
  memory: 'container_memory_working_set_bytes',
  throttling: 'container_cpu_cfs_throttled_periods_total',
  oom: 'container_oom_events_total',
  traffic: 'container_network_receive_bytes_total and container_network_transmit_bytes_total',
} as const;

/** What cAdvisor counted and Prometheus kept. */
export const measured = (metric: keyof typeof METRIC, observation: Observation): Provenance => ({
  kind: 'measured',
  method: `cadvisor-${metric}`,
  source: `cAdvisor ${METRIC[metric]}`,
  asOf: observation.window.end,
});

/** What the cluster's objects declare. */
export const declared = (observation: Observation): Provenance => ({
  kind: 'configured',
  method: 'kubernetes-object',
  source: 'Kubernetes API',
  asOf: observation.inventory.observedAt,
});

/** What the policy of the scan says. */
export const ofPolicy = (policy: Policy): Provenance => ({
  kind: 'configured',
  method: 'policy',
  source: `Policy ${policy.name}`,
});

/** What a rule computed from the other facts. */
export const computed = (method: string): Provenance => ({
  kind: 'modelled',
  method,
  source: 'GreenOps Advisor',
});

export const fact = (
  id: string,
  label: string,
  value: number,
  unit: EvidenceUnit,
  provenance: Provenance,
): EvidenceFact => ({ id, label, value, unit, provenance });

/** Leaves out what is not known: an absent fact is not a zero. */
export const known = (
  id: string,
  label: string,
  value: number | null,
  unit: EvidenceUnit,
  provenance: Provenance,
): readonly EvidenceFact[] => (value === null ? [] : [fact(id, label, value, unit, provenance)]);

const percentOf = (quantile: Ratio | number): number => Math.round(quantile * 100);

function usageFacts(
  resource: 'cpu' | 'memory',
  statistics: UsageStatistics<number>,
  history: Seconds,
  quantiles: readonly number[],
  observation: Observation,
): readonly EvidenceFact[] {
  const name = resource === 'cpu' ? 'CPU' : 'Memory';
  const unit: EvidenceUnit = resource === 'cpu' ? 'cores' : 'bytes';
  const origin = measured(resource, observation);
  const distinct = [...new Set(quantiles.map(percentOf))].sort((a, b) => a - b);
  return [
    fact(`${resource}.mean`, `${name} use, mean`, statistics.mean, unit, origin),
    ...distinct.map(percent =>
      fact(
        `${resource}.p${percent}`,
        `${name} use, P${percent}`,
        statistics.sketch.quantile(percent / 100),
        unit,
        origin,
      ),
    ),
    fact(`${resource}.max`, `${name} use, highest`, statistics.max, unit, origin),
    fact(`${resource}.samples`, `${name} samples`, statistics.samples, 'count', origin),
    fact(
      `${resource}.coverage`,
      `${name} samples there are of those expected`,
      statistics.coverage,
      'ratio',
      origin,
    ),
    fact(`${resource}.history`, `${name} history`, history, 'seconds', origin),
  ];
}

/** Facts about the workload's shape that every finding on a container carries. */
export const subjectFacts = ({ replicas, context, usage }: ContainerSubject): readonly EvidenceFact[] => [
  fact(
    'replicas',
    `Pods that run it${Number.isInteger(replicas) ? '' : ', mean'}`,
    replicas,
    'count',
    declared(context.observation),
  ),
  ...known(
    'pods-seen',
    'Pods whose use was seen',
    usage?.pods ?? null,
    'count',
    measured('cpu', context.observation),
  ),
];

/** Everything known of the container's CPU. */
export function cpuFacts(
  { context, container, usage }: ContainerSubject,
  statistics: UsageStatistics<Cores>,
  history: Seconds,
  target: Cores,
): readonly EvidenceFact[] {
  const { observation, policy } = context;
  return [
    ...known('cpu.request', 'CPU request today', container.requests.cpu, 'cores', declared(observation)),
    ...known('cpu.limit', 'CPU limit today', container.limits.cpu, 'cores', declared(observation)),
    ...usageFacts('cpu', statistics, history, [0.5, 0.95, 0.99, policy.cpuQuantile], observation),
    ...known(
      'cpu.throttled',
      'CFS periods throttled',
      throttledShare(usage),
      'ratio',
      measured('throttling', observation),
    ),
    fact(
      'policy.cpu-quantile',
      'Share of CPU samples the request shall cover',
      policy.cpuQuantile,
      'ratio',
      ofPolicy(policy),
    ),
    fact('policy.cpu-headroom', 'CPU headroom', policy.cpuHeadroom, 'ratio', ofPolicy(policy)),
    fact('cpu.target', 'CPU request proposed', target, 'cores', computed('cpu-target')),
  ];
}

/** Everything known of the container's memory. */
export function memoryFacts(
  { context, container, usage }: ContainerSubject,
  statistics: UsageStatistics<Bytes>,
  history: Seconds,
  target: Bytes | null,
): readonly EvidenceFact[] {
  const { observation, policy } = context;
  return [
    ...known(
      'memory.request',
      'Memory request today',
      container.requests.memory,
      'bytes',
      declared(observation),
    ),
    ...known('memory.limit', 'Memory limit today', container.limits.memory, 'bytes', declared(observation)),
    ...usageFacts('memory', statistics, history, [0.5, 0.95, 0.99], observation),
    ...known('memory.oom-kills', 'OOM kills', oomKills(usage), 'count', measured('oom', observation)),
    ...((oomKills(usage) ?? 0) > 0
      ? [
          fact(
            'policy.oom-headroom',
            'Headroom on top of a limit that killed',
            policy.oomHeadroom,
            'ratio',
            ofPolicy(policy),
          ),
        ]
      : []),
    fact('policy.memory-headroom', 'Memory headroom', policy.memoryHeadroom, 'ratio', ofPolicy(policy)),
    ...known('memory.target', 'Memory request proposed', target, 'bytes', computed('memory-target')),
  ];
}
