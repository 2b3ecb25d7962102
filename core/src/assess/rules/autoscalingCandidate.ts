import { cores, ratio } from '../../model/index.ts';
import { timesReservation } from '../footprint/reservation.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import { demandByHour, podCpuUse, podRequest, type PodCpuUse, sampleFacts } from '../judgement/podUse.ts';
import { fewestReplicas, PAIR } from '../judgement/replicaFloor.ts';
import { riskOf } from '../judgement/risk.ts';
import { chosenReplicas, STATELESS_KINDS } from '../judgement/scalable.ts';
import { replicasFor } from '../judgement/scalePoint.ts';
import { SUFFICIENCY_THRESHOLDS } from '../judgement/sufficiency.ts';
import { isMetered, TWO_WEEKS_OF_HISTORY, twoWeeksOf } from '../judgement/twoWeeks.ts';
import { autocorrelation, DAILY_LAG, withoutGaps } from '../profile/autocorrelation.ts';
import { type Spread, spreadOf } from '../profile/spread.ts';
import { hourlyMeans } from '../profile/weeklyProfile.ts';
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

const UNEVEN = 0.7;
const PEAKED = 3;
const DIURNAL = 0.5;
/** Use as a share of the request that the simulated autoscaler aims at: the middle of StormForge's 50–90 %. */
const TARGET = ratio(0.7);

