import {
  type Bytes,
  type Cores,
  type EvidenceFact,
  type EvidenceUnit,
  type Observation,
  type Ratio,
  type Seconds,
  type UsageStatistics,
} from '../../model/index.ts';
import type { ContainerSubject } from '../rule.ts';
import { comparisonFacts } from './comparison.ts';
import { computed, declared, fact, known, measured, ofPolicy } from './evidence.ts';
import { oomKills } from './oomKills.ts';
import { replayFacts } from './replayed.ts';
import { throttledShare } from './throttling.ts';

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
    ...usageFacts('cpu', statistics, history, [0.5, 0.95, 0.99], observation),
    ...known(
      'cpu.throttled',
      'CFS periods throttled',
      throttledShare(usage),
      'ratio',
      measured('throttling', observation),
    ),
    fact(
      'policy.cpu-quantile',
      'Share of CPU samples that is covered whatever it costs',
      policy.cpuQuantile,
      'ratio',
      ofPolicy(policy),
    ),
    fact('policy.cpu-headroom', 'CPU headroom', policy.cpuHeadroom, 'ratio', ofPolicy(policy)),
    fact(
      'policy.minimum-cpu',
      'Lowest CPU request that the policy allows',
      policy.minimumCpu,
      'cores',
      ofPolicy(policy),
    ),
    fact('cpu.target', 'CPU request that the use asks for', target, 'cores', computed('cpu-size')),
    ...(statistics.sketch.count === 0
      ? []
      : [
          fact(
            'cpu.covered',
            'CPU samples at or below it',
            1 - statistics.sketch.countAbove(target) / statistics.sketch.count,
            'ratio',
            measured('cpu', observation),
          ),
        ]),
    ...(usage ? [...replayFacts(usage, 'cpu', policy), ...comparisonFacts(usage, 'cpu')] : []),
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
    fact(
      'policy.minimum-memory',
      'Lowest memory request that the policy allows',
      policy.minimumMemory,
      'bytes',
      ofPolicy(policy),
    ),
    fact('policy.memory-headroom', 'Memory headroom', policy.memoryHeadroom, 'ratio', ofPolicy(policy)),
    ...known(
      'memory.target',
      'Memory request that the use asks for',
      target,
      'bytes',
      computed('memory-size'),
    ),
    ...(target === null || statistics.sketch.count === 0
      ? []
      : [
          fact(
            'memory.covered',
            'Memory samples at or below it',
            1 - statistics.sketch.countAbove(target) / statistics.sketch.count,
            'ratio',
            measured('memory', observation),
          ),
        ]),
    ...(usage ? [...replayFacts(usage, 'memory', policy), ...comparisonFacts(usage, 'memory')] : []),
  ];
}
