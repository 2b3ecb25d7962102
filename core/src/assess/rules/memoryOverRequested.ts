import {
  type Bytes,
  bytes,
  formatBytes,
  type Policy,
  ratio,
  type UsageStatistics,
} from '../../model/index.ts';
import { ofMemory } from '../footprint/reservation.ts';
import { scaledByUtilization } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { memoryFacts, subjectFacts } from '../judgement/containerFacts.ts';
import { memoryFloorOf } from '../judgement/memoryFloor.ts';
import { oomKills } from '../judgement/oomKills.ts';
import { replayDoubt } from '../judgement/replayed.ts';
import { riskOf } from '../judgement/risk.ts';
import { growingMemory, losesGuaranteedClass, memoryPeaks, singleReplica } from '../judgement/riskFactors.ts';
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
import { memoryTarget } from '../sizing/memoryTarget.ts';
import { demandOf, memorySize } from '../sizing/recommendedSize.ts';
import { memoryChanges } from '../sizing/resourceChange.ts';
import {
  INIT_CONTAINERS,
  MEMORY_APPETITE,
  SAVING_THRESHOLDS,
  SMALLEST_CHANGE,
} from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'memory-over-requested',
  title: 'Memory request too high',
  finds:
    'A container whose memory request is above what its highest working set asks for: headroom on top, more of it on a small container, and never below what its language runtime needs. The saving is bounded by twice the headroom (low) and by P99 instead of the highest value (high).',
  needs: [
    { anyOf: ['container_memory_working_set_bytes'], for: 'memory use' },
    { anyOf: ['api:pods', 'kube_pod_container_resource_requests'], for: 'requests and limits' },
  ],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    ...MEMORY_APPETITE,
    {
      meaning: 'Lowest memory request proposed',
      unit: 'bytes',
      source: 'Kubecost 20 MiB, KRR 100 MiB; own judgement between them',
      valueIn: policy => policy.minimumMemory,
    },
    SMALLEST_CHANGE,
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Containers that were OOM-killed in the window.',
    'Workloads with a HorizontalPodAutoscaler on memory utilisation: a lower request would start more replicas.',
    INIT_CONTAINERS,
    'Workloads found idle: stopping them frees the whole request already.',
  ],
  remediation:
    'Lower `resources.requests.memory` in the pod template; a memory limit stays as it is, so nothing is killed that lives today.',
  wording: null,
  examples: [
    {
      name: 'asks for 4 GiB and has never used more than 600 MiB',
      cluster: { workloads: [{ containers: [{ memoryRequest: 4096, memory: [500, 600] }] }] },
      verdict: 'found',
    },
    {
      name: 'once needed what it asks for',
      cluster: {
        workloads: [
          { containers: [{ memoryRequest: 4096, memory: [3900, ...Array<number>(99).fill(500)] }] },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'was OOM-killed',
      cluster: { workloads: [{ containers: [{ memoryRequest: 4096, memory: [500], oomKills: 1 }] }] },
      verdict: 'not found',
    },
  ],
};

function bounds(statistics: UsageStatistics<Bytes>, request: Bytes, target: Bytes, policy: Policy) {
  const freed = (size: number) => ofMemory(bytes(Math.max(0, request - size)));
  const cautious = memoryTarget(
    { highest: statistics.max, killedAt: null },
    policy,
    ratio(2 * policy.memoryHeadroom),
  );
  const tight = memoryTarget({ highest: bytes(statistics.sketch.quantile(0.99)), killedAt: null }, policy);
  return {
    low: freed(Math.max(target, cautious)),
    likely: freed(target),
    high: freed(Math.min(target, tight)),
  };
}

function detect(subject: ContainerSubject): Verdict {
  const { container, context, usage, workload } = subject;
  const { policy } = context;
  const request = container.requests.memory;
  if (request === null || !(request > 0)) return FINE;
  const sufficiency = sufficientUsage('memory', usage, usage?.memory, demandsOf(policy));
  if ('reason' in sufficiency) return notAssessed(sufficiency.reason);
  const { statistics, history } = sufficiency;
  if ((oomKills(usage) ?? 0) > 0) return FINE; // memory-under-requested speaks of it.
  const target = usage
    ? memorySize(demandOf(usage, 'memory', policy), policy, memoryFloorOf(subject))
    : request;
  if ((request - target) / request < policy.minimumChange) return FINE;
  const scaled = scaledByUtilization(workload, 'memory');
  if (scaled !== null) return notAssessed(scaled);
  return found({
    changes: memoryChanges(
      container.name,
      { request, limit: container.limits.memory },
      { request: target, limit: container.limits.memory },
    ),
    effect: {
      kind: 'reservation',
      freedPerPod: bounds(statistics, request, target, policy),
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        growingMemory(statistics),
        memoryPeaks(statistics, target),
        losesGuaranteedClass(subject),
        singleReplica(subject),
      ],
      `Its highest use, ${formatBytes(statistics.max)}, stays within the new request`,
    ),
    confidence: confidenceOf(statistics, history, [
      ...(usage ? replayDoubt(usage, 'memory', policy) : []),
      ...(oomKills(usage) === null
        ? [{ factor: 0.9, reason: 'Whether it was ever OOM-killed is not known' }]
        : []),
    ]),
    evidence: [...memoryFacts(subject, statistics, history, target), ...subjectFacts(subject)],
  });
}

export const memoryOverRequested: ContainerRule = { scope: 'container', declaration, detect };