const declaration: RuleDeclaration = {
  id: 'autoscaling-candidate',
  title: 'Autoscaling candidate',
  finds:
    'A workload with a fixed number of replicas whose use is uneven, peaked and follows the day: an autoscaler would run fewer replicas for most of it. How many is simulated hour by hour on the use that was seen.',
  needs: [CPU_USE, REQUESTS_AND_LIMITS, AUTOSCALERS],
  thresholds: [
    TWO_WEEKS_OF_HISTORY,
    ...SUFFICIENCY_THRESHOLDS.slice(1),
    {
      meaning: 'Coefficient of variation of the hourly use, above',
      unit: 'ratio',
      source: 'GreenKube 0.7',
      valueIn: () => UNEVEN,
    },
    {
      meaning: 'Highest hour as a multiple of the mean, above',
      unit: 'count',
      source: 'GreenKube 3',
      valueIn: () => PEAKED,
    },
    {
      meaning: 'Correlation of the hourly use with itself a day later, at least',
      unit: 'ratio',
      source: 'opportunity catalogue A5: what does not repeat cannot be followed in time',
      valueIn: () => DIURNAL,
    },
    {
      meaning: 'Utilisation that the simulated autoscaler aims at',
      unit: 'ratio',
      source: 'the middle of StormForge’s 50–90 %',
      valueIn: () => TARGET,
    },
    {
      meaning:
        'Lowest minimum simulated; three with a disruption budget or topology spread, or where neither is known',
      unit: 'count',
      source: 'own judgement: one may be away',
      valueIn: () => PAIR,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Workloads with an autoscaler.',
    'StatefulSets and DaemonSets: their members hold data or belong to a node.',
    'Workloads that need all of their replicas at most hours, and those whose peaks come without a rhythm.',
  ],
  remediation:
    'Create a HorizontalPodAutoscaler (or a KEDA ScaledObject) and take `replicas` out of the manifest.',
  wording: {
    title: 'Let an autoscaler run {name}: its use follows the day',
    summary: [
      '{subject} always runs {replicas} replicas, but its busiest hour is {use.max-to-mean} times its mean and its use repeats from day to day (correlation {use.daily-correlation}).',
      'An autoscaler that aims at {autoscaler.target} of the request would run {replicas.simulated} replicas on average.',
    ],
    why: [
      'Simulated on the use of every hour of {cpu.history}, with at least {autoscaler.minimum} and at most {replicas} replicas.',
      'The hourly use varies by {use.variation} of its mean.',
    ],
    steps: [
      'Create a HorizontalPodAutoscaler for {name}: minimum {autoscaler.minimum}, maximum {replicas} or more, CPU utilisation {autoscaler.target}.',
      'Take `replicas` out of the manifest, or every roll-out sets it back.',
      'Give its pods a readiness probe, so that new ones get work only when they are ready.',
    ],
    watchAfterwards: [
      'Latency of {name} while the load rises in the morning, and how often replicas come and go.',
    ],
  },
  examples: [
    {
      name: 'is busy for five hours a day and runs ten replicas around the clock',
      cluster: {
        workloads: [
          {
            replicas: 10,
            containers: [{ cpuRequest: 1, cpuByClock: { busy: 0.6, quiet: 0.02, from: 9, to: 14 } }],
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'is busy around the clock',
      cluster: { workloads: [{ replicas: 10, containers: [{ cpuRequest: 1, cpu: [0.6, 0.5] }] }] },
      verdict: 'not found',
    },
    {
      name: 'peaks at two nights a week, which no day foretells',
      cluster: {
        workloads: [
          {
            replicas: 10,
            containers: [
              { cpuRequest: 1, cpuByClock: { busy: 0.6, quiet: 0.02, from: 1, to: 5, weekdays: [1, 4] } },
            ],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has an autoscaler already',
      cluster: {
        workloads: [
          {
            replicas: 10,
            containers: [{ cpuRequest: 1, cpuByClock: { busy: 0.6, quiet: 0.02, from: 9, to: 14 } }],
            autoscaler: {
              kind: 'HorizontalPodAutoscaler',
              name: 'cart',
              minReplicas: 10,
              maxReplicas: 20,
              currentReplicas: 10,
              targets: [{ metric: 'cpu', utilizationPercent: 70 }],
              failures: [],
            },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has been seen for ten days only',
      cluster: {
        days: 10,
        workloads: [
          {
            replicas: 10,
            containers: [{ cpuRequest: 1, cpuByClock: { busy: 0.6, quiet: 0.02, from: 9, to: 14 } }],
          },
        ],
      },
      verdict: 'not assessed',
    },
  ],
};

interface Rhythm {
  readonly spread: Spread;
  readonly correlation: number;
}

/** `null` where the use is even, flat or without a daily rhythm. */
function rhythmOf(use: PodCpuUse): Rhythm | null {
  const hours = hourlyMeans(use.hourly);
  const spread = spreadOf(hours.map(({ value }) => value));
  if (!spread || !(spread.coefficientOfVariation > UNEVEN && spread.maxToMean > PEAKED)) return null;
  const correlation = autocorrelation(withoutGaps(hours), DAILY_LAG);
  return correlation !== null && correlation >= DIURNAL ? { spread, correlation } : null;
}

interface Simulation {
  readonly minimum: number;
  /** Mean replicas for the mean use of each hour, and for its highest sample. */
  readonly likely: number;
  readonly most: number;
}

function simulated(subject: WorkloadSubject, use: PodCpuUse, replicas: number): Simulation {
  const { step } = subject.context.observation;
  const minReplicas = Math.min(replicas, fewestReplicas(subject).replicas);
  const scalePoint = podRequest(subject).cpu * TARGET;
  const mean = (figure: 'mean' | 'max') => {
    const demand = demandByHour(use, step, figure).map(({ value }) => value);
    const kept = replicasFor(demand, scalePoint, { minReplicas, maxReplicas: replicas });
    return kept.reduce((sum, one) => sum + one, 0) / kept.length;
  };
  return { minimum: minReplicas, likely: mean('mean'), most: mean('max') };
}

function evidenceOf(
  subject: WorkloadSubject,
  use: PodCpuUse,
  rhythm: Rhythm,
  replicas: number,
  simulation: Simulation,
) {
  const { observation } = subject.context;
  const origin = measured('cpu', observation);
  const { spread, correlation } = rhythm;
  const simulator = computed('replica-simulation');
  return [
    fact('replicas', 'Replicas today', replicas, 'count', declared(observation)),
    fact(
      'replicas.simulated',
      'Replicas of the simulated autoscaler, mean',
      simulation.likely,
      'count',
      simulator,
    ),
    fact('autoscaler.minimum', 'Minimum simulated', simulation.minimum, 'count', computed('replica-floor')),
    fact('autoscaler.target', 'Utilisation it aims at', TARGET, 'ratio', computed('rule')),
    fact('pod.cpu-request', 'CPU request of a pod', podRequest(subject).cpu, 'cores', declared(observation)),
    fact('pod.cpu-mean', 'CPU use of a pod, mean', cores(spread.mean), 'cores', origin),
    fact('use.max-to-mean', 'Busiest hour ÷ mean', spread.maxToMean, 'count', origin),
    fact(
      'use.variation',
      'Coefficient of variation of the hourly use',
      spread.coefficientOfVariation,
      'ratio',
      origin,
    ),
    fact(
      'use.daily-correlation',
      'Correlation of the hourly use with itself a day later',
      correlation,
      'ratio',
      origin,
    ),
    ...sampleFacts(use, observation),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context, placements } = subject;
  const replicas = chosenReplicas(workload, STATELESS_KINDS);
  const request = podRequest(subject);
  if (
    replicas === null ||
    workload.autoscaler ||
    !isMetered(subject) ||
    placements.length === 0 ||
    !(request.cpu > 0)
  )
    return FINE;
  if (replicas <= fewestReplicas(subject).replicas) return FINE;
  const use = podCpuUse(subject, twoWeeksOf(context.policy));
  if ('reason' in use) return notAssessed(use.reason);
  const rhythm = rhythmOf(use);
  if (rhythm === null) return FINE;
  const simulation = simulated(subject, use, replicas);
  const gone = replicas - simulation.likely;
  if (!(gone > 0)) return FINE;
  return found({
    changes: [],
    effect: {
      kind: 'reservation',
      freedPerPod: {
        low: timesReservation(request, Math.max(0, replicas - simulation.most) / gone),
        likely: request,
        high: request,
      },
      shareOfPods: gone / replicas,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        fewestReplicas(subject).doubt,
        {
          level: 'medium',
          reason: 'New replicas need time to start; a load that jumps is served by few at first',
        },
      ],
      '',
    ),
    confidence: confidenceOf(use.weakest, use.history),
    evidence: evidenceOf(subject, use, rhythm, replicas, simulation),
  });
}

export const autoscalingCandidate: WorkloadRule = { scope: 'workload', declaration, detect };
