import {
  bytes,
  bytesToKubernetesQuantity,
  type Change,
  cores,
  coresToKubernetesQuantity,
} from '../../model/index.ts';
import { NOTHING, type Reservation } from '../footprint/reservation.ts';
import { soleUtilizationTarget, type UtilizationTarget } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, known } from '../judgement/evidence.ts';
import { demandByHour, podCpuUse, type PodCpuUse, sampleFacts } from '../judgement/podUse.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  HIGHEST_TARGET,
  LOWEST_TARGET,
  replicasFor,
  type RequestsAndTarget,
  scalePointOf,
} from '../judgement/scalePoint.ts';
import { scaledSizing, type ScaledSizing } from '../judgement/scaledSizing.ts';
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
import {
  AUTOSCALERS,
  CPU_APPETITE,
  CPU_USE,
  MEMORY_APPETITE,
  REQUESTS_AND_LIMITS,
  SAVING_THRESHOLDS,
  SMALLEST_CHANGE,
} from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'autoscaler-target-and-request',
  title: 'Autoscaled request too high',
  finds:
    'A workload whose autoscaler aims at a share of the request, and whose request is above what it uses. The request goes down and the target goes up by as much (target′ = target × request ÷ request′), so that the autoscaler adds a replica at the same use as before. Where the target would pass its bound, the request stops there.',
  needs: [CPU_USE, REQUESTS_AND_LIMITS, AUTOSCALERS],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    ...CPU_APPETITE,
    ...MEMORY_APPETITE,
    {
      meaning: 'Lowest target proposed',
      unit: 'ratio',
      source: 'StormForge: targets between 50 % and 90 %',
      valueIn: () => LOWEST_TARGET / 100,
    },
    {
      meaning: 'Highest target proposed',
      unit: 'ratio',
      source: 'StormForge: targets between 50 % and 90 %; above, nothing is left for a burst',
      valueIn: () => HIGHEST_TARGET / 100,
    },
    SMALLEST_CHANGE,
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Autoscalers on several metrics or on metrics of other systems.',
    'Workloads of which a container has no request: the autoscaler cannot work, which is a rule of its own.',
    'Throttled containers, and OOM-killed ones where memory is scaled on.',
  ],
  remediation:
    'Change the requests in the pod template and `averageUtilization` of the autoscaler in one and the same roll-out.',
  wording: {
    title: 'Lower the request of {name} and raise the target of its autoscaler together',
    summary: [
      'The pods of {subject} request more than they use, and their autoscaler aims at {target} of the request.',
      'With the target at {target.proposed} and the smaller request the autoscaler adds a replica at the same use as today, so that the number of replicas stays.',
    ],
    why: [
      'It adds a replica when a pod uses {scale-point.cpu}, and {scale-point-proposed.cpu} after the change.',
      'It adds a replica when a pod uses {scale-point.memory}, and {scale-point-proposed.memory} after the change.',
      'Simulated over the hours seen it would run {replicas.simulated-proposed} replicas on average instead of {replicas.simulated}.',
      'Seen over {cpu.history}, in {cpu.samples} samples.',
    ],
    steps: [
      'Set {changes}.',
      'Roll both out together: the request alone starts more replicas, the target alone starts fewer.',
    ],
    watchAfterwards: ['The number of replicas of {name}: it should run through the day as before.'],
  },
  examples: [
    {
      name: 'requests a core, uses half of it and is scaled at half of it',
      cluster: {
        workloads: [
          {
            replicas: 4,
            containers: [{ cpuRequest: 1, cpu: [0.5] }],
            autoscaler: autoscaler([{ metric: 'cpu', utilizationPercent: 50 }]),
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'is scaled at the bound already',
      cluster: {
        workloads: [
          {
            replicas: 4,
            containers: [{ cpuRequest: 1, cpu: [0.5] }],
            autoscaler: autoscaler([{ metric: 'cpu', utilizationPercent: 90 }]),
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'uses what it requests',
      cluster: {
        workloads: [
          {
            replicas: 4,
            containers: [{ cpuRequest: 1, cpu: [0.85] }],
            autoscaler: autoscaler([{ metric: 'cpu', utilizationPercent: 70 }]),
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'is scaled on requests per second too, so CPU alone does not decide',
      cluster: {
        workloads: [
          {
            replicas: 4,
            containers: [{ cpuRequest: 1, cpu: [0.4] }],
            autoscaler: autoscaler([
              { metric: 'cpu', utilizationPercent: 50 },
              { metric: 'requests_per_second', utilizationPercent: null },
            ]),
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'is throttled at its limit, so nobody knows what it wants',
      cluster: {
        workloads: [
          {
            replicas: 4,
            containers: [{ cpuRequest: 1, cpuLimit: 1, cpu: [0.4], throttled: 0.3 }],
            autoscaler: autoscaler([{ metric: 'cpu', utilizationPercent: 50 }]),
          },
        ],
      },
      verdict: 'not assessed',
    },
  ],
};

function autoscaler(targets: readonly { metric: string; utilizationPercent: number | null }[]) {
  return {
    kind: 'HorizontalPodAutoscaler' as const,
    name: 'cart',
    minReplicas: 2,
    maxReplicas: 20,
    currentReplicas: 4,
    targets,
    failures: [],
  };
}

const totalOf = ({ requests }: RequestsAndTarget): number => requests.reduce((sum, one) => sum + one, 0);

function changesOf(
  { containers }: WorkloadSubject,
  { resource }: UtilizationTarget,
  sizing: ScaledSizing,
): readonly Change[] {
  const write = (amount: number) =>
    resource === 'cpu' ? coresToKubernetesQuantity(cores(amount)) : bytesToKubernetesQuantity(bytes(amount));
  const requests = containers.map(({ container }, index): Change => ({
    container: container.name,
    target: `requests.${resource}`,
    from: write(sizing.now.requests[index] ?? 0),
    to: write(sizing.likely.requests[index] ?? 0),
  }));
  return [
    ...requests.filter(({ from, to }) => from !== to),
    {
      container: null,
      target: 'autoscaler.targetUtilization',
      from: String(sizing.now.targetPercent),
      to: String(sizing.likely.targetPercent),
    },
  ];
}

/** Replicas of today and of the proposed pair, for the use that was seen; CPU only, which is what is known of each hour. */
function simulatedFacts(
  { workload, context }: WorkloadSubject,
  use: PodCpuUse,
  { now, likely }: ScaledSizing,
) {
  const bounds = workload.autoscaler;
  if (!bounds) return [];
  const demand = demandByHour(use, context.observation.step).map(({ value }) => value);
  const mean = (pair: RequestsAndTarget) =>
    replicasFor(demand, scalePointOf(pair), bounds).reduce((sum, one) => sum + one, 0) / demand.length;
  const origin = computed('replica-simulation');
  return [
    fact(
      'replicas.simulated',
      'Replicas for the hours seen, with the pair of today',
      mean(now),
      'count',
      origin,
    ),
    fact('replicas.simulated-proposed', 'The same, with the pair proposed', mean(likely), 'count', origin),
  ];
}

function evidenceOf(
  subject: WorkloadSubject,
  aim: UtilizationTarget,
  use: PodCpuUse | null,
  sizing: ScaledSizing,
) {
  const { observation } = subject.context;
  const { resource } = aim;
  const unit = resource === 'cpu' ? 'cores' : 'bytes';
  const name = resource === 'cpu' ? 'CPU' : 'Memory';
  const { now, likely } = sizing;
  return [
    fact(
      'target',
      'Utilisation that the autoscaler aims at',
      now.targetPercent / 100,
      'ratio',
      declared(observation),
    ),
    fact(
      'target.proposed',
      'Utilisation proposed',
      likely.targetPercent / 100,
      'ratio',
      computed('scale-point'),
    ),
    fact(`pod.${resource}-request`, `${name} request of a pod`, totalOf(now), unit, declared(observation)),
    fact(
      `pod.${resource}-target`,
      `${name} request of a pod proposed`,
      totalOf(likely),
      unit,
      computed(`${resource}-target`),
    ),
    fact(
      `scale-point.${resource}`,
      `${name} of a pod at which a replica is added`,
      scalePointOf(now),
      unit,
      computed('scale-point'),
    ),
    fact(
      `scale-point-proposed.${resource}`,
      'The same after the change',
      scalePointOf(likely),
      unit,
      computed('scale-point'),
    ),
    ...known('replicas', 'Replicas today', subject.workload.desiredReplicas, 'count', declared(observation)),
    ...(use && resource === 'cpu' ? simulatedFacts(subject, use, sizing) : []),
    ...(use ? sampleFacts(use, observation) : []),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context, placements } = subject;
  const aim = workload.autoscaler && soleUtilizationTarget(workload.autoscaler);
  if (!aim || !isMetered(subject) || placements.length === 0) return FINE;
  const sizing = scaledSizing(subject, aim);
  if (sizing === null) return FINE;
  if ('reason' in sizing) return notAssessed(sizing.reason);
  const { now, likely, cautious, tight } = sizing;
  if ((totalOf(now) - totalOf(likely)) / totalOf(now) < context.policy.minimumChange) return FINE;
  if (likely.targetPercent < LOWEST_TARGET) {
    return notAssessed(
      `Its autoscaler aims so low that the use asks for a target of ${likely.targetPercent} %, below the ${LOWEST_TARGET} % that is proposed at least`,
    );
  }
  const use = podCpuUse(subject, demandsOf(context.policy));
  if ('reason' in use) return notAssessed(use.reason);
  const freed = (pair: RequestsAndTarget): Reservation => ({
    ...NOTHING,
    [aim.resource]: Math.max(0, totalOf(now) - totalOf(pair)),
  });
  return found({
    changes: changesOf(subject, aim, sizing),
    effect: {
      kind: 'reservation',
      freedPerPod: { low: freed(cautious), likely: freed(likely), high: freed(tight) },
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason:
            'Request and target have to be rolled out together: one without the other changes the number of replicas',
        },
      ],
      '',
    ),
    confidence: confidenceOf(use.weakest, use.history),
    evidence: evidenceOf(subject, aim, use, sizing),
  });
}

export const autoscalerTargetAndRequest: WorkloadRule = { scope: 'workload', declaration, detect };
