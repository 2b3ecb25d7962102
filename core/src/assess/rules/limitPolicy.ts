import {
  type Bytes,
  bytes,
  bytesToKubernetesQuantity,
  type Change,
  type Container,
  type EvidenceFact,
  type Ratio,
  ratio,
  type Seconds,
  type UsageStatistics,
} from '../../model/index.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import { oomKills } from '../judgement/oomKills.ts';
import { podTraffic } from '../judgement/quietness.ts';
import { type RiskFactor, riskOf } from '../judgement/risk.ts';
import { growingMemory } from '../judgement/riskFactors.ts';
import { chosenReplicas } from '../judgement/scalable.ts';
import { isServed } from '../judgement/serving.ts';
import { demandsOf, SUFFICIENCY_THRESHOLDS, sufficientUsage } from '../judgement/sufficiency.ts';
import { THROTTLED_SHARE, throttledShare } from '../judgement/throttling.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { demandOf, memorySize, NO_FLOOR } from '../sizing/recommendedSize.ts';
import { INIT_CONTAINERS, REQUESTS_AND_LIMITS, SMALLEST_CHANGE } from './sharedDeclarations.ts';

/** Memory limit ÷ request from which on the node promises more than it has. */
const OVERCOMMIT = 4;
/** Throttled share that hurts the latency of a service although its mean use is far from the limit. */
const FELT = ratio(0.01);
/** Received and sent by a pod that somebody uses, where Services are not known. */
const IN_USE = 1_000;

