import {
  bytesPerSecond,
  type Change,
  cores,
  formatEvidence,
  seconds,
  windowSeconds,
} from '../../model/index.ts';
import { addReservations, NOTHING, requested } from '../footprint/reservation.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { declared, fact, measured } from '../judgement/evidence.ts';
import { oomKills } from '../judgement/oomKills.ts';
import {
  cpuBelow,
  type PodCpu,
  podTraffic,
  type PodTraffic,
  restartDoubt,
  type Restarts,
  restartsOf,
} from '../judgement/quietness.ts';
import { riskOf } from '../judgement/risk.ts';
import { SCALABLE_KINDS, SYSTEM_NAMESPACES } from '../judgement/scalable.ts';
import { demandsOf, SUFFICIENCY_THRESHOLDS } from '../judgement/sufficiency.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { SAVING_THRESHOLDS } from './sharedDeclarations.ts';

/** CPU that a pod at rest stays below (all its containers together). Catalogue I1: P99 < 5m. */
const IDLE_CPU = cores(0.005);
/** Traffic that a pod nobody talks to stays below; probes and scrapes alone are more. Catalogue I1: 100 B/s. */
const IDLE_TRAFFIC = bytesPerSecond(100);
/** What a stray call may reach in a step: one page of 300 kB in five minutes is as much. */
const STRAY_TRAFFIC = bytesPerSecond(1_000);
/** Chance that no restart was within the window from which on that is believed. */
const LIKELY = 0.5;
/** A full week: what runs every Monday is not idle on Sunday. */
const IDLE_WINDOW = seconds(7 * 86_400);

const declaration: RuleDeclaration = {
  id: 'idle-workload',
  title: 'Idle workload',
  finds:
    'A workload that runs and does nothing: hardly any CPU, no traffic but stray calls, no new pod and most likely no restart for a week or more. Its size findings are not shown beside it, so nothing is counted twice.',
  needs: [
    { anyOf: ['container_cpu_usage_seconds_total'], for: 'CPU use' },
    { anyOf: ['container_network_receive_bytes_total'], for: 'traffic received' },
    { anyOf: ['container_network_transmit_bytes_total'], for: 'traffic transmitted' },
    { anyOf: ['api:pods', 'kube_pod_start_time'], for: 'when its pods started' },
  ],
  thresholds: [
    {
      meaning: 'P99 of CPU, all containers of a pod together, below',
      unit: 'cores',
      source: 'opportunity catalogue I1',
      valueIn: () => IDLE_CPU,
    },
    {
      meaning: 'P99 of the traffic of a pod, received and transmitted together, below',
      unit: 'bytes/s',
      source: 'opportunity catalogue I1; Kubecost leaves it to the user',
      valueIn: () => IDLE_TRAFFIC,
    },
    {
      meaning: 'Highest traffic of a pod, received and transmitted together, below',
      unit: 'bytes/s',
      source: 'own judgement: a stray call is no use, a page that somebody looks at is',
      valueIn: () => STRAY_TRAFFIC,
    },
    {
      meaning:
        'Chance that no restart was within the window, at least (from the pods’ age: they do not tell when)',
      unit: 'ratio',
      source: 'own judgement; the rest is taken off the confidence',
      valueIn: () => LIKELY,
    },
    {
      meaning: 'Window',
      unit: 'seconds',
      source: 'Kubecost offers 2, 7 and 30 d; a full week sees weekly work',
      valueIn: () => IDLE_WINDOW,
    },
    ...SUFFICIENCY_THRESHOLDS.slice(1),
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'DaemonSets, static pods and bare pods: they have no replica count.',
    'Jobs and CronJobs: waiting is their nature.',
    'The namespaces kube-system, kube-public and kube-node-lease: the cluster’s own agents wait quietly by design.',
    'Workloads with a pod that started, was OOM-killed or is likely to have restarted within the window: they may be new or broken, not idle.',
    'Host-network pods: their traffic cannot be told from the node’s.',
  ],
  remediation: 'Scale to 0 and keep the manifest, so that it can be brought back; delete it later.',
  wording: null,
  examples: [
    {
      name: 'hardly any CPU and no traffic for two weeks',
      cluster: { workloads: [{ containers: [{ cpu: [0.001] }], trafficP99: 10 }] },
      verdict: 'found',
    },
    {
      name: 'somebody calls it',
      cluster: { workloads: [{ containers: [{ cpu: [0.001] }], trafficP99: 10, trafficMax: 300_000 }] },
      verdict: 'not found',
    },
    {
      name: 'its traffic is not known',
      cluster: { workloads: [{ containers: [{ cpu: [0.001] }], trafficP99: null }] },
      verdict: 'not assessed',
    },
    {
      name: 'started within the window',
      cluster: { workloads: [{ containers: [{ cpu: [0.001] }], trafficP99: 10, ageDays: 8 }] },
      verdict: 'not found',
    },
  ],
};

