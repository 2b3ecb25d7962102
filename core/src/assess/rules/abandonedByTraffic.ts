import { bytesPerSecond, cores, formatRatio, ratio, type Service, unixSeconds } from '../../model/index.ts';
import { days } from '../judgement/age.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import { calledTraffic, type CalledTraffic, MACHINE_TRAFFIC } from '../judgement/machineTraffic.ts';
import { podCpuUse, type PodCpuUse } from '../judgement/podUse.ts';
import { restartDoubt, restartsOf } from '../judgement/quietness.ts';
import { riskOf } from '../judgement/risk.ts';
import { chosenReplicas } from '../judgement/scalable.ts';
import { isServed } from '../judgement/serving.ts';
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
import { stopsAll } from '../saving/stoppedWorkloads.ts';
import { idleWorkload } from './idleWorkload.ts';
import { CPU_USE, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

/** What calls would add at least to the busiest hundredth of the steps. */
const CALLED = bytesPerSecond(100);
/** What a stray call may reach in a step, as for idle workloads. */
const STRAY = bytesPerSecond(1_000);
/** Timers, garbage collection and metrics stay below it; what uses more works on its own account. */
const CHORES = cores(0.05);
/** A full week: what is called every Monday is not abandoned on Sunday. */
const WINDOW = days(7);

const service: Service = {
  namespace: 'shop',
  name: 'cart',
  type: 'ClusterIP',
  selector: { app: 'cart' },
  createdAt: unixSeconds(0),
};

const declaration: RuleDeclaration = {
  id: 'abandoned-by-traffic',
  title: 'Nobody calls it',
  finds:
    'A workload behind a Service that nobody has called for a week or more: its traffic is no more than what probes and scrapes cause, and its CPU no more than chores. What uses no CPU either is found as idle workload instead.',
  needs: [
    CPU_USE,
    { anyOf: ['container_network_receive_bytes_total'], for: 'traffic received' },
    { anyOf: ['container_network_transmit_bytes_total'], for: 'traffic transmitted' },
    { anyOf: ['api:services'], for: 'selectors of services, which only the Kubernetes API tells' },
  ],
  thresholds: [
    {
      meaning: 'Steady traffic of a pod that is put down to probes and scrapes, at most',
      unit: 'bytes/s',
      source: 'own judgement: two probes every 10 s and a scrape of 50 kB every 15 s',
      valueIn: () => MACHINE_TRAFFIC,
    },
    {
      meaning: 'P99 of what goes beyond that, below',
      unit: 'bytes/s',
      source: 'opportunity catalogue I1; Kubecost leaves it to the user',
      valueIn: () => CALLED,
    },
    {
      meaning: 'Highest traffic beyond that, below',
      unit: 'bytes/s',
      source: 'own judgement: a stray call is no use',
      valueIn: () => STRAY,
    },
    {
      meaning: 'Mean CPU of a pod, below',
      unit: 'cores',
      source: 'own judgement: what uses more does work that nobody has to ask for',
      valueIn: () => CHORES,
    },
    { meaning: 'Window', unit: 'seconds', source: 'Kubecost offers 2, 7 and 30 d', valueIn: () => WINDOW },
    ...SUFFICIENCY_THRESHOLDS.slice(1),
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Workloads that no Service selects: they may work without being called (queues, timers, controllers).',
    'Workloads that use CPU without being called: they work on their own account.',
    'DaemonSets, static pods, bare pods, Jobs and CronJobs, and the cluster’s own namespaces.',
    'Workloads with a pod that started within the window: they may be new.',
    'Host-network pods: their traffic cannot be told from the node’s.',
  ],
  remediation: 'Scale to 0 and keep the manifest, so that it can be brought back; delete it later.',
  wording: {
    title: 'Stop {name}, which nobody calls',
    summary: [
      '{subject} stands behind a Service, and nobody has called it for {cpu.history}.',
      'Its pods see {pod.traffic-mean} on average and {pod.traffic-p99} in the busiest hundredth of the time, of which {pod.traffic-baseline} is what probes and scrapes cause.',
    ],
    why: [
      'Its {replicas} replicas use {pod.cpu-mean} of CPU each, for chores.',
      'The highest traffic of a pod was {pod.traffic-max}.',
    ],
    steps: [
      'Ask its owner, and look for its host name in ingresses, gateways and the configuration of others.',
      '`kubectl -n {namespace} scale` it to zero; keep the manifest.',
      'Delete it, with its Service and claims, when nobody has missed it.',
    ],
    watchAfterwards: ['Errors of others that name {name}, for a full business cycle.'],
  },
  examples: [
    {
      name: 'gets what probes and scrapes cause and does its chores',
      cluster: {
        workloads: [{ name: 'cart', containers: [{ cpu: [0.02] }], trafficP99: 300 }],
        inventory: { services: [service] },
      },
      verdict: 'found',
    },
    {
      name: 'is called now and then',
      cluster: {
        workloads: [{ name: 'cart', containers: [{ cpu: [0.02] }], trafficP99: 300, trafficMax: 300_000 }],
        inventory: { services: [service] },
      },
      verdict: 'not found',
    },
    {
      name: 'is called steadily',
      cluster: {
        workloads: [{ name: 'cart', containers: [{ cpu: [0.02] }], trafficP99: 12_000 }],
        inventory: { services: [service] },
      },
      verdict: 'not found',
    },
    {
      name: 'is behind no Service and works without being called',
      cluster: {
        workloads: [{ name: 'cart', containers: [{ cpu: [0.02] }], trafficP99: 300 }],
        inventory: { services: [] },
      },
      verdict: 'not found',
    },
    {
      name: 'burns a core although nobody calls it: it works on its own account',
      cluster: {
        workloads: [{ name: 'cart', containers: [{ cpu: [0.9] }], trafficP99: 300 }],
        inventory: { services: [service] },
      },
      verdict: 'not found',
    },
    {
      name: 'does nothing at all and is found idle instead',
      cluster: {
        workloads: [{ name: 'cart', containers: [{ cpu: [0.001] }], trafficP99: 10 }],
        inventory: { services: [service] },
      },
      verdict: 'not found',
    },
    {
      name: 'has traffic that is not known',
      cluster: {
        workloads: [{ name: 'cart', containers: [{ cpu: [0.02] }], trafficP99: null }],
        inventory: { services: [service] },
      },
      verdict: 'not assessed',
    },
  ],
};

const isCalled = ({ above, baseline, max }: CalledTraffic): boolean =>
  !(above < CALLED && max - baseline < STRAY);

/** Worth a look: behind a Service, old enough, and not found idle already. */
function isCandidate(subject: WorkloadSubject): boolean {
  const { workload, context } = subject;
  const { window } = context.observation;
  const isNew = workload.pods.some(pod => (pod.startedAt ?? Number.POSITIVE_INFINITY) > window.start);
  return (
    chosenReplicas(workload) !== null &&
    subject.placements.length > 0 &&
    isServed(workload, context.observation) === true &&
    !isNew &&
    idleWorkload.detect(subject).kind !== 'found'
  );
}

function evidenceOf({ workload, context }: WorkloadSubject, cpu: PodCpuUse, traffic: CalledTraffic) {
  const { observation } = context;
  const [cpuOrigin, wire] = [measured('cpu', observation), measured('traffic', observation)];
  return [
    fact('replicas', 'Replicas today', workload.desiredReplicas ?? 0, 'count', declared(observation)),
    fact('pod.cpu-mean', 'CPU use of a pod, mean', cpu.mean, 'cores', cpuOrigin),
    fact('pod.cpu-p99', 'CPU use of a pod, P99', cpu.quantile(0.99), 'cores', cpuOrigin),
    fact('cpu.history', 'CPU history', cpu.history, 'seconds', cpuOrigin),
    fact('pod.traffic-mean', 'Traffic of a pod, mean', traffic.mean, 'bytes/s', wire),
    fact('pod.traffic-p99', 'Traffic of a pod, P99', traffic.p99, 'bytes/s', wire),
    fact('pod.traffic-max', 'Traffic of a pod, highest', traffic.max, 'bytes/s', wire),
    fact(
      'pod.traffic-baseline',
      'Traffic put down to probes and scrapes',
      traffic.baseline,
      'bytes/s',
      computed('machine-traffic'),
    ),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  const { observation, policy } = context;
  const traffic = calledTraffic(subject, observation.traffic.get(workload.id));
  // First, because of most workloads it is the whole answer.
  if ((traffic && isCalled(traffic)) || !isCandidate(subject)) return FINE;
  const cpu = podCpuUse(subject, {
    ...demandsOf(policy),
    history: WINDOW,
    historyAskedBy: 'the rule for workloads that nobody calls',
  });
  if ('reason' in cpu) return notAssessed(cpu.reason);
  if (cpu.mean >= CHORES) return FINE;
  if (traffic === null)
    return notAssessed('Its network traffic is not known, so nobody can say whether it is called');
  if (traffic.coverage < policy.minimumCoverage) {
    return notAssessed(
      `Only ${formatRatio(ratio(traffic.coverage))} of the samples of its network traffic are there, so nobody can say whether it is called`,
    );
  }
  const restarts = restartsOf(
    workload.pods.filter(({ present }) => present),
    observation.window,
  );
  return found({
    changes: [{ container: null, target: 'replicas', from: String(workload.desiredReplicas), to: '0' }],
    effect: stopsAll(subject),
    shownRegardless: false,
    risk: riskOf(
      [
        workload.reference.kind === 'StatefulSet'
          ? {
              level: 'high',
              reason: 'It is a StatefulSet: what it stores cannot be reached while it is stopped',
            }
          : null,
        { level: 'medium', reason: 'Something may call it so seldom that the window did not see it' },
        { level: 'medium', reason: 'It uses some CPU without being called: it may do work of its own' },
      ],
      '',
    ),
    confidence: confidenceOf(cpu.weakest, cpu.history, [
      ...restartDoubt(restarts),
      { factor: 0.8, reason: 'What steady traffic is made of is not seen, only how much it is' },
    ]),
    evidence: evidenceOf(subject, cpu, traffic),
  });
}

export const abandonedByTraffic: WorkloadRule = { scope: 'workload', declaration, detect };
