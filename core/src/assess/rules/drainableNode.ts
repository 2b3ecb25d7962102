import { type Consolidation, type GoingNode, type ObjectReference } from '../../model/index.ts';
import { declaredWithDoubts } from '../judgement/declaredWithDoubts.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import {
  allocatable,
  monthlyPrice,
  reservationsByNode,
  type NodeReservations,
} from '../judgement/nodePools.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  type ClusterContext,
  type ClusterRule,
  found,
  notAssessed,
  type ObjectVerdict,
  type RuleDeclaration,
} from '../rule.ts';
import { claimOnObject } from '../saving/moneySaved.ts';
import { nodeProvenance } from '../saving/nodeSaving.ts';
import { POD_SPECS, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

/** What each thing that the simulation did not know leaves of the confidence: own judgement. */
const PER_DOUBT = 0.95;

const GUEST = { name: 'guest', replicas: 1, containers: [{ cpuRequest: 0.5, memoryRequest: 512 }] } as const;
const BULK = {
  name: 'bulk',
  replicas: 2,
  on: [0, 1],
  containers: [{ cpuRequest: 2.5, memoryRequest: 512 }],
} as const;

const declaration: RuleDeclaration = {
  id: 'drainable-node',
  title: 'Drainable node',
  finds:
    'A node whose pods all find room on the other nodes with today’s requests. Simulated pod by pod as the scheduler places them: requests, limits of pods, taints, node and pod affinity, topology spread, host ports, zones of volumes and disruption budgets are kept. The findings of a cluster hold together, in the order they give.',
  needs: [POD_SPECS],
  thresholds: SAVING_THRESHOLDS,
  leavesAlone: [
    'Nodes of the control plane, and the last node of a pool or a zone.',
    'Nodes with bare pods, with pods of Jobs, or with pods that an annotation or a disruption budget holds.',
    'Nodes with pods of which nobody says where they may run.',
  ],
  remediation:
    'Cordon and drain it, and lower the size of its pool; with Cluster Autoscaler or Karpenter, allow consolidation and it goes by itself.',
  wording: {
    title: 'Empty node {name} and give it back',
    summary: [
      'Pods reserve {node.cpu-share} of the CPU and {node.memory-share} of the memory of {subject}, and all that have to move find room elsewhere: {moved.pods}.',
    ],
    why: [
      'It costs {node.usd} whether or not its pods need it.',
      'Of the nodes that can go today it is number {drain.position} of {drain.total}, in the order in which they are emptied; those before it go first.',
    ],
    steps: [
      'Keep new pods away: `kubectl cordon {name}`.',
      'Move its pods, which respects disruption budgets: `kubectl drain {name} --ignore-daemonsets --delete-emptydir-data`.',
      'Lower the size, or the minimum, of its pool by one so that it does not come back; with Karpenter, let consolidation do it.',
    ],
    watchAfterwards: ['That no pod stays pending, and that the pool does not grow again within a day.'],
  },
  examples: [
    {
      name: 'holds one small pod that fits elsewhere',
      cluster: {
        nodes: 3,
        workloads: [
          { ...BULK, scheduling: {} },
          { ...GUEST, on: [2], scheduling: {} },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'holds a pod that an annotation forbids to move',
      cluster: {
        nodes: 3,
        workloads: [
          { ...BULK, scheduling: {}, kind: 'Pod' },
          {
            ...GUEST,
            on: [2],
            scheduling: {},
            declared: { podAnnotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'holds a pod for which the other nodes have no room',
      cluster: {
        nodes: 3,
        workloads: [{ ...BULK, replicas: 3, on: [0, 1, 2], scheduling: {} }],
      },
      verdict: 'not found',
    },
    {
      name: 'is in a cluster of which nobody says where pods may run',
      cluster: { nodes: 3, workloads: [BULK, GUEST] },
      verdict: 'not assessed',
    },
  ],
};

function judge(
  { node: name, movedPods, saving }: GoingNode,
  index: number,
  { now, doubts }: Consolidation,
  held: ReadonlyMap<string, NodeReservations>,
  { observation, nodes }: ClusterContext,
): readonly ObjectVerdict[] {
  const node = nodes.get(name);
  const size = node && allocatable(node);
  if (!node || !size) return [];
  const subject: ObjectReference = { clusterId: observation.cluster.id, namespace: '', kind: 'Node', name };
  const reserved = held.get(name);
  const share = (resource: 'cpu' | 'memory') =>
    ((reserved?.others[resource] ?? 0) + (reserved?.everyNode[resource] ?? 0)) /
    Math.max(size[resource], 1e-9);
  const origin = declared(observation);
  const simulated = computed('consolidation');
  const provenance = nodeProvenance([node], observation);
  const finding = found({
    changes: [],
    effect: { kind: 'figures', figures: saving, provenance, claims: [claimOnObject(subject)] },
    shownRegardless: false,
    risk: riskOf(
      [
        movedPods > 0
          ? {
              level: 'medium',
              reason: 'Its pods start again on other nodes, which is felt where a workload has one replica',
            }
          : null,
      ],
      'Nothing has to move',
    ),
    confidence: declaredWithDoubts(
      'Every move was simulated against the requests and rules of today',
      doubts.map(reason => ({ factor: PER_DOUBT, reason })),
    ),
    evidence: [
      fact('node.cpu-share', 'CPU of the node that is reserved', share('cpu'), 'ratio', origin),
      fact('node.memory-share', 'Memory of the node that is reserved', share('memory'), 'ratio', origin),
      fact(
        'node.usd',
        'Price of the node',
        monthlyPrice(node, observation),
        'USD/month',
        provenance[0] ?? origin,
      ),
      fact('moved.pods', 'Pods that move to other nodes', movedPods, 'count', simulated),
      fact('drain.position', 'Its place in the order of emptying', index + 1, 'count', simulated),
      fact('drain.total', 'Nodes that can be emptied today', now.length, 'count', simulated),
    ],
  });
  return [{ subject, verdict: finding }];
}

function detect(context: ClusterContext): readonly ObjectVerdict[] {
  const today = context.emptiedToday();
  const { cluster } = context.observation;
  if (today === null) {
    const subject = { clusterId: cluster.id, namespace: '', kind: 'Cluster', name: cluster.name };
    return [
      {
        subject,
        verdict: notAssessed('Where its pods may run is not known, so no node can be emptied in thought'),
      },
    ];
  }
  const held = reservationsByNode(context.observation);
  return today.now.flatMap((going, index) => judge(going, index, today, held, context));
}

export const drainableNode: ClusterRule = { scope: 'cluster', declaration, detect };