const isCandidate = ({ workload: { reference, desiredReplicas } }: WorkloadSubject): boolean =>
  SCALABLE_KINDS.has(reference.kind) &&
  !SYSTEM_NAMESPACES.has(reference.namespace) &&
  desiredReplicas !== null &&
  desiredReplicas > 0;

/** Why it cannot be called idle although its CPU is quiet; `null` when it can. */
function doubtOf(
  { workload, containers, context }: WorkloadSubject,
  traffic: PodTraffic | null,
  restarts: Restarts,
): string | null {
  const { observation, policy } = context;
  if (traffic === null)
    return 'It uses hardly any CPU, but its network traffic is not known, so it cannot be called idle';
  const pods = workload.pods.filter(pod => pod.present).length;
  const expected = (pods * windowSeconds(observation.window)) / observation.step;
  if (!(traffic.samples >= policy.minimumCoverage * expected)) {
    return `It uses hardly any CPU, but there are only ${formatEvidence(traffic.samples, 'count')} samples of its network traffic`;
  }
  if (containers.some(({ usage }) => (oomKills(usage) ?? 0) > 0)) {
    return 'It uses hardly any CPU and gets no traffic, but it was OOM-killed, so something happens in it';
  }
  return restarts.before < LIKELY
    ? `It uses hardly any CPU and gets no traffic, but its pods have restarted ${formatEvidence(restarts.count, 'count')} times, maybe within the window`
    : null;
}

const hasNewPod = ({ workload, context }: WorkloadSubject): boolean =>
  workload.pods.some(pod => (pod.startedAt ?? Number.POSITIVE_INFINITY) > context.observation.window.start);

function evidenceOf(
  subject: WorkloadSubject,
  cpu: PodCpu,
  traffic: PodTraffic,
  restarts: number,
  replicas: number,
) {
  const { observation } = subject.context;
  const origin = measured('cpu', observation);
  const pod = subject.containers
    .map(({ container }) => requested(container))
    .reduce(addReservations, NOTHING);
  return [
    fact('replicas', 'Replicas today', replicas, 'count', declared(observation)),
    fact('pod.cpu-request', 'CPU request of a pod', pod.cpu, 'cores', declared(observation)),
    fact('pod.memory-request', 'Memory request of a pod', pod.memory, 'bytes', declared(observation)),
    fact('pod.cpu-p99', 'CPU use of a pod, P99', cpu.p99, 'cores', origin),
    fact(
      'pod.traffic-p99',
      'Traffic of a pod, P99',
      traffic.p99,
      'bytes/s',
      measured('traffic', observation),
    ),
    fact(
      'pod.traffic-max',
      'Traffic of a pod, highest',
      traffic.max,
      'bytes/s',
      measured('traffic', observation),
    ),
    fact('pod.restarts', 'Restarts of its pods, ever', restarts, 'count', declared(observation)),
    fact('cpu.samples', 'CPU samples', cpu.weakest.samples, 'count', origin),
    fact('cpu.coverage', 'CPU samples there are of those expected', cpu.weakest.coverage, 'ratio', origin),
    fact('cpu.history', 'CPU history', cpu.history, 'seconds', origin),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context, containers } = subject;
  const replicas = workload.desiredReplicas;
  if (!isCandidate(subject) || replicas === null || hasNewPod(subject)) return FINE;
  const traffic = podTraffic(context.observation.traffic.get(workload.id));
  if (traffic && !(traffic.p99 < IDLE_TRAFFIC && traffic.max < STRAY_TRAFFIC)) return FINE;
  const cpu = cpuBelow(IDLE_CPU, subject, {
    ...demandsOf(context.policy),
    history: IDLE_WINDOW,
    historyAskedBy: 'the rule for idle workloads',
  });
  if (cpu === null) return FINE;
  if ('reason' in cpu) return notAssessed(cpu.reason);
  const restarts = restartsOf(
    workload.pods.filter(pod => pod.present),
    context.observation.window,
  );
  const doubt = doubtOf(subject, traffic, restarts);
  if (doubt !== null || !traffic) return notAssessed(doubt ?? 'Its network traffic is not known');
  const pod = containers.map(({ container }) => requested(container)).reduce(addReservations, NOTHING);
  const changes: readonly Change[] = [
    { container: null, target: 'replicas', from: String(replicas), to: '0' },
  ];
  return found({
    changes,
    effect: {
      kind: 'reservation',
      freedPerPod: { low: pod, likely: pod, high: pod },
      shareOfPods: 1,
      stopsWork: true,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        workload.reference.kind === 'StatefulSet'
          ? {
              level: 'high',
              reason: 'It is a StatefulSet: what it stores cannot be reached while it is stopped',
            }
          : { level: 'medium', reason: 'Something may need it so seldom that the window did not see it' },
      ],
      '',
    ),
    confidence: confidenceOf(cpu.weakest, cpu.history, restartDoubt(restarts)),
    evidence: evidenceOf(subject, cpu, traffic, restarts.count, replicas),
  });
}

export const idleWorkload: WorkloadRule = { scope: 'workload', declaration, detect };
