import type { Observation, UsageStatistics } from '../../../model/index.ts';
import { declared, measured } from '../../judgement/evidence.ts';
import { oomKills } from '../../judgement/oomKills.ts';
import { throttledShare } from '../../judgement/throttling.ts';
import type { ContainerSubject } from '../../rule.ts';
import { type Fact, factsFrom } from './factDeclaration.ts';

const METRIC = {
  cpu: 'container_cpu_usage_seconds_total',
  memory: 'container_memory_working_set_bytes',
} as const;
const QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;

const container = factsFrom<ContainerSubject>(declared);
const specs = factsFrom<ContainerSubject>(declared, ['api:pod-specs']);

/** What was used of one resource, per pod. */
function usageFacts(resource: 'cpu' | 'memory'): readonly Fact<ContainerSubject>[] {
  const name = resource === 'cpu' ? 'CPU' : 'Memory';
  const unit = resource === 'cpu' ? 'cores' : 'bytes';
  const usage = factsFrom<ContainerSubject>(
    (observation: Observation) => measured(resource, observation),
    [METRIC[resource]],
  );
  const of = (read: (statistics: UsageStatistics<number>) => number) => (subject: ContainerSubject) => {
    const statistics = subject.usage?.[resource];
    return statistics && statistics.samples > 0 ? read(statistics) : null;
  };
  return [
    usage.number(
      `usage.${resource}.mean`,
      `${name} use, mean`,
      unit,
      of(({ mean }) => mean),
    ),
    ...QUANTILES.map(quantile =>
      usage.number(
        `usage.${resource}.p${quantile * 100}`,
        `${name} use, P${quantile * 100}`,
        unit,
        of(({ sketch }) => sketch.quantile(quantile)),
      ),
    ),
    usage.number(
      `usage.${resource}.max`,
      `${name} use, highest`,
      unit,
      of(({ max }) => max),
    ),
    usage.number(
      `usage.${resource}.coverage`,
      `${name} samples there are of those expected`,
      'ratio',
      of(({ coverage }) => coverage),
    ),
  ];
}

export const CONTAINER_FACTS: readonly Fact<ContainerSubject>[] = [
  container.text('container.name', 'Name', one => one.container.name),
  container.text('container.role', 'main or sidecar', one => one.container.role),
  container.text('container.image', 'Image', one => one.container.image),
  container.text('container.imagePullPolicy', 'Pull policy', one => one.container.imagePullPolicy),
  container.number('container.replicas', 'Pods that run it', 'count', one => one.replicas),
  ...(['requests', 'limits'] as const).flatMap(kind => {
    const noun = kind === 'requests' ? 'request' : 'limit';
    return [
      container.number(`container.${kind}.cpu`, `CPU ${noun}`, 'cores', one => one.container[kind].cpu),
      container.number(
        `container.${kind}.memory`,
        `Memory ${noun}`,
        'bytes',
        one => one.container[kind].memory,
      ),
      container.number(`container.${kind}.gpus`, `GPU ${noun}`, 'count', one => one.container[kind].gpus),
    ];
  }),
  specs.truth('container.privileged', 'Runs privileged', one => one.container.security?.privileged ?? null),
  specs.truth(
    'container.runsAsRoot',
    'Runs as root; not known where the image decides',
    one => one.container.security?.runsAsRoot ?? null,
  ),
  ...usageFacts('cpu'),
  ...usageFacts('memory'),
  factsFrom<ContainerSubject>(
    observation => measured('throttling', observation),
    ['container_cpu_cfs_throttled_periods_total'],
  ).number('usage.throttled', 'CFS periods throttled', 'ratio', one => throttledShare(one.usage)),
  factsFrom<ContainerSubject>(
    observation => measured('oom', observation),
    ['container_oom_events_total'],
  ).number('usage.oomKills', 'OOM kills', 'count', one => oomKills(one.usage)),
];
