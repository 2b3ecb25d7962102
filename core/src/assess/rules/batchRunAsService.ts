import { cores } from '../../model/index.ts';
import { timesReservation } from '../footprint/reservation.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import { podCpuUse, podRequest, type PodCpuUse, sampleFacts } from '../judgement/podUse.ts';
import { riskOf } from '../judgement/risk.ts';
import { chosenReplicas, STATELESS_KINDS } from '../judgement/scalable.ts';
import { isServed } from '../judgement/serving.ts';
import { SUFFICIENCY_THRESHOLDS } from '../judgement/sufficiency.ts';
import { isMetered, TWO_WEEKS_OF_HISTORY, twoWeeksOf } from '../judgement/twoWeeks.ts';
import { rhythmOf } from '../profile/autocorrelation.ts';
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
import { CPU_USE, REQUESTS_AND_LIMITS, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

const SELDOM = 0.1;
const PERIODIC = 0.5;
/** An hour is active from this share of the busiest one on: what hums at rest is less. */
const ACTIVE = 0.2;
/** Mean of its busiest hour below which it is idle and no batch. Catalogue I1. */
const IDLE_CPU = cores(0.005);

const declaration: RuleDeclaration = {
  id: 'batch-run-as-service',
  title: 'Batch run as a service',
  finds:
    'A workload that runs around the clock and works in fewer than a tenth of the hours, at regular times: a CronJob or a job of KEDA’s would reserve nothing in between.',
  needs: [CPU_USE, REQUESTS_AND_LIMITS],
  thresholds: [
    TWO_WEEKS_OF_HISTORY,
    ...SUFFICIENCY_THRESHOLDS.slice(1),
    {
      meaning: 'Share of the hours in which it works, below',
      unit: 'ratio',
      source: 'opportunity catalogue I7',
      valueIn: () => SELDOM,
    },
    {
      meaning: 'Use of an hour as a share of the busiest that counts as work, at least',
      unit: 'ratio',
      source: 'own judgement: what hums at rest is less',
      valueIn: () => ACTIVE,
    },
    {
      meaning: 'Correlation of its hours with those a day, or a week, later, at least',
      unit: 'ratio',
      source: 'opportunity catalogue I7 (autocorrelation); the value as for autoscaling candidates',
      valueIn: () => PERIODIC,
    },
    {
      meaning: 'Mean CPU of its busiest hour, at least',
      unit: 'cores',
      source: 'opportunity catalogue I1: below it is idle',
      valueIn: () => IDLE_CPU,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Workloads that a Service selects: somebody may call them at any time.',
    'StatefulSets and DaemonSets.',
    'The namespaces kube-system, kube-public and kube-node-lease.',
  ],
  remediation: 'Turn it into a CronJob, or into a KEDA ScaledJob where a queue tells when there is work.',
  wording: {
    title: 'Run {name} as a CronJob: it works in {active.share} of the hours',
    summary: [
      '{subject} reserves {pod.cpu-request} and {pod.memory-request} around the clock and works in {active.share} of the hours, every {active.period}.',
      'As a CronJob it would reserve nothing in between.',
    ],
    why: [
      'Its hours resemble those {active.period} later (correlation {active.correlation}); in its busiest hour a pod uses {use.busiest}.',
      'Seen over {cpu.history}, in {cpu.samples} samples.',
    ],
    steps: [
      'Find what wakes it: a timer inside of the program becomes the `schedule` of a CronJob, a queue becomes the trigger of a KEDA `ScaledJob`.',
      'Let the program end when its work is done, and set `concurrencyPolicy: Forbid`.',
      'Delete {subject} once the first runs have succeeded.',
    ],
    watchAfterwards: ['That each run starts in time and ends, and how long it takes with a cold start.'],
  },
  examples: [
    {
      name: 'works for an hour every night and waits for the rest of the day',
      cluster: {
        workloads: [
          { containers: [{ cpuByClock: { busy: 0.9, quiet: 0.002, from: 2, to: 3 } }], trafficP99: 50 },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'works for five hours every night',
      cluster: { workloads: [{ containers: [{ cpuByClock: { busy: 0.9, quiet: 0.002, from: 2, to: 7 } }] }] },
      verdict: 'not found',
    },
    {
      name: 'works seldom, but without a rhythm',
      cluster: { workloads: [{ containers: [{ cpu: [0.9, ...Array<number>(52).fill(0.002)] }] }] },
      verdict: 'not found',
    },
    {
      name: 'is selected by a Service, so somebody may call it',
      cluster: {
        workloads: [{ containers: [{ cpuByClock: { busy: 0.9, quiet: 0.002, from: 2, to: 3 } }] }],
        inventory: {
          services: [
            {
              namespace: 'shop',
              name: 'cart',
              type: 'ClusterIP',
              selector: { app: 'workload-0' },
              createdAt: null,
            },
          ],
        },
      },
      verdict: 'not found',
    },
    {
      name: 'has been seen for one week only',
      cluster: {
        days: 7,
        workloads: [{ containers: [{ cpuByClock: { busy: 0.9, quiet: 0.002, from: 2, to: 3 } }] }],
      },
      verdict: 'not assessed',
    },
  ],
};

interface Activity {
  readonly share: number;
  readonly busiest: number;
  readonly lag: number;
  readonly correlation: number;
}

/** `null` where it works too often, too little or without a rhythm. */
function activityOf(use: PodCpuUse): Activity | null {
  const hours = hourlyMeans(use.hourly);
  const busiest = hours.reduce((highest, { value }) => Math.max(highest, value), 0);
  if (!(busiest >= IDLE_CPU)) return null;
  const active = hours.filter(({ value }) => value >= ACTIVE * busiest).length;
  const share = active / hours.length;
  const rhythm = share < SELDOM ? rhythmOf(hours) : null;
  return rhythm && rhythm.correlation >= PERIODIC ? { share, busiest, ...rhythm } : null;
}

function evidenceOf(subject: WorkloadSubject, use: PodCpuUse, activity: Activity, replicas: number) {
  const { observation } = subject.context;
  const origin = measured('cpu', observation);
  const request = podRequest(subject);
  return [
    fact('active.share', 'Share of the hours in which it works', activity.share, 'ratio', origin),
    fact(
      'active.period',
      'Time after which its hours repeat',
      activity.lag * 3_600,
      'seconds',
      computed('autocorrelation'),
    ),
    fact(
      'active.correlation',
      'Correlation of its hours with those later',
      activity.correlation,
      'ratio',
      computed('autocorrelation'),
    ),
    fact('use.busiest', 'CPU use of a pod in its busiest hour', activity.busiest, 'cores', origin),
    fact('replicas', 'Replicas today', replicas, 'count', declared(observation)),
    fact('pod.cpu-request', 'CPU request of a pod', request.cpu, 'cores', declared(observation)),
    fact('pod.memory-request', 'Memory request of a pod', request.memory, 'bytes', declared(observation)),
    ...sampleFacts(use, observation),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context, placements } = subject;
  const replicas = chosenReplicas(workload, STATELESS_KINDS);
  const served = isServed(workload, context.observation);
  if (replicas === null || !isMetered(subject) || placements.length === 0 || served === true) return FINE;
  const use = podCpuUse(subject, twoWeeksOf(context.policy));
  if ('reason' in use) return notAssessed(use.reason);
  const activity = activityOf(use);
  if (activity === null) return FINE;
  const request = podRequest(subject);
  const rest = 1 - activity.share;
  return found({
    changes: [],
    effect: {
      kind: 'reservation',
      // Starting and ending may take as long again as the work.
      freedPerPod: {
        low: timesReservation(request, (1 - 2 * activity.share) / rest),
        likely: request,
        high: request,
      },
      shareOfPods: rest,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        served === null
          ? {
              level: 'high',
              reason:
                'Whether a Service sends calls to it could not be read; whoever calls it between two runs would get no answer',
            }
          : { level: 'medium', reason: 'What it keeps in memory between two runs is lost' },
      ],
      '',
    ),
    confidence: confidenceOf(use.weakest, use.history),
    evidence: evidenceOf(subject, use, activity, replicas),
  });
}

export const batchRunAsService: WorkloadRule = { scope: 'workload', declaration, detect };
