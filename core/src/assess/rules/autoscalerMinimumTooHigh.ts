import { type AutoscalerHistory, cores } from '../../model/index.ts';
import { timesReservation } from '../footprint/reservation.ts';
import { autoscalerFacts, autoscalerHistory } from '../judgement/autoscalerHistory.ts';
import { soleUtilizationTarget } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import { podCpuUse, podRequest, type PodCpuUse, sampleFacts } from '../judgement/podUse.ts';
import { fewestReplicas, PAIR } from '../judgement/replicaFloor.ts';
import { riskOf } from '../judgement/risk.ts';
import { chosenReplicas } from '../judgement/scalable.ts';
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
  AUTOSCALER_REPLICAS,
  CPU_USE,
  REQUESTS_AND_LIMITS,
  SAVING_THRESHOLDS,
} from './sharedDeclarations.ts';

/** Share of the time at the minimum from which on the minimum decides and not the load. Catalogue A2. */
const MOSTLY = 0.6;
/** Use at the minimum as a share of the target, below which fewer replicas would do. Catalogue A2. */
const FAR_BELOW = 0.6;

const declaration: RuleDeclaration = {
  id: 'autoscaler-minimum-too-high',
  title: 'Autoscaler minimum too high',
  finds:
    'An autoscaler on CPU utilisation that stands at its minimum most of the time while its pods use far less than it aims at: the minimum keeps them, not the load. The new minimum is what the autoscaler itself would run for the median use.',
  needs: [CPU_USE, REQUESTS_AND_LIMITS, AUTOSCALER_REPLICAS],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    {
      meaning: 'Share of the time at the minimum, above',
      unit: 'ratio',
      source: 'opportunity catalogue A2',
      valueIn: () => MOSTLY,
    },
    {
      meaning: 'Median use of a pod as a share of what the autoscaler aims at, below',
      unit: 'ratio',
      source: 'opportunity catalogue A2',
      valueIn: () => FAR_BELOW,
    },
    {
      meaning:
        'Lowest minimum proposed; three with a disruption budget or topology spread, or where neither is known',
      unit: 'count',
      source: 'own judgement: one may be away',
      valueIn: () => PAIR,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Autoscalers on memory, on several metrics or on metrics of other systems: what those ask for is not known.',
    'The namespaces kube-system, kube-public and kube-node-lease.',
  ],
  remediation:
    'Lower `spec.minReplicas` of the autoscaler; it still adds replicas when the load asks for them.',
  wording: {
    title:
      'Lower the minimum of the autoscaler of {name} from {autoscaler.minimum} to {autoscaler.minimum-target}',
    summary: [
      'The autoscaler of {subject} stood at its minimum of {autoscaler.minimum} replicas for {autoscaler.at-minimum} of the time, while a pod used {pod.cpu-p50} (median) where the autoscaler aims at {scale-point}.',
    ],
    why: [
      'For that use the autoscaler itself would run {autoscaler.minimum-target} replicas or fewer.',
      'Seen over {cpu.history}, in {autoscaler.samples} samples of its replicas.',
    ],
    steps: [
      'Set {changes} in the manifest of the autoscaler of {name}.',
      'Keep the maximum: the autoscaler goes on adding replicas when the load rises.',
    ],
    watchAfterwards: [
      'How often the autoscaler adds replicas in the morning, and latency of {name} while it does.',
    ],
  },
  examples: [
    {
      name: 'is kept at ten replicas that do the work of three',
      cluster: {
        workloads: [
          {
            replicas: 10,
            containers: [{ cpuRequest: 1, cpu: [0.15] }],
            autoscaler: autoscaler(10),
            autoscaled: { atMinimum: 0.95, meanReplicas: 10.1 },
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'is above its minimum half of the time',
      cluster: {
        workloads: [
          {
            replicas: 10,
            containers: [{ cpuRequest: 1, cpu: [0.15] }],
            autoscaler: autoscaler(10),
            autoscaled: { atMinimum: 0.5, meanReplicas: 12 },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'works near its target even at the minimum',
      cluster: {
        workloads: [
          {
            replicas: 10,
            containers: [{ cpuRequest: 1, cpu: [0.55] }],
            autoscaler: autoscaler(10),
            autoscaled: { atMinimum: 0.95, meanReplicas: 10.1 },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has an autoscaler that nobody watched',
      cluster: {
        workloads: [
          { replicas: 10, containers: [{ cpuRequest: 1, cpu: [0.15] }], autoscaler: autoscaler(10) },
        ],
      },
      verdict: 'not assessed',
    },
  ],
};

function autoscaler(minReplicas: number) {
  return {
    kind: 'HorizontalPodAutoscaler',
    name: 'cart',
    minReplicas,
    maxReplicas: 20,
    currentReplicas: minReplicas,
    targets: [{ metric: 'cpu', utilizationPercent: 70 }],
    failures: [],
  } as const;
}

interface Minimum {
  readonly now: number;
  readonly target: number;
  /** Use of a pod that the autoscaler aims at. */
  readonly scalePoint: number;
}

function evidenceOf(
  subject: WorkloadSubject,
  use: PodCpuUse,
  history: AutoscalerHistory,
  { now, target, scalePoint }: Minimum,
) {
  const { observation } = subject.context;
  return [
    fact('autoscaler.minimum', 'Minimum today', now, 'count', declared(observation)),
    fact('autoscaler.minimum-target', 'Minimum proposed', target, 'count', computed('replicas-at-median')),
    fact(
      'scale-point',
      'CPU of a pod that the autoscaler aims at',
      scalePoint,
      'cores',
      declared(observation),
    ),
    fact('pod.cpu-request', 'CPU request of a pod', podRequest(subject).cpu, 'cores', declared(observation)),
    fact('pod.cpu-p50', 'CPU use of a pod, median', use.quantile(0.5), 'cores', measured('cpu', observation)),
    fact('pod.cpu-p95', 'CPU use of a pod, P95', use.quantile(0.95), 'cores', measured('cpu', observation)),
    ...autoscalerFacts(history, observation),
    ...sampleFacts(use, observation),
  ];
}

/** An autoscaler on CPU alone with a minimum to lower; `null` for all others. */
function candidateOf(subject: WorkloadSubject) {
  const { workload, placements } = subject;
  const replicas = chosenReplicas(workload);
  const scaler = workload.autoscaler;
  const aim = scaler && soleUtilizationTarget(scaler);
  const request = podRequest(subject);
  if (!scaler || replicas === null || aim?.resource !== 'cpu' || !(request.cpu > 0)) return null;
  if (!isMetered(subject) || placements.length === 0) return null;
  const floor = fewestReplicas(subject);
  const scalePoint = cores((request.cpu * aim.percent) / 100);
  return scaler.minReplicas > floor.replicas ? { scaler, replicas, request, floor, scalePoint } : null;
}

function detect(subject: WorkloadSubject): Verdict {
  const candidate = candidateOf(subject);
  if (candidate === null) return FINE;
  const { scaler, replicas, request, floor, scalePoint } = candidate;
  const history = autoscalerHistory(subject);
  if ('reason' in history) return notAssessed(history.reason);
  if (!(history.atMinimum > MOSTLY)) return FINE;
  const use = podCpuUse(subject, demandsOf(subject.context.policy));
  if ('reason' in use) return notAssessed(use.reason);
  // The autoscaler is at its minimum for more than half of the time, so the median is of that time.
  if (!(use.quantile(0.5) < FAR_BELOW * scalePoint)) return FINE;
  const minimumFor = (quantile: number) =>
    Math.min(
      scaler.minReplicas,
      Math.max(floor.replicas, Math.ceil((scaler.minReplicas * use.quantile(quantile)) / scalePoint - 1e-9)),
    );
  const target = minimumFor(0.5);
  const gone = scaler.minReplicas - target;
  if (gone === 0) return FINE;
  const part = (minimum: number) => timesReservation(request, (scaler.minReplicas - minimum) / gone);
  return found({
    changes: [
      {
        container: null,
        target: 'autoscaler.minReplicas',
        from: String(scaler.minReplicas),
        to: String(target),
      },
    ],
    effect: {
      kind: 'reservation',
      freedPerPod: { low: part(minimumFor(0.9)), likely: request, high: request },
      shareOfPods: Math.min(1, (gone * history.atMinimum) / replicas),
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        floor.doubt,
        {
          level: 'medium',
          reason: 'Where the load rises faster than new pods start, fewer stand by',
        },
      ],
      '',
    ),
    confidence: confidenceOf(use.weakest, use.history),
    evidence: evidenceOf(subject, use, history, { now: scaler.minReplicas, target, scalePoint }),
  });
}

export const autoscalerMinimumTooHigh: WorkloadRule = { scope: 'workload', declaration, detect };
