import {
  type Bytes,
  bytes,
  type Change,
  ratio,
  type Seconds,
  type UsageStatistics,
} from '../../model/index.ts';
import { ofMemory } from '../footprint/reservation.ts';
import { scaledByUtilization } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { memoryFacts, subjectFacts } from '../judgement/containerFacts.ts';
import { computed, fact, known } from '../judgement/evidence.ts';
import { memoryFloorOf } from '../judgement/memoryFloor.ts';
import { oomKills } from '../judgement/oomKills.ts';
import { riskOf } from '../judgement/risk.ts';
import { growingMemory, singleReplica } from '../judgement/riskFactors.ts';
import { memoryDemands, SUFFICIENCY_THRESHOLDS, sufficientUsage } from '../judgement/sufficiency.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  type Finding,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { memoryTarget } from '../sizing/memoryTarget.ts';
import { demandOf, memorySize } from '../sizing/recommendedSize.ts';
import { memoryChanges } from '../sizing/resourceChange.ts';
import { INIT_CONTAINERS, MEMORY_APPETITE, SMALLEST_CHANGE } from './sharedDeclarations.ts';

/** Highest use ÷ limit from which on the next peak kills. */
const NEAR_LIMIT = 0.95;
/** Quantile that must fit into the request: what is above it is the first to be evicted. */
const QUANTILE = ratio(0.95);

const declaration: RuleDeclaration = {
  id: 'memory-under-requested',
  title: 'Memory request or limit too low',
  finds:
    'A container that was OOM-killed, that came close to its memory limit, or that uses more memory than it requests (P95 above the request). Shown whatever it costs, because it is about staying alive.',
  needs: [
    { anyOf: ['container_memory_working_set_bytes'], for: 'memory use' },
    { anyOf: ['api:pods', 'kube_pod_container_resource_requests'], for: 'requests and limits' },
  ],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    {
      meaning: 'Highest use as a share of the limit',
      unit: 'ratio',
      source: 'own judgement: what is left is less than two samples can miss',
      valueIn: () => NEAR_LIMIT,
    },
    {
      meaning: 'Quantile of memory use that must fit into the request',
      unit: 'ratio',
      source: 'as for CPU',
      valueIn: () => QUANTILE,
    },
    {
      meaning: 'Headroom on top of the limit it was killed at',
      unit: 'ratio',
      source: 'KRR 25 %, Vertical Pod Autoscaler 20 %',
      valueIn: policy => policy.oomHeadroom,
    },
    ...MEMORY_APPETITE,
    {
      meaning: 'Smallest amount that is missing in the request',
      unit: 'bytes',
      source: 'own judgement: the lowest memory request',
      valueIn: policy => policy.minimumMemory,
    },
    SMALLEST_CHANGE,
  ],
  leavesAlone: [
    'Workloads with a HorizontalPodAutoscaler on memory utilisation: request and target have to change together.',
    INIT_CONTAINERS,
    'Containers without a memory request: the rule for missing requests sizes it, and the limit with it.',
    'Workloads found idle.',
  ],
  remediation:
    'Raise `resources.limits.memory` above what was needed, and `resources.requests.memory` to what is used.',
  wording: null,
  examples: [
    {
      name: 'was OOM-killed at its limit',
      cluster: {
        workloads: [{ containers: [{ memoryRequest: 256, memoryLimit: 256, memory: [240], oomKills: 3 }] }],
      },
      verdict: 'found',
    },
    {
      name: 'stays well below request and limit',
      cluster: { workloads: [{ containers: [{ memoryRequest: 512, memoryLimit: 1024, memory: [400] }] }] },
      verdict: 'not found',
    },
  ],
};

interface Symptoms {
  readonly kills: number;
  readonly nearLimit: boolean;
  readonly aboveRequest: boolean;
}

