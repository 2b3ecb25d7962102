import type { Observation, Pod, Workload } from '../../model/index.ts';
import { isTransient } from '../footprint/placements.ts';
import { asDeclared } from '../judgement/confidence.ts';
import { declared, fact } from '../judgement/evidence.ts';
import { podRequest } from '../judgement/podUse.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  FINE,
  found,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { REQUESTS_AND_LIMITS } from './sharedDeclarations.ts';

/** Restarts an hour above which a pod does more starting than working. Catalogue I5. */
const RESTARTS_PER_HOUR = 5;
/** Restarts that are needed before a rate is one. */
const FEWEST_RESTARTS = 5;
const FAILED_SHARE = 0.5;
const FEWEST_FAILED = 2;
const HOUR = 3_600;

/** What the kubelet says of a container that never gets to work; being killed for memory has a rule of its own. */
const HOPELESS: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

const declaration: RuleDeclaration = {
  id: 'failing-workload',
  title: 'Failing workload',
  finds:
    'A workload whose pods crash, or never start, again and again, or a Job or CronJob most of whose runs fail: what they reserve serves nobody. Shown with that cost, whatever it is.',
  needs: [
    { anyOf: ['api:pods', 'kube_pod_info'], for: 'the state and the restarts of pods' },
    REQUESTS_AND_LIMITS,
  ],
  thresholds: [
    {
      meaning: 'Restarts of a pod an hour over its life, above',
      unit: 'count',
      source: 'opportunity catalogue I5',
      valueIn: () => RESTARTS_PER_HOUR,
    },
    {
      meaning: 'Restarts of a pod, at least, before that counts',
      unit: 'count',
      source: 'own judgement: an hour at that rate',
      valueIn: () => FEWEST_RESTARTS,
    },
    {
      meaning: 'Share of the finished pods of a Job or CronJob that failed, at least',
      unit: 'ratio',
      source: 'own judgement: of more than every other run nothing comes',
      valueIn: () => FAILED_SHARE,
    },
    {
      meaning: 'Failed pods of a Job or CronJob, at least',
      unit: 'count',
      source: 'own judgement: one failure may be chance',
      valueIn: () => FEWEST_FAILED,
    },
  ],
  leavesAlone: [
    'Jobs that succeeded after all, and suspended ones.',
    'Containers killed for lack of memory: the rule for memory limits says what they need.',
    'Pods that wait for a node: they reserve nothing.',
  ],
  remediation: 'Mend it, or suspend it (scale to nought, `suspend: true`) until somebody does.',
  wording: {
    title: 'Mend or suspend {name}: it fails',
    summary: ['{failing.pods} of {failing.of} pods of {subject} fail, and what they reserve serves nobody.'],
    why: [
      'Its pods restarted {failing.restarts} times; the worst of them {failing.restart-rate} times an hour over its life.',
      'Each pod reserves {pod.cpu-request} and {pod.memory-request}.',
    ],
    steps: [
      'Read why: `kubectl -n {namespace} describe pod` and `kubectl -n {namespace} logs --previous` of one of its pods; the state they are in is under the risks.',
      'Mend the image, the configuration or the program.',
      'If that takes time, suspend it: replicas to nought, or `suspend: true` of a CronJob.',
    ],
    watchAfterwards: ['That the pods of {name} stay ready, and that its restarts stop.'],
  },
  examples: [
    {
      name: 'crashes again and again',
      cluster: { workloads: [{ trouble: 'CrashLoopBackOff', restarts: 900 }] },
      verdict: 'found',
    },
    {
      name: 'has a CronJob of which every run fails',
      cluster: {
        workloads: [{ kind: 'CronJob', replicas: 4, phase: 'Failed' }],
      },
      verdict: 'found',
    },
    {
      name: 'restarts seventy times in half a day',
      cluster: { workloads: [{ ageDays: 0.5, restarts: 70 }] },
      verdict: 'found',
    },
    {
      name: 'restarted thrice in two months',
      cluster: { workloads: [{ restarts: 3 }] },
      verdict: 'not found',
    },
    {
      name: 'failed once out of four runs',
      cluster: {
        workloads: [
          {
            kind: 'Job',
            replicas: 1,
            phase: 'Failed',
            declared: { job: { succeeded: 3, failed: 1, finishedAt: null, cleanedUpAfter: null } },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'was killed for lack of memory, which is another rule’s',
      cluster: { workloads: [{ trouble: 'OOMKilled', restarts: 4 }] },
      verdict: 'not found',
    },
  ],
};

const hoursOfLife = ({ startedAt }: Pod, { inventory }: Observation): number | null =>
  startedAt === null ? null : Math.max(1, (inventory.observedAt - startedAt) / HOUR);

/** Restarts an hour over the pod's life; young pods count as an hour old. `null` where it is not known when it started. */
function restartRate(pod: Pod, observation: Observation): number | null {
  const hours = hoursOfLife(pod, observation);
  return hours === null ? null : pod.restarts / hours;
}

/** Pods that fail, out of those that should work. */
interface Failure {
  readonly pods: number;
  readonly of: number;
  readonly restarts: number;
  readonly rate: number;
  /** What is wrong with them, each once. */
  readonly reasons: readonly string[];
}

function failureOfService(pods: readonly Pod[], observation: Observation): Failure | null {
  const failing = pods.filter(
    pod =>
      (pod.trouble !== null && HOPELESS.has(pod.trouble)) ||
      (pod.restarts >= FEWEST_RESTARTS && (restartRate(pod, observation) ?? 0) > RESTARTS_PER_HOUR),
  );
  if (failing.length === 0) return null;
  return {
    pods: failing.length,
    of: pods.length,
    restarts: failing.reduce((sum, { restarts }) => sum + restarts, 0),
    rate: Math.max(...failing.map(pod => restartRate(pod, observation) ?? 0)),
    reasons: [...new Set(failing.map(({ trouble }) => trouble ?? 'restarts all the time'))].sort(),
  };
}

/** Runs of a Job as it counts them, else its pods of the window by how they ended. */
function failureOfRuns({ job, pods }: Workload): Failure | null {
  const ended = (phase: Pod['phase']) => pods.filter(pod => pod.phase === phase).length;
  const failed = job?.failed ?? ended('Failed');
  const succeeded = job?.succeeded ?? ended('Succeeded');
  if (failed < FEWEST_FAILED || failed / (failed + succeeded) < FAILED_SHARE) return null;
  const troubles = pods.flatMap(({ trouble }) => trouble ?? []);
  return {
    pods: failed,
    of: failed + succeeded,
    restarts: pods.reduce((sum, { restarts }) => sum + restarts, 0),
    rate: 0,
    reasons: troubles.length > 0 ? [...new Set(troubles)].sort() : ['its runs fail'],
  };
}

function failureOf({ workload, context }: WorkloadSubject): Failure | null {
  if (workload.suspended) return null;
  if (isTransient(workload)) return failureOfRuns(workload);
  const present = workload.pods.filter(pod => pod.present && pod.node !== null);
  return failureOfService(present, context.observation);
}

function detect(subject: WorkloadSubject): Verdict {
  const failure = failureOf(subject);
  if (failure === null) return FINE;
  const request = podRequest(subject);
  const origin = declared(subject.context.observation);
  const said = `Its pods are in this state: ${failure.reasons.join(', ')}`;
  return found({
    changes: [],
    effect: {
      kind: 'reservation',
      freedPerPod: { low: request, likely: request, high: request },
      shareOfPods: failure.pods / failure.of,
      stopsWork: false,
    },
    shownRegardless: true,
    risk: riskOf(
      [
        { level: 'low', reason: said },
        { level: 'low', reason: 'While it is suspended, the part of it that still works stops too' },
      ],
      '',
    ),
    confidence: asDeclared(said),
    evidence: [
      fact('failing.pods', 'Pods that fail', failure.pods, 'count', origin),
      fact('failing.of', 'Pods looked at', failure.of, 'count', origin),
      ...(failure.rate > 0
        ? [
            fact('failing.restarts', 'Restarts of the failing pods', failure.restarts, 'count', origin),
            fact('failing.restart-rate', 'Restarts of a pod an hour, most', failure.rate, 'count', origin),
          ]
        : []),
      fact('pod.cpu-request', 'CPU request of a pod', request.cpu, 'cores', origin),
      fact('pod.memory-request', 'Memory request of a pod', request.memory, 'bytes', origin),
    ],
  });
}

export const failingWorkload: WorkloadRule = { scope: 'workload', declaration, detect };
