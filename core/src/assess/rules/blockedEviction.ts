import { type DisruptionBudget, type ObjectReference, ratio, type Workload } from '../../model/index.ts';
import { evictionAnnotation, leavesWithNode, neverAllows, selects } from '../consolidation/index.ts';
import { isTransient } from '../footprint/placements.ts';
import { asDeclared } from '../judgement/confidence.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import {
  allocatable,
  monthlyPrice,
  type NodeReservations,
  reservationsByNode,
} from '../judgement/nodePools.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  type ClusterContext,
  type ClusterRule,
  FINE,
  found,
  type ObjectVerdict,
  type RuleDeclaration,
} from '../rule.ts';

/** Below it a node is a candidate for consolidation. Cluster Autoscaler's default, and catalogue A8. */
const UNDER_USED = ratio(0.5);

const GUARD: DisruptionBudget = {
  namespace: 'shop',
  name: 'guard',
  selector: [{ key: 'app', operator: 'In', values: ['cart'] }],
  minAvailable: '1',
  maxUnavailable: null,
  disruptionsAllowed: 0,
  expectedPods: 1,
  currentHealthy: 1,
  desiredHealthy: 1,
};

const HELD: Partial<Workload> = { podAnnotations: { 'karpenter.sh/do-not-disrupt': 'true' } };

const declaration: RuleDeclaration = {
  id: 'blocked-eviction',
  title: 'Eviction blocked',
  finds:
    'A disruption budget that can never allow a pod to move, even when all are well, or an annotation that forbids it on a node that is hardly used. Such a node can be neither emptied nor upgraded without force.',
  needs: [
    {
      anyOf: ['api:poddisruptionbudgets', 'kube_poddisruptionbudget_status_desired_healthy', 'api:pod-specs'],
      for: 'disruption budgets and annotations of pods',
    },
  ],
  thresholds: [
    {
      meaning: 'Reserved share of a node below which an annotation is told',
      unit: 'ratio',
      source: 'Cluster Autoscaler’s scale-down threshold, opportunity catalogue A8',
      valueIn: () => UNDER_USED,
    },
  ],
  leavesAlone: [
    'Budgets that allow nothing just now because a pod is unwell: that passes.',
    'Annotated pods on nodes that are well used, pods of DaemonSets and Jobs, and bare pods.',
  ],
  remediation:
    'Let the budget allow one pod at a time (`maxUnavailable: 1`), with a second replica where one is not enough; take the annotation away where the pod can start again elsewhere.',
  wording: {
    title: 'Let the pods that {name} holds move',
    summary: ['{subject} keeps {held.pods} pods from ever being moved, on {held.nodes} nodes.'],
    why: [
      'A node that cannot be emptied cannot be given back, and cannot be upgraded without force.',
      'Of those nodes, {held.idle-nodes} have less than {policy.under-used} of their CPU and memory reserved; they cost {held.usd}.',
    ],
    steps: [
      'If it is a budget, set `maxUnavailable: 1` (or a `minAvailable` below the number of replicas) and run a second replica where the service must not pause.',
      'If it is an annotation, find out why it was set; take `cluster-autoscaler.kubernetes.io/safe-to-evict` and `karpenter.sh/do-not-disrupt` away where a restart is harmless.',
    ],
    watchAfterwards: ['That its pods come up elsewhere when their node is drained.'],
  },
  examples: [
    {
      name: 'is a budget that wants one of one pod',
      cluster: {
        nodes: 2,
        workloads: [{ name: 'cart', replicas: 1, scheduling: {} }],
        inventory: { disruptionBudgets: [GUARD] },
      },
      verdict: 'found',
    },
    {
      name: 'is an annotation on a node of which a quarter is reserved',
      cluster: {
        nodes: 2,
        workloads: [{ name: 'cart', replicas: 1, scheduling: {}, declared: HELD }],
        inventory: { disruptionBudgets: [] },
      },
      verdict: 'found',
    },
    {
      name: 'is a budget that allows one of two pods',
      cluster: {
        nodes: 2,
        workloads: [{ name: 'cart', replicas: 2, scheduling: {} }],
        inventory: {
          disruptionBudgets: [{ ...GUARD, disruptionsAllowed: 1, expectedPods: 2, currentHealthy: 2 }],
        },
      },
      verdict: 'not found',
    },
    {
      name: 'is a budget that allows nothing because one of two pods is unwell',
      cluster: {
        nodes: 2,
        workloads: [{ name: 'cart', replicas: 2, scheduling: {} }],
        inventory: { disruptionBudgets: [{ ...GUARD, expectedPods: 2, currentHealthy: 1 }] },
      },
      verdict: 'not found',
    },
    {
      name: 'is an annotation on a node that is well used',
      cluster: {
        nodes: 2,
        workloads: [
          { name: 'cart', replicas: 1, scheduling: {}, containers: [{ cpuRequest: 3 }], declared: HELD },
        ],
        inventory: { disruptionBudgets: [] },
      },
      verdict: 'not found',
    },
  ],
};

