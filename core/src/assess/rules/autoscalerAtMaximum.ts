import { type AutoscalerHistory, type Autoscaler } from '../../model/index.ts';
import { timesReservation } from '../footprint/reservation.ts';
import { autoscalerFacts, autoscalerHistory } from '../judgement/autoscalerHistory.ts';
import { soleUtilizationTarget } from '../judgement/autoscaling.ts';
import { asDeclared, confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, known, measured } from '../judgement/evidence.ts';
import { podCpuUse, podRequest, type PodCpuUse, sampleFacts } from '../judgement/podUse.ts';
import { riskOf } from '../judgement/risk.ts';
import { chosenReplicas } from '../judgement/scalable.ts';
import { demandsOf } from '../judgement/sufficiency.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { AUTOSCALER_REPLICAS } from './sharedDeclarations.ts';

/** Share of the time at the maximum from which on it is a wall and no rare peak. Catalogue A4. */
const OFTEN = 0.05;
/** What it would run without the maximum cannot be seen, so it is raised in steps. */
const STEP = 1.5;
/** Use at the wall: the quantile of the use that the busiest hundredth of the time exceeds. */
const QUANTILE = 0.99;

const declaration: RuleDeclaration = {
  id: 'autoscaler-at-maximum',
  title: 'Autoscaler at its maximum',
  finds:
    'An autoscaler that stands at its maximum for more than a twentieth of the time: it would run more and may not. Shown with what more replicas cost, because it is about speed.',
  needs: [AUTOSCALER_REPLICAS],
  thresholds: [
    {
      meaning: 'Share of the time at the maximum, above',
      unit: 'ratio',
      source: 'opportunity catalogue A4; PerfectScale HPAAtMaxReplicasObserved',
      valueIn: () => OFTEN,
    },
    {
      meaning: 'Factor by which the maximum is raised at most',
      unit: 'ratio',
      source: 'own judgement: in steps, because what it would run beyond the maximum cannot be seen',
      valueIn: () => STEP,
    },
    {
      meaning: 'Shortest history',
      unit: 'seconds',
      source: 'as for all use',
      valueIn: policy => policy.minimumHistory,
    },
  ],
  leavesAlone: [
    'Autoscalers whose minimum is their maximum: somebody pinned them on purpose.',
    'Autoscalers on CPU utilisation whose pods stay below the target at the maximum: they are about to go down.',
  ],
  remediation: 'Raise `spec.maxReplicas`, or lower what a replica needs.',
  wording: {
    title:
      'Raise the maximum of the autoscaler of {name} from {autoscaler.maximum} to {autoscaler.maximum-target}',
    summary: [
      'The autoscaler of {subject} stood at its maximum of {autoscaler.maximum} replicas for {autoscaler.at-maximum} of the time: it wanted more and might not.',
    ],
    why: [
      'At its busiest a pod uses {pod.cpu-p99} where the autoscaler aims at {scale-point}.',
      'Seen in {autoscaler.samples} samples; it ran {autoscaler.mean-replicas} replicas on average.',
    ],
    steps: [
      'Check that the nodes, and whatever {name} calls, can bear more replicas.',
      'Set {changes} in the manifest of the autoscaler.',
      'Where a bug or a loop makes the load, mend that instead.',
    ],
    watchAfterwards: ['How often the autoscaler of {name} reaches the new maximum; repeat while it does.'],
  },
  examples: [
    {
      name: 'is at its maximum a fifth of the time and above its target there',
      cluster: {
        workloads: [
          {
            replicas: 5,
            containers: [{ cpuRequest: 1, cpu: [0.9, 0.6] }],
            autoscaler: autoscaler(2, 5),
            autoscaled: { atMaximum: 0.2, meanReplicas: 4 },
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'reaches its maximum once in a while',
      cluster: {
        workloads: [
          {
            replicas: 5,
            containers: [{ cpuRequest: 1, cpu: [0.9, 0.6] }],
            autoscaler: autoscaler(2, 5),
            autoscaled: { atMaximum: 0.03 },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'is pinned: its minimum is its maximum',
      cluster: {
        workloads: [
          {
            replicas: 5,
            containers: [{ cpuRequest: 1, cpu: [0.9] }],
            autoscaler: autoscaler(5, 5),
            autoscaled: { atMinimum: 1, atMaximum: 1 },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'stays below its target at the maximum',
      cluster: {
        workloads: [
          {
            replicas: 5,
            containers: [{ cpuRequest: 1, cpu: [0.4] }],
            autoscaler: autoscaler(2, 5),
            autoscaled: { atMaximum: 0.2 },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has an autoscaler that nobody watched',
      cluster: { workloads: [{ replicas: 5, autoscaler: autoscaler(2, 5) }] },
      verdict: 'not assessed',
    },
  ],
};

function autoscaler(minReplicas: number, maxReplicas: number) {
  return {
    kind: 'HorizontalPodAutoscaler',
    name: 'cart',
    minReplicas,
    maxReplicas,
    currentReplicas: maxReplicas,
    targets: [{ metric: 'cpu', utilizationPercent: 70 }],
    failures: [],
  } as const;
}

/** What CPU says of the wall, where the autoscaler scales on CPU alone and the use is known. */
interface Pressure {
  readonly use: PodCpuUse;
  readonly scalePoint: number;
  /** Replicas that the busiest moments seen ask for. */
  readonly wanted: number;
}

function pressureOn(subject: WorkloadSubject, scaler: Autoscaler): Pressure | null {
  const aim = soleUtilizationTarget(scaler);
  const use = podCpuUse(subject, demandsOf(subject.context.policy));
  const scalePoint = (podRequest(subject).cpu * (aim?.percent ?? 0)) / 100;
  if (aim?.resource !== 'cpu' || 'reason' in use || !(scalePoint > 0)) return null;
  return {
    use,
    scalePoint,
    wanted: Math.ceil((scaler.maxReplicas * use.quantile(QUANTILE)) / scalePoint - 1e-9),
  };
}

function evidenceOf(
  { context: { observation } }: WorkloadSubject,
  history: AutoscalerHistory,
  pressure: Pressure | null,
  { now, target }: { now: number; target: number },
) {
  return [
    fact('autoscaler.maximum', 'Maximum today', now, 'count', declared(observation)),
    fact('autoscaler.maximum-target', 'Maximum proposed', target, 'count', computed('autoscaler-step')),
    ...autoscalerFacts(history, observation),
    ...known(
      'scale-point',
      'CPU of a pod that the autoscaler aims at',
      pressure?.scalePoint ?? null,
      'cores',
      declared(observation),
    ),
    ...known(
      'pod.cpu-p99',
      'CPU use of a pod, P99',
      pressure?.use.quantile(QUANTILE) ?? null,
      'cores',
      measured('cpu', observation),
    ),
    ...(pressure ? sampleFacts(pressure.use, observation) : []),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload } = subject;
  const scaler = workload.autoscaler;
  const replicas = chosenReplicas(workload);
  if (!scaler || replicas === null || scaler.minReplicas >= scaler.maxReplicas) return FINE;
  const history = autoscalerHistory(subject);
  if ('reason' in history) return notAssessed(history.reason);
  if (!(history.atMaximum > OFTEN)) return FINE;
  const pressure = pressureOn(subject, scaler);
  if (pressure && pressure.wanted <= scaler.maxReplicas) return FINE;
  const step = Math.ceil(scaler.maxReplicas * STEP);
  const target = Math.min(step, pressure?.wanted ?? step);
  const more = target - scaler.maxReplicas;
  const request = podRequest(subject);
  return found({
    changes: [
      {
        container: null,
        target: 'autoscaler.maxReplicas',
        from: String(scaler.maxReplicas),
        to: String(target),
      },
    ],
    effect: {
      kind: 'reservation',
      // At worst the new replicas run all of the time that it was at the maximum; at best a few are enough.
      freedPerPod: {
        low: timesReservation(request, -1),
        likely: timesReservation(request, -1),
        high: timesReservation(request, -1 / more),
      },
      shareOfPods: (more * history.atMaximum) / replicas,
      stopsWork: false,
    },
    shownRegardless: true,
    risk: riskOf(
      pressure
        ? []
        : [
            {
              level: 'medium',
              reason: 'What it scales on is not metered here, so how many more it needs is not known',
            },
          ],
      'More replicas only run while the load asks for them; the nodes need room for them',
    ),
    confidence: pressure
      ? confidenceOf(pressure.use.weakest, pressure.use.history)
      : asDeclared('The autoscaler’s own replica counts over the window'),
    evidence: evidenceOf(subject, history, pressure, { now: scaler.maxReplicas, target }),
  });
}

export const autoscalerAtMaximum: WorkloadRule = { scope: 'workload', declaration, detect };
