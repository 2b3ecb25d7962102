import {
  cores,
  type Cores,
  formatRatio,
  ratio,
  type Ratio,
  type UsageStatistics,
} from '../../model/index.ts';
import { ofCpu } from '../footprint/reservation.ts';
import { scaledByUtilization } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { cpuFacts, subjectFacts } from '../judgement/containerFacts.ts';
import { computed, fact, known } from '../judgement/evidence.ts';
import { replayDoubt } from '../judgement/replayed.ts';
import { riskOf } from '../judgement/risk.ts';
import { singleReplica } from '../judgement/riskFactors.ts';
import { demandsOf, SUFFICIENCY_THRESHOLDS, sufficientUsage } from '../judgement/sufficiency.ts';
import { THROTTLED_SHARE, throttledShare } from '../judgement/throttling.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { cpuSize, demandOf } from '../sizing/recommendedSize.ts';
import { cpuChanges } from '../sizing/resourceChange.ts';
import { asCpuManifest, atLeast, sized } from '../sizing/sizing.ts';
import { INIT_CONTAINERS, SMALLEST_CHANGE } from './sharedDeclarations.ts';

/**
 * Quantile that must fit into the request: above it a container lives on what the node happens to spare.
 * What the policy would lower is not raised, whatever its quantile.
 */
const QUANTILE = ratio(0.95);
/**
 * How far a limit that throttles is raised. What the container would use without it cannot be seen,
 * so it is raised in steps and looked at again.
 */
const LIMIT_STEP = 1.5;

const declaration: RuleDeclaration = {
  id: 'cpu-under-requested',
  title: 'CPU request or limit too low',
  finds:
    'A container that uses more CPU than it requests or that is throttled at its CPU limit. Shown whatever it costs, because it is about speed and fairness on the node.',
  needs: [
    { anyOf: ['container_cpu_usage_seconds_total'], for: 'CPU use' },
    { anyOf: ['api:pods', 'kube_pod_container_resource_requests'], for: 'requests and limits' },
  ],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    {
      meaning: 'Quantile of CPU use that must fit into the request',
      unit: 'ratio',
      source: 'KRR P95; what the policy would size smaller than today is left alone',
      valueIn: () => QUANTILE,
    },
    {
      meaning: 'Throttled share of the CFS periods',
      unit: 'ratio',
      source: 'PerfectScale CPUThrottling; own judgement of the share',
      valueIn: () => THROTTLED_SHARE,
    },
    {
      meaning: 'Factor by which a throttling limit is raised',
      unit: 'ratio',
      source: 'own judgement: in steps, because the demand beyond the limit cannot be seen',
      valueIn: () => LIMIT_STEP,
    },
    {
      meaning: 'Smallest amount that is missing',
      unit: 'cores',
      source: 'own judgement: the lowest CPU request',
      valueIn: policy => policy.minimumCpu,
    },
    SMALLEST_CHANGE,
  ],
  leavesAlone: [
    'Workloads with a HorizontalPodAutoscaler on CPU utilisation: it answers with more replicas, and request and target have to change together.',
    INIT_CONTAINERS,
    'Workloads found idle.',
  ],
  remediation: 'Raise `resources.requests.cpu`, and `resources.limits.cpu` where it throttles.',
  wording: null,
  examples: [
    {
      name: 'asks for 100m and uses a whole core',
      cluster: { workloads: [{ containers: [{ cpuRequest: 0.1, cpu: [1] }] }] },
      verdict: 'found',
    },
    {
      name: 'bursts in one sample of a hundred',
      cluster: {
        workloads: [{ containers: [{ cpuRequest: 0.5, cpu: [2, ...Array<number>(99).fill(0.4)] }] }],
      },
      verdict: 'not found',
    },
  ],
};

/** The request that the use asks for, or today's when that is enough. */
function wantedRequest(
  statistics: UsageStatistics<Cores>,
  request: Cores,
  { context: { policy }, usage }: ContainerSubject,
): Cores {
  if (!usage) return request;
  const missing = statistics.sketch.quantile(QUANTILE) - request;
  const target = cpuSize(demandOf(usage, 'cpu', policy), policy);
  const worthIt = missing >= policy.minimumCpu && (target - request) / request >= policy.minimumChange;
  return worthIt ? target : request;
}

function wantedLimit(limit: Cores | null, request: Cores, throttled: Ratio | null): Cores | null {
  if (limit === null || throttled === null || throttled <= THROTTLED_SHARE) return limit;
  return cores(sized(limit * LIMIT_STEP, atLeast(request), asCpuManifest));
}

function riskOfRaising(subject: ContainerSubject, throttled: Ratio | null) {
  const slowedDown =
    throttled !== null && throttled > THROTTLED_SHARE
      ? ({
          level: 'medium',
          reason: `It is stopped at its CPU limit in ${formatRatio(throttled)} of its periods; how much it would use without the limit cannot be seen`,
        } as const)
      : null;
  return riskOf(
    [slowedDown, singleReplica(subject)],
    'More is reserved than today, so nothing gets slower; the pods need room for it on the nodes',
  );
}

function detect(subject: ContainerSubject): Verdict {
  const { container, context, usage, workload } = subject;
  const request = container.requests.cpu;
  if (request === null || !(request > 0)) return FINE;
  const sufficiency = sufficientUsage('CPU', usage, usage?.cpu, demandsOf(context.policy));
  if ('reason' in sufficiency) return notAssessed(sufficiency.reason);
  const { statistics, history } = sufficiency;
  const throttled = throttledShare(usage);
  const target = wantedRequest(statistics, request, subject);
  const limit = wantedLimit(container.limits.cpu, target, throttled);
  const changes = cpuChanges(
    container.name,
    { request, limit: container.limits.cpu },
    { request: target, limit },
  );
  if (changes.length === 0) return FINE;
  const scaled = scaledByUtilization(workload, 'cpu');
  if (scaled !== null) return notAssessed(scaled);
  const freed = ofCpu(cores(request - target));
  return found({
    changes,
    effect: {
      kind: 'reservation',
      freedPerPod: { low: freed, likely: freed, high: freed },
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: true,
    risk: riskOfRaising(subject, throttled),
    confidence: confidenceOf(
      statistics,
      history,
      usage && target > request ? replayDoubt(usage, 'cpu', context.policy) : [],
    ),
    evidence: [
      ...cpuFacts(subject, statistics, history, target),
      fact(
        'rule.cpu-quantile',
        'Share of CPU samples that must fit into the request',
        QUANTILE,
        'ratio',
        computed('rule'),
      ),
      ...known('cpu.limit-target', 'CPU limit proposed', limit, 'cores', computed('cpu-limit-step')),
      ...subjectFacts(subject),
    ],
  });
}

export const cpuUnderRequested: ContainerRule = { scope: 'container', declaration, detect };
