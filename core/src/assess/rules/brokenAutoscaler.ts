import type { Autoscaler } from '../../model/index.ts';
import { asDeclared } from '../judgement/confidence.ts';
import { declared, fact, known } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  FINE,
  found,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { AUTOSCALERS } from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'broken-autoscaler',
  title: 'Broken autoscaler',
  finds:
    'An autoscaler that says itself that it does not work (ScalingActive or AbleToScale is False), or that aims at a share of a request which a container does not have. Its workload stays at whatever number it has.',
  needs: [AUTOSCALERS],
  thresholds: [
    {
      meaning: 'Conditions or settings that fail, at least',
      unit: 'count',
      source: 'the autoscaler’s own conditions; kor, Popeye and k8sgpt read the same',
      valueIn: () => 1,
    },
  ],
  leavesAlone: [
    'Workloads scaled to nought: their autoscaler is off because nothing runs.',
    'Autoscalers at their bounds: that is no failure, and a rule of its own.',
  ],
  remediation:
    'Mend what the condition names: metrics server or adapter, the target’s name, the missing request; or delete the autoscaler.',
  wording: {
    title: 'Mend the autoscaler of {name}',
    summary: [
      'The autoscaler of {subject} does not scale it (conditions and settings that fail: {autoscaler.failures}).',
      'The workload stays at {replicas} replicas whatever its load.',
    ],
    why: [
      'It aims at a share of a request that not every container has (without one: {containers.without-request}), so no share can be told.',
      'Its bounds are {autoscaler.minimum} and {autoscaler.maximum}.',
    ],
    steps: [
      'Read its conditions: `kubectl -n {namespace} describe hpa`; what they say is under the risks.',
      'Where no metrics come, check metrics-server or the metrics adapter, and the selector of the target.',
      'Where a container has no request, set one: the autoscaler divides by it.',
      'Delete the autoscaler if nobody needs it.',
    ],
    watchAfterwards: ['That the condition ScalingActive of the autoscaler of {name} becomes True.'],
  },
  examples: [
    {
      name: 'has an autoscaler that gets no metrics',
      cluster: {
        workloads: [
          { autoscaler: autoscaler([{ condition: 'ScalingActive', reason: 'FailedGetResourceMetric' }]) },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'has an autoscaler on a share of a request that a container does not have',
      cluster: { workloads: [{ containers: [{ cpuRequest: null }], autoscaler: autoscaler([]) }] },
      verdict: 'found',
    },
    {
      name: 'has an autoscaler that works',
      cluster: { workloads: [{ autoscaler: autoscaler([]) }] },
      verdict: 'not found',
    },
    {
      name: 'is scaled to nought, so its autoscaler rests',
      cluster: {
        workloads: [
          {
            replicas: 0,
            autoscaler: autoscaler([{ condition: 'ScalingActive', reason: 'ScalingDisabled' }]),
          },
        ],
      },
      verdict: 'not found',
    },
    { name: 'has no autoscaler', cluster: { workloads: [{}] }, verdict: 'not found' },
  ],
};

function autoscaler(failures: Autoscaler['failures']): Autoscaler {
  return {
    kind: 'HorizontalPodAutoscaler',
    name: 'cart',
    minReplicas: 2,
    maxReplicas: 9,
    currentReplicas: 2,
    targets: [{ metric: 'cpu', utilizationPercent: 70 }],
    failures,
  };
}

/** At a bound it works as told. */
const isFailure = ({ condition }: Autoscaler['failures'][number]): boolean => condition !== 'ScalingLimited';

/** Containers without the request that the autoscaler divides by: the API server then gives it no share at all. */
function withoutRequest({ containers }: WorkloadSubject, { targets }: Autoscaler): readonly string[] {
  const resources = targets
    .filter(({ utilizationPercent }) => utilizationPercent !== null)
    .map(({ metric }) => metric);
  return containers
    .filter(
      ({ container: { requests } }) =>
        (resources.includes('cpu') && requests.cpu === null) ||
        (resources.includes('memory') && requests.memory === null),
    )
    .map(({ container }) => container.name);
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  const { autoscaler: scaler, desiredReplicas } = workload;
  if (!scaler || desiredReplicas === 0) return FINE;
  const failures = scaler.failures.filter(isFailure);
  const bare = withoutRequest(subject, scaler);
  if (failures.length === 0 && bare.length === 0) return FINE;
  const origin = declared(context.observation);
  const said = [
    ...failures.map(
      ({ condition, reason }) => `${scaler.kind} ${scaler.name}: ${condition} failed with ${reason}`,
    ),
    ...bare.map(
      name => `${scaler.kind} ${scaler.name} divides by a request that container ${name} does not have`,
    ),
  ];
  return found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf(
      [
        ...said.map(reason => ({ level: 'medium', reason }) as const),
        { level: 'medium', reason: 'Once it works, it may change the number of replicas at once' },
      ],
      '',
    ),
    confidence: asDeclared(...said),
    evidence: [
      fact('autoscaler.failures', 'Conditions and settings that fail', said.length, 'count', origin),
      ...known('replicas', 'Replicas today', desiredReplicas, 'count', origin),
      fact('autoscaler.minimum', 'Its minimum', scaler.minReplicas, 'count', origin),
      fact('autoscaler.maximum', 'Its maximum', scaler.maxReplicas, 'count', origin),
      ...(bare.length > 0
        ? [fact('containers.without-request', 'Containers without the request', bare.length, 'count', origin)]
        : []),
    ],
  });
}

export const brokenAutoscaler: WorkloadRule = { scope: 'workload', declaration, detect };
