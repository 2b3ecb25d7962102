import {
  bytes,
  type ContainerUsage,
  cores,
  formatEvidence,
  type Policy,
  START_UP_SECONDS,
} from '../../model/index.ts';
import { NOTHING, type Reservation } from '../footprint/reservation.ts';
import { scaledByUtilization } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import { oomKills } from '../judgement/oomKills.ts';
import { type RiskFactor, riskOf } from '../judgement/risk.ts';
import { type StartUp, startUpOf, withoutStartUp } from '../judgement/startUp.ts';
import { demandsOf, SUFFICIENCY_THRESHOLDS, sufficientUsage } from '../judgement/sufficiency.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { cpuSize, demandOf, memorySize, NO_FLOOR } from '../sizing/recommendedSize.ts';
import {
  CPU_USE,
  INIT_CONTAINERS,
  MEMORY_USE,
  REQUESTS_AND_LIMITS,
  SAVING_THRESHOLDS,
  SMALLEST_CHANGE,
} from './sharedDeclarations.ts';

/** Start-up ÷ what is used afterwards from which on the two need two sizes. */
const PEAK = 2;
/** A peak that was seen once may be chance. */
const DAYS = 2;
/** What is used afterwards: all but the rarest hundredth. */
const STEADY = 0.99;

const declaration: RuleDeclaration = {
  id: 'start-up-peak',
  title: 'Sized for start-up',
  finds:
    'A container that needs twice as much or more in its first minutes than ever after, and whose request is above what it needs after them: it reserves its start-up for as long as it runs.',
  needs: [
    CPU_USE,
    MEMORY_USE,
    REQUESTS_AND_LIMITS,
    { anyOf: ['api:pods', 'kube_pod_start_time'], for: 'when its pods started' },
  ],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    {
      meaning: 'What counts as start-up, from a pod’s start',
      unit: 'seconds',
      source:
        'CAST AI sets 5 min aside, the Vertical Pod Autoscaler’s CPU start-up boost as long as it is told',
      valueIn: () => START_UP_SECONDS,
    },
    {
      meaning: 'Highest use in start-up ÷ P99 afterwards, at least',
      unit: 'count',
      source: 'own judgement: less is covered by the headroom',
      valueIn: () => PEAK,
    },
    {
      meaning: 'Days on which a pod was seen to start, at least',
      unit: 'count',
      source: 'own judgement',
      valueIn: () => DAYS,
    },
    SMALLEST_CHANGE,
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Resources that an autoscaler keeps at a share of the request.',
    'Containers that were OOM-killed, as far as memory goes.',
    INIT_CONTAINERS,
  ],
  remediation:
    'Start with the request of today and let it shrink in place: the start-up boost of the Vertical Pod Autoscaler, or a resize of the running pod.',
  wording: {
    title: 'Reserve the start-up of {container} only while it starts',
    summary: [
      'Container {container} of {subject} needs more in its first {start-up.length} than ever after, and its request is sized for that.',
    ],
    why: [
      'It uses up to {start-up.cpu} of CPU while it starts and {steady.cpu} afterwards; it requests {cpu.request}, and {cpu.steady-size} would do.',
      'It uses up to {start-up.memory} while it starts and {steady.memory} afterwards; it requests {memory.request}, and {memory.steady-size} would do.',
      'Its pods were seen to start on {start-up.days} days.',
    ],
    steps: [
      'CPU: give it a VerticalPodAutoscaler with a start-up boost (`startupBoost.cpu`) up to {start-up.cpu}, and a request of {cpu.steady-size}.',
      'Memory: keep the request in the template and resize the running pod in place to {memory.steady-size} once it is ready (`kubectl patch pod --subresource resize`, or a VerticalPodAutoscaler in mode `InPlaceOrRecreate`).',
      'Keep its limits: they have to bear the start-up.',
    ],
    watchAfterwards: [
      'How long {container} takes to become ready, above all when a node fails and many start at once.',
    ],
  },
  examples: [
    {
      name: 'fills its memory while it starts and needs a third of it afterwards',
      cluster: {
        workloads: [{ containers: [{ memoryRequest: 4096, memory: [1000], startUpMemory: [3000, 3200] }] }],
      },
      verdict: 'found',
    },
    {
      name: 'compiles with two cores while it starts and hums afterwards',
      cluster: {
        workloads: [{ containers: [{ cpuRequest: 2, cpu: [0.2], startUpCpu: [1.9, 1.5] }] }],
      },
      verdict: 'found',
    },
    {
      name: 'needs as much afterwards',
      cluster: {
        workloads: [{ containers: [{ memoryRequest: 4096, memory: [2800], startUpMemory: [3000, 3200] }] }],
      },
      verdict: 'not found',
    },
    {
      name: 'requests no more than it needs afterwards',
      cluster: { workloads: [{ containers: [{ cpuRequest: 0.25, cpu: [0.2], startUpCpu: [1.9, 1.5] }] }] },
      verdict: 'not found',
    },
    {
      name: 'was never seen to start',
      cluster: { workloads: [{ containers: [{ memoryRequest: 4096, memory: [1000] }] }] },
      verdict: 'not found',
    },
    {
      name: 'was seen for two days only',
      cluster: { days: 2, workloads: [{ containers: [{ cpuRequest: 2, cpu: [0.2], startUpCpu: [1.9] }] }] },
      verdict: 'not assessed',
    },
  ],
};

