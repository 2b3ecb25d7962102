import { cores, type Cores, formatCores, ratio } from '../../model/index.ts';
import { ofCpu } from '../footprint/reservation.ts';
import { scaledByUtilization } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { cpuFacts, subjectFacts } from '../judgement/containerFacts.ts';
import { replayDoubt } from '../judgement/replayed.ts';
import { riskOf } from '../judgement/risk.ts';
import { cpuBursts, losesGuaranteedClass, singleReplica } from '../judgement/riskFactors.ts';
import { demandsOf, SUFFICIENCY_THRESHOLDS, sufficientUsage } from '../judgement/sufficiency.ts';
import { THROTTLED_SHARE, throttledShare, truncatingShare } from '../judgement/throttling.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { cpuAtQuantile } from '../sizing/cpuAtQuantile.ts';
import { cpuSize, demandOf } from '../sizing/recommendedSize.ts';
import { cpuChanges } from '../sizing/resourceChange.ts';
import { CPU_APPETITE, INIT_CONTAINERS, SAVING_THRESHOLDS, SMALLEST_CHANGE } from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'cpu-over-requested',
  title: 'CPU request too high',
  finds:
    'A container whose CPU request is above what it uses. The proposed request covers what the policy guarantees and the rarer samples where they are cheap (docs/method.md, “Sizing”), recent days weighing more; the saving is bounded by what P90 and P99 would free.',
  needs: [
    { anyOf: ['container_cpu_usage_seconds_total'], for: 'CPU use' },
    { anyOf: ['api:pods', 'kube_pod_container_resource_requests'], for: 'requests and limits' },
  ],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    ...CPU_APPETITE,
    {
      meaning: 'Lowest CPU request proposed',
      unit: 'cores',
      source: 'KRR and Kubecost 10m',
      valueIn: policy => policy.minimumCpu,
    },
    {
      meaning: 'Throttled share of the CFS periods from which on the request is not lowered',
      unit: 'ratio',
      source: `the smaller of ${THROTTLED_SHARE * 100} % and the share of samples above the quantile: beyond it the quantile is cut off by the limit`,
      valueIn: truncatingShare,
    },
    SMALLEST_CHANGE,
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Throttled containers: their samples say what they got, not what they wanted.',
    'Workloads with a HorizontalPodAutoscaler on CPU utilisation: a lower request would start more replicas.',
    INIT_CONTAINERS,
    'Workloads found idle: stopping them frees the whole request already.',
  ],
  remediation: 'Lower `resources.requests.cpu` in the pod template; a CPU limit stays as it is.',
  wording: null,
  examples: [
    {
      name: 'asks for two cores and uses a third of one',
      cluster: { workloads: [{ containers: [{ cpuRequest: 2, cpu: [0.33] }] }] },
      verdict: 'found',
    },
    {
      name: 'uses what it asks for',
      cluster: { workloads: [{ containers: [{ cpuRequest: 1, cpu: [0.87] }] }] },
      verdict: 'not found',
    },
    {
      name: 'is throttled at its limit, so nobody knows what it wants',
      cluster: { workloads: [{ containers: [{ cpuRequest: 2, cpuLimit: 2, cpu: [0.33], throttled: 0.3 }] }] },
      verdict: 'not found',
    },
    {
      name: 'was seen for two days only',
      cluster: { days: 2, workloads: [{ containers: [{ cpuRequest: 2, cpu: [0.33] }] }] },
      verdict: 'not assessed',
    },
  ],
};

function bounds(request: Cores, target: Cores, sizes: { p90: Cores; p99: Cores }) {
  const freed = (size: number) => ofCpu(cores(Math.max(0, request - size)));
  return {
    low: freed(Math.max(target, sizes.p99)),
    likely: freed(target),
    high: freed(Math.min(target, sizes.p90)),
  };
}

function detect(subject: ContainerSubject): Verdict {
  const { container, context, usage, workload } = subject;
  const { policy } = context;
  const request = container.requests.cpu;
  if (request === null || !(request > 0)) return FINE;
  const sufficiency = sufficientUsage('CPU', usage, usage?.cpu, demandsOf(policy));
  if ('reason' in sufficiency) return notAssessed(sufficiency.reason);
  const { statistics, history } = sufficiency;
  const target = usage ? cpuSize(demandOf(usage, 'cpu', policy), policy) : request;
  if ((request - target) / request < policy.minimumChange) return FINE;
  const scaled = scaledByUtilization(workload, 'cpu');
  if (scaled !== null) return notAssessed(scaled);
  const throttled = throttledShare(usage);
  if (throttled !== null && throttled > THROTTLED_SHARE) return FINE; // cpu-under-requested speaks of it.
  if (throttled !== null && throttled > truncatingShare(policy)) {
    return notAssessed('It is throttled at its CPU limit so often that its samples understate what it wants');
  }
  return found({
    changes: cpuChanges(
      container.name,
      { request, limit: container.limits.cpu },
      { request: target, limit: container.limits.cpu },
    ),
    effect: {
      kind: 'reservation',
      freedPerPod: bounds(request, target, {
        p90: cpuAtQuantile(statistics.sketch, policy, ratio(0.9)),
        p99: cpuAtQuantile(statistics.sketch, policy, ratio(0.99)),
      }),
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [cpuBursts(statistics, target), losesGuaranteedClass(subject), singleReplica(subject)],
      `All but its rarest bursts (up to ${formatCores(statistics.max)}) stay within the new request`,
    ),
    confidence: confidenceOf(statistics, history, usage ? replayDoubt(usage, 'cpu', policy) : []),
    evidence: [...cpuFacts(subject, statistics, history, target), ...subjectFacts(subject)],
  });
}

export const cpuOverRequested: ContainerRule = { scope: 'container', declaration, detect };
