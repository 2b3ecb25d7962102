import { type Bytes, bytes, formatBytes } from '../../model/index.ts';
import { timesReservation } from '../footprint/reservation.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, known, measured } from '../judgement/evidence.ts';
import { podCpuUse, podRequest, type PodCpuUse, sampleFacts } from '../judgement/podUse.ts';
import { fewestReplicas, PAIR } from '../judgement/replicaFloor.ts';
import { type RiskFactor, riskOf } from '../judgement/risk.ts';
import { chosenReplicas, STATELESS_KINDS } from '../judgement/scalable.ts';
import { demandsOf, SUFFICIENCY_THRESHOLDS } from '../judgement/sufficiency.ts';
import { isMetered } from '../judgement/twoWeeks.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { AUTOSCALERS, CPU_USE, REQUESTS_AND_LIMITS, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

/** P99 of a pod's CPU as a share of its request below which its replicas idle. Catalogue A1. */
const IDLING = 0.2;
/** With two, one is there for the other; only from the third on there is something to take. */
const FROM_REPLICAS = 3;
const QUANTILE = 0.99;

const declaration: RuleDeclaration = {
  id: 'too-many-replicas',
  title: 'Too many replicas',
  finds:
    'A workload with a fixed number of replicas, three or more, that use less than a fifth of their CPU request even at their busiest. As many stay as carry the busiest moment (P99) with the policy’s headroom while one of them is away.',
  needs: [CPU_USE, REQUESTS_AND_LIMITS, AUTOSCALERS],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    {
      meaning: 'P99 of the CPU of a pod as a share of its request, below',
      unit: 'ratio',
      source: 'opportunity catalogue A1',
      valueIn: () => IDLING,
    },
    {
      meaning: 'Fewest replicas looked at',
      unit: 'count',
      source: 'opportunity catalogue A1',
      valueIn: () => FROM_REPLICAS,
    },
    {
      meaning:
        'Replicas that stay at least; three with a disruption budget or topology spread, or where neither is known',
      unit: 'count',
      source: 'own judgement: one may be away; Kubecost’s production profile keeps 2, high availability 3',
      valueIn: () => PAIR,
    },
    {
      meaning: 'CPU headroom on top of the busiest moment',
      unit: 'ratio',
      source: 'as for CPU requests',
      valueIn: policy => policy.cpuHeadroom,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Workloads with an autoscaler: its minimum is a rule of its own.',
    'StatefulSets and DaemonSets: their members hold data or belong to a node.',
    'The namespaces kube-system, kube-public and kube-node-lease.',
  ],
  remediation: 'Lower `spec.replicas`, or let a HorizontalPodAutoscaler choose the number.',
  wording: {
    title: 'Run {name} with {replicas.target} replicas instead of {replicas}',
    summary: [
      '{subject} runs {replicas} replicas, and even at its busiest each uses {pod.cpu-p99} of the {pod.cpu-request} it requests, which is {pod.cpu-share}.',
      '{replicas.target} replicas carry that with headroom even while one of them is away.',
    ],
    why: [
      'It takes {replicas.needed} replicas to carry the busiest moment with {policy.cpu-headroom} headroom and one of them missing; {replicas.floor} stay in any case.',
      'Seen over {cpu.history}, in {cpu.samples} samples.',
    ],
    steps: [
      'Set {changes} where the manifest of {name} is kept, one step at a time when in doubt.',
      'If its load grows, add a HorizontalPodAutoscaler with this number as its minimum rather than spare replicas.',
    ],
    watchAfterwards: [
      'Latency and CPU throttling of {name} at its busiest hour, and its memory: each pod now does more of the work.',
    ],
  },
  examples: [
    {
      name: 'runs six replicas that use a tenth of their request',
      cluster: { workloads: [{ replicas: 6, containers: [{ cpuRequest: 1, cpu: [0.1] }] }] },
      verdict: 'found',
    },
    {
      name: 'runs six replicas that are busy one hour a day',
      cluster: {
        workloads: [
          {
            replicas: 6,
            containers: [{ cpuRequest: 1, cpuByClock: { quiet: 0.05, busy: 0.8, from: 9, to: 10 } }],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'runs two replicas only, one for the other',
      cluster: { workloads: [{ replicas: 2, containers: [{ cpuRequest: 1, cpu: [0.1] }] }] },
      verdict: 'not found',
    },
    {
      name: 'is a StatefulSet whose members hold data',
      cluster: {
        workloads: [{ kind: 'StatefulSet', replicas: 6, containers: [{ cpuRequest: 1, cpu: [0.1] }] }],
      },
      verdict: 'not found',
    },
    {
      name: 'has been seen for two days only',
      cluster: { days: 2, workloads: [{ replicas: 6, containers: [{ cpuRequest: 1, cpu: [0.1] }] }] },
      verdict: 'not assessed',
    },
  ],
};

/** A container whose memory may not be enough for more work, and how far it may grow. */
interface TightMemory {
  readonly container: string;
  readonly highest: Bytes;
  readonly mayReach: Bytes;
}

/** In the worst case all of a pod's memory follows the work it does. */
function tightMemory({ containers }: WorkloadSubject, growth: number): TightMemory | null {
  for (const { usage, container } of containers) {
    const room = container.limits.memory ?? container.requests.memory;
    const highest = usage?.memory?.max;
    if (room === null || highest === undefined || highest * growth <= room) continue;
    return { container: container.name, highest, mayReach: bytes(highest * growth) };
  }
  return null;
}

const memoryMayGrow = (tight: TightMemory | null): RiskFactor | null =>
  tight && {
    level: 'medium',
    reason: `Each pod does more of the work; if all memory of ${tight.container} followed it, its highest use would grow from ${formatBytes(tight.highest)} to ${formatBytes(tight.mayReach)}, more than it may use`,
  };

function evidenceOf(
  subject: WorkloadSubject,
  use: PodCpuUse,
  counts: { replicas: number; target: number; needed: number; floor: number },
  tight: TightMemory | null,
) {
  const { observation, policy } = subject.context;
  const request = podRequest(subject).cpu;
  const p99 = use.quantile(QUANTILE);
  return [
    fact('replicas', 'Replicas today', counts.replicas, 'count', declared(observation)),
    fact('replicas.target', 'Replicas proposed', counts.target, 'count', computed('replicas-with-one-away')),
    fact(
      'replicas.needed',
      'Replicas that carry P99 with one away',
      counts.needed,
      'count',
      computed('replicas-with-one-away'),
    ),
    fact(
      'replicas.floor',
      'Replicas that stay in any case',
      counts.floor,
      'count',
      computed('replica-floor'),
    ),
    fact('pod.cpu-request', 'CPU request of a pod', request, 'cores', declared(observation)),
    fact('pod.cpu-p99', 'CPU use of a pod, P99', p99, 'cores', measured('cpu', observation)),
    fact(
      'pod.cpu-share',
      'P99 of its CPU as a share of the request',
      p99 / request,
      'ratio',
      measured('cpu', observation),
    ),
    fact('policy.cpu-headroom', 'CPU headroom', policy.cpuHeadroom, 'ratio', computed('policy')),
    ...known(
      'memory.max',
      'Memory use, highest',
      tight?.highest ?? null,
      'bytes',
      measured('memory', observation),
    ),
    ...known(
      'memory.may-reach',
      'Memory use if all of it followed the work',
      tight?.mayReach ?? null,
      'bytes',
      computed('memory-follows-work'),
    ),
    ...sampleFacts(use, observation),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context, placements } = subject;
  const { policy } = context;
  const replicas = chosenReplicas(workload, STATELESS_KINDS);
  if (
    replicas === null ||
    replicas < FROM_REPLICAS ||
    workload.autoscaler ||
    !isMetered(subject) ||
    placements.length === 0
  )
    return FINE;
  const request = podRequest(subject);
  if (!(request.cpu > 0)) return FINE;
  const use = podCpuUse(subject, demandsOf(policy));
  if ('reason' in use) return notAssessed(use.reason);
  const p99 = use.quantile(QUANTILE);
  if (!(p99 < IDLING * request.cpu)) return FINE;
  const needed = 1 + Math.ceil((replicas * p99 * (1 + policy.cpuHeadroom)) / request.cpu - 1e-9);
  const floor = fewestReplicas(subject);
  const target = Math.max(needed, floor.replicas);
  const gone = replicas - target;
  if (gone <= 0) return FINE;
  const tight = tightMemory(subject, replicas / target);
  return found({
    changes: [{ container: null, target: 'replicas', from: String(replicas), to: String(target) }],
    effect: {
      kind: 'reservation',
      // At least: one more is kept than was computed.
      freedPerPod: { low: timesReservation(request, (gone - 1) / gone), likely: request, high: request },
      shareOfPods: gone / replicas,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [memoryMayGrow(tight), floor.doubt],
      'The replicas that stay carry the busiest moment seen even while one of them is away',
    ),
    confidence: confidenceOf(use.weakest, use.history),
    evidence: evidenceOf(subject, use, { replicas, target, needed, floor: floor.replicas }, tight),
  });
}

export const tooManyReplicas: WorkloadRule = { scope: 'workload', declaration, detect };