/** Nodes on which pods of the workloads are, each once. */
interface Held {
  readonly pods: number;
  readonly nodes: readonly string[];
  /** Those of which little is reserved. */
  readonly idle: readonly string[];
}

function heldBy(
  workloads: readonly Workload[],
  { nodes }: ClusterContext,
  reserved: ReadonlyMap<string, NodeReservations>,
): Held {
  const pods = workloads.flatMap(workload =>
    workload.pods.filter(({ present, node }) => present && node !== null),
  );
  const names = [...new Set(pods.flatMap(({ node }) => node ?? []))].sort();
  const isIdle = (name: string) => {
    const node = nodes.get(name);
    const size = node && allocatable(node);
    if (!size) return false;
    const { everyNode, others } = reserved.get(name) ?? {};
    const share = (resource: 'cpu' | 'memory') =>
      ((everyNode?.[resource] ?? 0) + (others?.[resource] ?? 0)) / Math.max(1e-9, size[resource]);
    return Math.max(share('cpu'), share('memory')) < UNDER_USED;
  };
  return { pods: pods.length, nodes: names, idle: names.filter(isIdle) };
}

function finding(
  subject: ObjectReference,
  held: Held,
  reason: string,
  { observation, nodes }: ClusterContext,
): ObjectVerdict {
  const origin = declared(observation);
  const price = held.idle
    .flatMap(name => nodes.get(name) ?? [])
    .reduce((total, node) => total + monthlyPrice(node, observation), 0);
  const verdict = found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason:
            'Once it may move, its pod restarts when its node is drained: somebody may have wanted to prevent that',
        },
      ],
      '',
    ),
    confidence: asDeclared(reason),
    evidence: [
      fact('held.pods', 'Pods that may not move', held.pods, 'count', origin),
      fact('held.nodes', 'Nodes they are on', held.nodes.length, 'count', origin),
      fact('held.idle-nodes', 'Of these, hardly used', held.idle.length, 'count', origin),
      fact('held.usd', 'Price of the hardly used ones', price, 'USD/month', computed('node-price')),
      fact(
        'policy.under-used',
        'Reserved share below which a node is hardly used',
        UNDER_USED,
        'ratio',
        computed('blocked-eviction'),
      ),
    ],
  });
  return { subject, verdict };
}

const mayMove = (workload: Workload): boolean =>
  !leavesWithNode(workload) && !isTransient(workload) && workload.reference.kind !== 'Pod';

function workloadsByNamespace(workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
  const byNamespace = new Map<string, Workload[]>();
  for (const workload of workloads) {
    const { namespace } = workload.reference;
    const others = byNamespace.get(namespace);
    if (others) others.push(workload);
    else byNamespace.set(namespace, [workload]);
  }
  return byNamespace;
}

function* detect(context: ClusterContext): Iterable<ObjectVerdict> {
  const { cluster, inventory } = context.observation;
  const reserved = reservationsByNode(context.observation);
  const movable = inventory.workloads.filter(mayMove);
  const byNamespace = workloadsByNamespace(movable);
  for (const budget of inventory.disruptionBudgets ?? []) {
    const { namespace, name, selector } = budget;
    const subject: ObjectReference = { clusterId: cluster.id, namespace, kind: 'PodDisruptionBudget', name };
    const guarded =
      selector === null
        ? []
        : (byNamespace.get(namespace) ?? []).filter(({ podLabels }) => selects(selector, podLabels));
    const held = heldBy(guarded, context, reserved);
    if (held.pods === 0 || !neverAllows(budget)) yield { subject, verdict: FINE };
    else yield finding(subject, held, 'Its declaration leaves no pod to spare, whatever happens', context);
  }
  for (const workload of movable) {
    const annotation = evictionAnnotation(workload);
    if (annotation === null) continue;
    const held = heldBy([workload], context, reserved);
    if (held.idle.length > 0)
      yield finding(workload.reference, held, `It is annotated ${annotation}`, context);
  }
}

export const blockedEviction: ClusterRule = { scope: 'cluster', declaration, detect };