type Resource = 'cpu' | 'memory';

/** One resource that is reserved for its start-up. */
interface Peak {
  readonly resource: Resource;
  readonly request: number;
  readonly startUp: number;
  readonly steady: number;
  readonly size: number;
  readonly days: number;
}

function steadySize(usage: ContainerUsage, resource: Resource, policy: Policy): number {
  const demand = demandOf(withoutStartUp(usage), resource, policy);
  return resource === 'cpu' ? cpuSize(demand, policy) : memorySize(demand, policy, NO_FLOOR);
}

/** The peak of one resource; `null` where there is none or nothing can be gained. */
function peakOf({ container, workload, usage, context }: ContainerSubject, resource: Resource): Peak | null {
  const request = container.requests[resource];
  const seen: StartUp | null = usage && startUpOf(usage, resource);
  if (!usage || !seen || seen.days < DAYS || request === null || !(request > 0)) return null;
  if (scaledByUtilization(workload, resource) !== null) return null;
  if (resource === 'memory' && (oomKills(usage) ?? 0) > 0) return null;
  const steady = seen.steady.quantile(STEADY);
  const startUp = seen.startUp.max;
  if (!(startUp >= PEAK * steady)) return null;
  const size = steadySize(usage, resource, context.policy);
  // A start-up that fits into the smaller request needs no care of its own.
  if (!(startUp > size) || (request - size) / request < context.policy.minimumChange) return null;
  return { resource, request, startUp, steady, size, days: seen.days };
}

function factsOf(
  { resource, request, startUp, steady, size }: Peak,
  { context: { observation } }: ContainerSubject,
) {
  const unit = resource === 'cpu' ? 'cores' : 'bytes';
  const name = resource === 'cpu' ? 'CPU' : 'Memory';
  return [
    fact(`${resource}.request`, `${name} request today`, request, unit, declared(observation)),
    fact(
      `start-up.${resource}`,
      `${name} use while it starts, highest`,
      startUp,
      unit,
      measured(resource, observation),
    ),
    fact(`steady.${resource}`, `${name} use afterwards, P99`, steady, unit, measured(resource, observation)),
    fact(
      `${resource}.steady-size`,
      `${name} request that would do afterwards`,
      size,
      unit,
      computed(`${resource}-target`),
    ),
  ];
}

const riskOfPeak = ({ resource, startUp }: Peak): RiskFactor => ({
  level: resource === 'memory' ? 'high' : 'medium',
  reason:
    resource === 'memory'
      ? `While it starts it needs up to ${formatEvidence(startUp, 'bytes')}; without a resize after the start it is the first to be evicted on a full node`
      : `While it starts it needs up to ${formatEvidence(startUp, 'cores')}; without a boost it starts slower, and a probe that is too strict may stop it`,
});

function detect(subject: ContainerSubject): Verdict {
  const { usage, context } = subject;
  if (!usage?.days.some(({ cpu, memory }) => cpu?.startUp || memory?.startUp)) return FINE;
  const sufficiency = sufficientUsage('CPU', usage, usage.cpu, demandsOf(context.policy));
  if ('reason' in sufficiency) return notAssessed(sufficiency.reason);
  const peaks = (['cpu', 'memory'] as const).flatMap(resource => peakOf(subject, resource) ?? []);
  if (peaks.length === 0) return FINE;
  const freed: Reservation = peaks.reduce(
    (sum, { resource, request, size }) => ({
      ...sum,
      [resource]: resource === 'cpu' ? cores(request - size) : bytes(request - size),
    }),
    NOTHING,
  );
  return found({
    changes: [],
    effect: {
      kind: 'reservation',
      freedPerPod: { low: freed, likely: freed, high: freed },
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(peaks.map(riskOfPeak), ''),
    confidence: confidenceOf(sufficiency.statistics, sufficiency.history),
    evidence: [
      ...peaks.flatMap(peak => factsOf(peak, subject)),
      fact('start-up.length', 'What counts as start-up', START_UP_SECONDS, 'seconds', computed('rule')),
      fact(
        'start-up.days',
        'Days on which its pods were seen to start',
        Math.max(...peaks.map(({ days }) => days)),
        'count',
        measured('cpu', context.observation),
      ),
    ],
  });
}

export const startUpPeak: ContainerRule = { scope: 'container', declaration, detect };