const declaration: RuleDeclaration = {
  id: 'limit-policy',
  title: 'Limits far from requests',
  finds:
    'A limit that does harm or promises too much: a memory limit of four times the request or more that has never been needed; a memory limit that alone keeps a pod out of the Guaranteed class; a CPU limit that now and then stops a container which answers calls. It claims no saving: it is about reliability.',
  needs: [REQUESTS_AND_LIMITS, { anyOf: ['container_memory_working_set_bytes'], for: 'memory use' }],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    {
      meaning: 'Memory limit ÷ memory request, at least',
      unit: 'count',
      source:
        'own judgement: twice is common and rarely harms; with every pod at four times a full node would need four times its memory; KRR sets both equal',
      valueIn: () => OVERCOMMIT,
    },
    {
      meaning: 'Throttled share of the CFS periods of a container that answers calls, above',
      unit: 'ratio',
      source: 'own judgement: one call in a hundred is stopped; KRR and others set no CPU limit at all',
      valueIn: () => FELT,
    },
    {
      meaning: 'Throttled share from which on the rule for low CPU speaks of it',
      unit: 'ratio',
      source: 'as there',
      valueIn: () => THROTTLED_SHARE,
    },
    {
      meaning: 'Traffic of a pod that somebody uses, where Services could not be read, at least',
      unit: 'bytes/s',
      source: 'own judgement: ten times the catalogue’s bound for idle (I1)',
      valueIn: () => IN_USE,
    },
    SMALLEST_CHANGE,
  ],
  leavesAlone: [
    'Memory limits that the use comes near to, or at which the container was killed: the rule for low memory speaks of them.',
    'CPU limits above the request that never stop anybody: they cost nothing.',
    'CPU limits of Jobs, CronJobs and agents: nobody waits for their answer.',
    'Containers without a request: the rule for missing requests comes first.',
    INIT_CONTAINERS,
  ],
  remediation:
    'Lower the memory limit to the request (or what the use needs, if that is more); take the CPU limit of a service away and keep its request.',
  wording: {
    title: 'Bring the limits of {container} in line with its requests',
    summary: [
      'A limit of container {container} of {subject} does not fit what the container requests and uses.',
    ],
    why: [
      'It requests {memory.request} of memory, may use {memory.limit} and has never used more than {memory.max}.',
      'Its memory limit promises {memory.limit-ratio} times what is set aside for it: with all pods at their limits the node runs out.',
      'With a memory limit of {memory.limit-guaranteed} instead of {memory.limit} its pod is in the Guaranteed class and the last to be evicted.',
      'Its CPU limit of {cpu.limit} stops it in {cpu.throttled} of its periods, although it uses {cpu.p95} (quantile {cpu.quantile}): whoever calls it then waits.',
    ],
    steps: [
      'Set the memory limit to {memory.limit-target} in the pod template.',
      'Take the CPU limit ({cpu.limit}) out of the pod template and keep the request: the node then shares what is free by the requests.',
    ],
    watchAfterwards: [
      'OOM kills of {container}, and its highest memory use beside the new limit of {memory.limit-target}.',
      'Latency of {name} and CPU of its nodes: it was throttled in {cpu.throttled} of its periods.',
    ],
  },
  examples: [
    {
      name: 'may use eight times the memory it requests and never did',
      cluster: { workloads: [{ containers: [{ memoryRequest: 512, memoryLimit: 4096, memory: [300] }] }] },
      verdict: 'found',
    },
    {
      name: 'is kept out of the Guaranteed class by its memory limit alone',
      cluster: {
        workloads: [
          {
            containers: [{ cpuRequest: 1, cpuLimit: 1, memoryRequest: 512, memoryLimit: 640, memory: [300] }],
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'answers calls and is stopped at its CPU limit now and then',
      cluster: {
        workloads: [
          { containers: [{ cpuRequest: 1, cpuLimit: 2, cpu: [0.6], throttled: 0.05 }], trafficP99: 50_000 },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'may use half as much memory again',
      cluster: { workloads: [{ containers: [{ memoryRequest: 512, memoryLimit: 768, memory: [300] }] }] },
      verdict: 'not found',
    },
    {
      name: 'needs its high memory limit now and then',
      cluster: {
        workloads: [
          {
            containers: [
              { memoryRequest: 512, memoryLimit: 4096, memory: [3000, ...Array<number>(99).fill(300)] },
            ],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'is stopped at its CPU limit, but nobody waits for it',
      cluster: {
        workloads: [
          { containers: [{ cpuRequest: 1, cpuLimit: 2, cpu: [0.6], throttled: 0.05 }], trafficP99: 10 },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has a high memory limit and was seen for two days only',
      cluster: {
        days: 2,
        workloads: [{ containers: [{ memoryRequest: 512, memoryLimit: 4096, memory: [300] }] }],
      },
      verdict: 'not assessed',
    },
  ],
};

/** One limit that does not fit. */
interface Misfit {
  readonly changes: readonly Change[];
  readonly evidence: readonly EvidenceFact[];
  readonly risks: readonly (RiskFactor | null)[];
  readonly statistics: UsageStatistics<number>;
  readonly history: Seconds;
}

const isGuaranteed = ({ requests, limits }: Container, resource: 'cpu' | 'memory'): boolean =>
  requests[resource] !== null && requests[resource] === limits[resource];

/** True where this container's memory limit is all that keeps the pod out of the Guaranteed class. */
const oneLimitAway = ({ container, workload }: ContainerSubject): boolean =>
  isGuaranteed(container, 'cpu') &&
  workload.containers.every(
    other => other.name === container.name || (isGuaranteed(other, 'cpu') && isGuaranteed(other, 'memory')),
  );

function memoryFactsOf(
  subject: ContainerSubject,
  { max }: UsageStatistics<Bytes>,
  [request, limit, target]: readonly [Bytes, Bytes, Bytes],
): readonly EvidenceFact[] {
  const { observation } = subject.context;
  const origin = declared(observation);
  const guaranteed = target === request && oneLimitAway(subject);
  return [
    fact('memory.request', 'Memory request today', request, 'bytes', origin),
    fact('memory.limit', 'Memory limit today', limit, 'bytes', origin),
    ...(limit >= OVERCOMMIT * request
      ? [fact('memory.limit-ratio', 'Memory limit ÷ request', limit / request, 'count', origin)]
      : []),
    fact('memory.limit-target', 'Memory limit proposed', target, 'bytes', computed('limit-policy')),
    fact('memory.max', 'Memory use, highest', max, 'bytes', measured('memory', observation)),
    ...(guaranteed
      ? [
          fact(
            'memory.limit-guaranteed',
            'Memory limit of the Guaranteed class',
            target,
            'bytes',
            computed('limit-policy'),
          ),
        ]
      : []),
  ];
}

/** What the memory limit should be; `null` where it is needed or close enough. */
function memoryLimitFor(subject: ContainerSubject, request: Bytes, limit: Bytes): Bytes | null {
  const { usage, context } = subject;
  const { policy } = context;
  if (!usage || (oomKills(usage) ?? 0) > 0) return null;
  const needed = memorySize(demandOf(usage, 'memory', policy), policy, NO_FLOOR);
  // The use does not fit into the request: what is above it is needed, and the rule for low memory judges how much.
  if (needed > request) return null;
  // Where the request itself as the limit makes the pod Guaranteed, nothing is left in between.
  const roomy = needed * (1 + policy.oomHeadroom);
  const target = bytes(roomy > request && !oneLimitAway(subject) ? roomy : request);
  return limit - target < policy.minimumChange * limit ? null : target;
}

/** The sentence that says why it cannot be judged; `null` where the memory limit fits. */
function memoryMisfit(subject: ContainerSubject): Misfit | string | null {
  const { container, usage, context } = subject;
  const { memory: request } = container.requests;
  const { memory: limit } = container.limits;
  if (request === null || limit === null || !(request > 0)) return null;
  if (!(limit >= OVERCOMMIT * request || (limit > request && oneLimitAway(subject)))) return null;
  const sufficiency = sufficientUsage('memory', usage, usage?.memory, demandsOf(context.policy));
  if ('reason' in sufficiency) return sufficiency.reason;
  const target = memoryLimitFor(subject, request, limit);
  if (target === null) return null;
  const [from, to] = [bytesToKubernetesQuantity(limit), bytesToKubernetesQuantity(target)];
  return {
    changes: [{ container: container.name, target: 'limits.memory', from, to }],
    evidence: memoryFactsOf(subject, sufficiency.statistics, [request, limit, target]),
    risks: [
      growingMemory(sufficiency.statistics),
      { level: 'medium', reason: 'A peak that the window did not see is killed at the lower limit' },
    ],
    ...sufficiency,
  };
}

/** Whether somebody waits for its answers. */
function answersCalls({ workload, context: { observation } }: ContainerSubject): boolean {
  if (chosenReplicas(workload) === null) return false;
  const traffic = podTraffic(observation.traffic.get(workload.id));
  return isServed(workload, observation) ?? (traffic !== null && traffic.p99 >= IN_USE);
}

const isFelt = (throttled: Ratio | null): throttled is Ratio =>
  throttled !== null && throttled > FELT && throttled <= THROTTLED_SHARE;

function cpuMisfit(subject: ContainerSubject): Misfit | null {
  const { container, usage, context } = subject;
  const limit = container.limits.cpu;
  const throttled = throttledShare(usage);
  if (limit === null || container.requests.cpu === null || !isFelt(throttled) || !answersCalls(subject))
    return null;
  const sufficiency = sufficientUsage('CPU', usage, usage?.cpu, demandsOf(context.policy));
  if ('reason' in sufficiency) return null;
  const origin = measured('cpu', context.observation);
  return {
    changes: [],
    evidence: [
      fact('cpu.limit', 'CPU limit today', limit, 'cores', declared(context.observation)),
      fact(
        'cpu.throttled',
        'CFS periods throttled',
        throttled,
        'ratio',
        measured('throttling', context.observation),
      ),
      fact('cpu.p95', 'CPU use, P95', sufficiency.statistics.sketch.quantile(0.95), 'cores', origin),
      fact('cpu.quantile', 'Quantile of its use', 0.95, 'ratio', computed('rule')),
    ],
    risks: [
      isGuaranteed(container, 'cpu')
        ? {
            level: 'medium',
            reason:
              'Without its CPU limit the pod leaves the Guaranteed class and is evicted earlier under node pressure',
          }
        : { level: 'low', reason: 'Without a limit it takes what the node has to spare, by its request' },
    ],
    ...sufficiency,
  };
}

function detect(subject: ContainerSubject): Verdict {
  const memory = memoryMisfit(subject);
  if (typeof memory === 'string') return notAssessed(memory);
  const misfits = [memory, cpuMisfit(subject)].filter(one => one !== null);
  const [first] = misfits;
  if (!first) return FINE;
  return found({
    changes: misfits.flatMap(({ changes }) => changes),
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf(
      misfits.flatMap(({ risks }) => risks),
      '',
    ),
    confidence: confidenceOf(first.statistics, first.history),
    evidence: misfits.flatMap(({ evidence }) => evidence),
  });
}

export const limitPolicy: ContainerRule = { scope: 'container', declaration, detect };
