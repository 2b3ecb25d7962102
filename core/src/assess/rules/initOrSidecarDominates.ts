import {
  type Change,
  type Container,
  cores,
  coresToKubernetesQuantity,
  bytes,
  bytesToKubernetesQuantity,
  containerKey,
  pricesOfNode,
} from '../../model/index.ts';
import { MICRO, podRequest } from '../consolidation/podRequest.ts';
import { monthlyCost } from '../footprint/costs.ts';
import { requested, type Reservation } from '../footprint/reservation.ts';
import { asDeclared } from '../judgement/confidence.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import { isSidecar } from '../judgement/sidecars.ts';
import {
  FINE,
  found,
  type Finding,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { REQUESTS_AND_LIMITS, SAVING_THRESHOLDS, SMALLEST_CHANGE } from './sharedDeclarations.ts';

/** Share of a pod's request from which on its helpers weigh more than they should. Catalogue R7. */
const SIDECAR_SHARE = 0.3;

const declaration: RuleDeclaration = {
  id: 'init-or-sidecar-dominates',
  title: 'Init container or sidecar dominates',
  finds:
    'A pod that reserves what its init container asks for, for as long as it lives, because that is more than all of its other containers together; or a pod of whose request its sidecars take nearly a third or more.',
  needs: [REQUESTS_AND_LIMITS],
  thresholds: [
    {
      meaning: 'Share of the sidecars in the pod’s CPU or memory request, above',
      unit: 'ratio',
      source: 'opportunity catalogue R7',
      valueIn: () => SIDECAR_SHARE,
    },
    {
      meaning: 'Smallest monthly cost of the sidecars that is shown',
      unit: 'USD/month',
      source: 'as the smallest saving shown',
      valueIn: policy => policy.minimumSavingPerMonth,
    },
    SMALLEST_CHANGE,
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Pods whose main containers request nothing: the rule for missing requests comes first.',
    'Init containers that need what they ask for, where their use was metered.',
  ],
  remediation:
    'Lower the request of the init container to that of the rest (its limit stays); size sidecars by their own findings, or use a mesh without them.',
  wording: {
    title: 'The helpers of {name} reserve more than their share',
    summary: [
      'A pod of {subject} reserves {pod.cpu-request} and {pod.memory-request}, more of it than it should for containers that only help.',
    ],
    why: [
      'Without its init containers it would reserve {running.cpu} and {running.memory}: Kubernetes sets aside the larger of the two for as long as the pod lives.',
      'Its sidecars take {sidecar.cpu-share} of the CPU and {sidecar.memory-share} of the memory it requests, which costs {sidecar.cost}.',
    ],
    steps: [
      'Set {changes} in the pod template: the init container then has what the others have set aside, {running.cpu} and {running.memory}, and may still use up to its limit.',
      'Look at the size findings of its sidecars ({sidecar.count}): set their requests where the mesh or the injector is configured, for all workloads at once.',
    ],
    watchAfterwards: ['How long the pods of {name} take to start.'],
  },
  examples: [
    {
      name: 'has an init container that asks for four times as much as the server',
      cluster: {
        workloads: [
          {
            containers: [
              { name: 'migrate', role: 'init', cpuRequest: 2, memoryRequest: 2048, cpu: null, memory: null },
              { cpuRequest: 0.5, memoryRequest: 512 },
            ],
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'has a sidecar that takes half of the pod’s request',
      cluster: {
        workloads: [
          {
            containers: [
              { cpuRequest: 0.5 },
              { name: 'istio-proxy', role: 'sidecar', cpuRequest: 0.5, memoryRequest: 256 },
            ],
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'has a small sidecar',
      cluster: {
        workloads: [
          { containers: [{}, { name: 'istio-proxy', role: 'sidecar', cpuRequest: 0.1, memoryRequest: 64 }] },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has two containers of which neither is a helper',
      cluster: { workloads: [{ containers: [{ name: 'web' }, { name: 'worker' }] }] },
      verdict: 'not found',
    },
  ],
};

type Resource = 'cpu' | 'memory';

const effective = (
  containers: readonly Container[],
  override?: (container: string, resource: Resource) => number | undefined,
): Reservation => {
  const { cpu, memory, gpus } = podRequest(containers, override);
  return { cpu: cores(cpu / MICRO), memory: bytes(memory), gpus };
};

const write = (resource: Resource, amount: number): string =>
  resource === 'cpu' ? coresToKubernetesQuantity(cores(amount)) : bytesToKubernetesQuantity(bytes(amount));

/** What each init container may ask for without deciding the pod's request. */
function initTargets(
  { workload, context }: WorkloadSubject,
  running: Reservation,
): ReadonlyMap<string, number> {
  const targets = new Map<string, number>();
  let before = { cpu: 0, memory: 0 };
  for (const container of workload.containers) {
    const own = requested(container);
    if (container.role === 'sidecar')
      before = { cpu: before.cpu + own.cpu, memory: before.memory + own.memory };
    if (container.role !== 'init') continue;
    const usage = context.observation.usage.get(containerKey(workload.id, container.name));
    for (const resource of ['cpu', 'memory'] as const) {
      // What it was seen to use it keeps, whatever that reserves.
      const target = Math.max(running[resource] - before[resource], usage?.[resource]?.max ?? 0);
      if (target < own[resource]) targets.set(`${container.name}/${resource}`, target);
    }
  }
  return targets;
}

function initFinding(subject: WorkloadSubject, running: Reservation, now: Reservation): Finding | null {
  const { workload, context } = subject;
  const targets = initTargets(subject, running);
  const next = effective(workload.containers, (container, resource) =>
    targets.get(`${container}/${resource}`),
  );
  const freed: Reservation = {
    cpu: cores(now.cpu - next.cpu),
    memory: bytes(now.memory - next.memory),
    gpus: 0,
  };
  const { minimumChange } = context.policy;
  const worthIt = freed.cpu >= minimumChange * now.cpu || freed.memory >= minimumChange * now.memory;
  if (!worthIt || !(freed.cpu + freed.memory > 0)) return null;
  const changes = workload.containers.flatMap((container): readonly Change[] =>
    (['cpu', 'memory'] as const).flatMap(resource => {
      const target = targets.get(`${container.name}/${resource}`);
      const request = container.requests[resource];
      if (target === undefined || request === null) return [];
      const [from, to] = [write(resource, request), write(resource, target)];
      return from === to ? [] : [{ container: container.name, target: `requests.${resource}`, from, to }];
    }),
  );
  const origin = declared(context.observation);
  return {
    changes,
    effect: {
      kind: 'reservation',
      freedPerPod: { low: freed, likely: freed, high: freed },
      shareOfPods: 1,
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason:
            'An init container that needs more than is set aside starts slower, and on a full node it may be evicted and start again',
        },
      ],
      '',
    ),
    confidence: asDeclared('The requests as the pod template declares them'),
    evidence: [
      ...podFacts(subject, now),
      fact('running.cpu', 'CPU request of its other containers', running.cpu, 'cores', origin),
      fact('running.memory', 'Memory request of its other containers', running.memory, 'bytes', origin),
    ],
  };
}

const podFacts = ({ context }: WorkloadSubject, now: Reservation) => [
  fact('pod.cpu-request', 'CPU that a pod reserves', now.cpu, 'cores', declared(context.observation)),
  fact(
    'pod.memory-request',
    'Memory that a pod reserves',
    now.memory,
    'bytes',
    declared(context.observation),
  ),
];

function sidecarFinding(subject: WorkloadSubject, running: Reservation, now: Reservation): Finding | null {
  const { workload, context, placements } = subject;
  const sidecars = workload.containers.filter(one => isSidecar(one, workload));
  const theirs = effective(sidecars.map(one => ({ ...one, role: 'main' as const })));
  const share = (resource: Resource) => (running[resource] > 0 ? theirs[resource] / running[resource] : 0);
  if (!(share('cpu') > SIDECAR_SHARE || share('memory') > SIDECAR_SHARE)) return null;
  const { prices } = context.observation;
  const cost = placements.reduce(
    (sum, { node, pods }) => sum + pods * monthlyCost(theirs, pricesOfNode(prices, node)),
    0,
  );
  if (cost < context.policy.minimumSavingPerMonth) return null;
  const origin = declared(context.observation);
  return {
    changes: [],
    // What can be saved on a sidecar is told by its own size findings.
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf([], 'This finding changes nothing by itself'),
    confidence: asDeclared('The requests as the pod template declares them'),
    evidence: [
      ...podFacts(subject, now),
      fact('sidecar.count', 'Sidecars of a pod', sidecars.length, 'count', origin),
      fact('sidecar.cpu-share', 'Share of the sidecars in the CPU request', share('cpu'), 'ratio', origin),
      fact(
        'sidecar.memory-share',
        'Share of the sidecars in the memory request',
        share('memory'),
        'ratio',
        origin,
      ),
      fact(
        'sidecar.cost',
        'Cost of what the sidecars reserve',
        cost,
        'USD/month',
        computed('nominal-saving'),
      ),
    ],
  };
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, placements } = subject;
  if (placements.length === 0) return FINE;
  const running = effective(workload.containers.filter(({ role }) => role !== 'init'));
  if (!(running.cpu > 0 && running.memory > 0)) return FINE;
  const now = effective(workload.containers);
  const finding = initFinding(subject, running, now) ?? sidecarFinding(subject, running, now);
  return finding ? found(finding) : FINE;
}

export const initOrSidecarDominates: WorkloadRule = { scope: 'workload', declaration, detect };
