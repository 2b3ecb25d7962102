import {
  bytes,
  type Change,
  cores,
  type EvidenceFact,
  type Seconds,
  type UsageStatistics,
} from '../../model/index.ts';
import { addReservations, NOTHING, ofCpu, ofMemory, type Reservation } from '../footprint/reservation.ts';
import { scaledByUtilization } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { cpuFacts, memoryFacts, subjectFacts } from '../judgement/containerFacts.ts';
import { memoryFloorOf } from '../judgement/memoryFloor.ts';
import { oomKills } from '../judgement/oomKills.ts';
import { riskOf } from '../judgement/risk.ts';
import { growingMemory, singleReplica } from '../judgement/riskFactors.ts';
import {
  demandsOf,
  memoryDemands,
  SUFFICIENCY_THRESHOLDS,
  sufficientUsage,
} from '../judgement/sufficiency.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { cpuSize, demandOf, memorySize } from '../sizing/recommendedSize.ts';
import { cpuChanges, memoryChanges } from '../sizing/resourceChange.ts';
import { CPU_APPETITE, INIT_CONTAINERS, MEMORY_APPETITE } from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'missing-requests',
  title: 'Requests missing',
  finds:
    'A container without a CPU or memory request, or with one of 0, which is as good as none: the scheduler places it as if it used nothing, and it is the first to be slowed down or evicted. The missing request is sized as the over-requested rules size one. Shown whatever it costs.',
  needs: [
    { anyOf: ['api:pods', 'kube_pod_container_resource_requests'], for: 'requests and limits' },
    { anyOf: ['container_cpu_usage_seconds_total'], for: 'CPU use' },
    { anyOf: ['container_memory_working_set_bytes'], for: 'memory use' },
  ],
  thresholds: [...SUFFICIENCY_THRESHOLDS, ...CPU_APPETITE, ...MEMORY_APPETITE],
  leavesAlone: [
    'Resources whose HorizontalPodAutoscaler target is a share of the request.',
    INIT_CONTAINERS,
    'Workloads found idle.',
  ],
  remediation: 'Add `resources.requests.cpu` and `resources.requests.memory` to the pod template.',
  wording: null,
  examples: [
    {
      name: 'asks for no CPU and uses half a core',
      cluster: { workloads: [{ containers: [{ cpuRequest: null, cpu: [0.5] }] }] },
      verdict: 'found',
    },
    {
      name: 'asks for 0 cores and uses half a core',
      cluster: { workloads: [{ containers: [{ cpuRequest: 0, cpu: [0.5] }] }] },
      verdict: 'found',
    },
    {
      name: 'asks for both',
      cluster: { workloads: [{ containers: [{ cpuRequest: 0.6, cpu: [0.5] }] }] },
      verdict: 'not found',
    },
    {
      name: 'has never been metered',
      cluster: { workloads: [{ containers: [{ cpuRequest: null, cpu: null, memory: null }] }] },
      verdict: 'not assessed',
    },
  ],
};

/** What one missing request would be, or why that cannot be said. */
type Part =
  | {
      readonly reservation: Reservation;
      readonly changes: readonly Change[];
      readonly facts: readonly EvidenceFact[];
      readonly statistics: UsageStatistics<number>;
      readonly history: Seconds;
    }
  | { readonly reason: string };

function missingCpu(subject: ContainerSubject): Part {
  const { container, context, usage, workload } = subject;
  const scaled = scaledByUtilization(workload, 'cpu');
  if (scaled !== null) return { reason: scaled };
  const sufficiency = sufficientUsage('CPU', usage, usage?.cpu, demandsOf(context.policy));
  if ('reason' in sufficiency) return sufficiency;
  const { statistics, history } = sufficiency;
  const target = usage
    ? cpuSize(demandOf(usage, 'cpu', context.policy), context.policy)
    : context.policy.minimumCpu;
  const { limits, requests } = container;
  return {
    reservation: ofCpu(target),
    changes: cpuChanges(
      container.name,
      { request: requests.cpu, limit: limits.cpu },
      { request: target, limit: limits.cpu },
    ),
    facts: cpuFacts(subject, statistics, history, target),
    statistics,
    history,
  };
}

function missingMemory(subject: ContainerSubject): Part {
  const { container, context, usage, workload } = subject;
  const scaled = scaledByUtilization(workload, 'memory');
  if (scaled !== null) return { reason: scaled };
  const sufficiency = sufficientUsage('memory', usage, usage?.memory, memoryDemands(subject));
  if ('reason' in sufficiency) return sufficiency;
  const { statistics, history } = sufficiency;
  const { limits, requests } = container;
  const killedAt = (oomKills(usage) ?? 0) > 0 ? limits.memory : null;
  const target = usage
    ? memorySize(demandOf(usage, 'memory', context.policy), context.policy, {
        ...memoryFloorOf(subject),
        killedAt,
      })
    : context.policy.minimumMemory;
  return {
    reservation: ofMemory(target),
    changes: memoryChanges(
      container.name,
      { request: requests.memory, limit: limits.memory },
      { request: target, limit: limits.memory },
    ),
    facts: memoryFacts(subject, statistics, history, target),
    statistics,
    history,
  };
}

/** An explicit 0 reserves as little as no request at all. */
const asksForNothing = (request: number | null): boolean => request === null || request <= 0;

function detect(subject: ContainerSubject): Verdict {
  const { requests } = subject.container;
  const parts = [
    ...(asksForNothing(requests.cpu) ? [missingCpu(subject)] : []),
    ...(asksForNothing(requests.memory) ? [missingMemory(subject)] : []),
  ];
  if (parts.length === 0) return FINE;
  const sized = parts.filter(part => 'changes' in part);
  const unknown = parts.filter(part => 'reason' in part).map(({ reason }) => reason);
  const weakest = sized.toSorted((a, b) => a.statistics.coverage - b.statistics.coverage)[0];
  if (!weakest) return notAssessed([...new Set(unknown)].join('; '));
  const taken = sized.map(({ reservation }) => reservation).reduce(addReservations, NOTHING);
  const freed: Reservation = { cpu: cores(-taken.cpu), memory: bytes(-taken.memory), gpus: 0 };
  const memory = subject.usage?.memory;
  return found({
    changes: sized.flatMap(({ changes }) => changes),
    effect: {
      kind: 'reservation',
      freedPerPod: { low: freed, likely: freed, high: freed },
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: true,
    risk: riskOf(
      [memory && asksForNothing(requests.memory) ? growingMemory(memory) : null, singleReplica(subject)],
      'The pods get what they use today, now reserved; they need room for it on the nodes',
    ),
    confidence: confidenceOf(
      weakest.statistics,
      weakest.history,
      unknown.map(reason => ({ factor: 0.9, reason })),
    ),
    evidence: [...sized.flatMap(({ facts }) => facts), ...subjectFacts(subject)],
  });
}

export const missingRequests: ContainerRule = { scope: 'container', declaration, detect };