function symptomsOf(
  { container: { limits }, usage, context: { policy } }: ContainerSubject,
  request: Bytes,
  statistics: UsageStatistics<Bytes>,
): Symptoms {
  const missing = statistics.sketch.quantile(QUANTILE) - request;
  return {
    kills: oomKills(usage) ?? 0,
    nearLimit: limits.memory !== null && limits.memory > 0 && statistics.max >= NEAR_LIMIT * limits.memory,
    aboveRequest: missing >= policy.minimumMemory && missing / request >= policy.minimumChange,
  };
}

/** What request and limit should be. */
interface Wanted {
  readonly request: Bytes;
  readonly limit: Bytes | null;
}

function wanted(
  subject: ContainerSubject,
  request: Bytes,
  statistics: UsageStatistics<Bytes>,
  symptoms: Symptoms,
): Wanted {
  const { limits } = subject.container;
  const { policy } = subject.context;
  const demand = subject.usage ? demandOf(subject.usage, 'memory', policy) : null;
  const needed = demand
    ? memorySize(demand, policy, memoryFloorOf(subject))
    : memoryTarget({ highest: statistics.max, killedAt: null }, policy);
  // Without a limit of its own it was the node that ran out; then only the request can protect it.
  const survivable =
    symptoms.kills > 0 && demand
      ? memorySize(demand, policy, { ...memoryFloorOf(subject), killedAt: limits.memory })
      : needed;
  const limit = limits.memory === null ? null : bytes(Math.max(limits.memory, survivable));
  // Requests equal to limits give the Guaranteed class, which is kept.
  const alwaysEqual = limit !== null && request === limits.memory;
  return { request: alwaysEqual ? limit : bytes(Math.max(request, needed)), limit };
}

function proposal(
  subject: ContainerSubject,
  { statistics, history }: { statistics: UsageStatistics<Bytes>; history: Seconds },
  next: Wanted,
  changes: readonly Change[],
): Finding {
  const { container } = subject;
  const freed = ofMemory(bytes((container.requests.memory ?? 0) - next.request));
  return {
    changes,
    effect: {
      kind: 'reservation',
      freedPerPod: { low: freed, likely: freed, high: freed },
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: true,
    risk: riskOf(
      [growingMemory(statistics), singleReplica(subject)],
      'Nothing is reserved that is not used; the pods need room for it on the nodes',
    ),
    confidence: confidenceOf(statistics, history),
    evidence: [
      ...memoryFacts(subject, statistics, history, next.request),
      fact(
        'rule.memory-quantile',
        'Share of memory samples that must fit into the request',
        QUANTILE,
        'ratio',
        computed('rule'),
      ),
      ...known(
        'memory.limit-target',
        'Memory limit proposed',
        next.limit,
        'bytes',
        computed('memory-target'),
      ),
      ...subjectFacts(subject),
    ],
  };
}

function detect(subject: ContainerSubject): Verdict {
  const { requests, limits, name } = subject.container;
  // Without a request, missing-requests speaks of it, and of the limit too.
  if (requests.memory === null || !(requests.memory > 0)) return FINE;
  const sufficiency = sufficientUsage('memory', subject.usage, subject.usage?.memory, memoryDemands(subject));
  if ('reason' in sufficiency) return notAssessed(sufficiency.reason);
  const symptoms = symptomsOf(subject, requests.memory, sufficiency.statistics);
  if (symptoms.kills === 0 && !symptoms.nearLimit && !symptoms.aboveRequest) return FINE;
  const next = wanted(subject, requests.memory, sufficiency.statistics, symptoms);
  const changes = memoryChanges(name, { request: requests.memory, limit: limits.memory }, next);
  if (changes.length === 0) {
    return notAssessed(
      'It was OOM-killed although it has no limit and its request covers its highest use: its node ran out of memory',
    );
  }
  const scaled = scaledByUtilization(subject.workload, 'memory');
  return scaled === null ? found(proposal(subject, sufficiency, next, changes)) : notAssessed(scaled);
}

export const memoryUnderRequested: ContainerRule = { scope: 'container', declaration, detect };
