import { bytes, cores, type Observation, ratio } from '../../model/index.ts';
import { DEFAULT_MAX_PODS } from '../consolidation/index.ts';
import { type Reservation, timesReservation } from '../footprint/reservation.ts';
import { declaredWithDoubts } from '../judgement/declaredWithDoubts.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import {
  type NodePool,
  nodePools,
  type NodeReservations,
  poolBalance,
  poolPrice,
  poolPriceOrigin,
  remainingNodes,
  reservationsByNode,
} from '../judgement/nodePools.ts';
import { nodesNeeded, poolLoad } from '../judgement/poolShapes.ts';
import { riskOf } from '../judgement/risk.ts';
import { highestReservation } from '../judgement/surges.ts';
import {
  type ClusterContext,
  type ClusterRule,
  FINE,
  found,
  notAssessed,
  type ObjectVerdict,
  type RuleDeclaration,
} from '../rule.ts';
import { addFigures, NOTHING_SAVED, timesFigures } from '../saving/figures.ts';
import { claimOnObject } from '../saving/moneySaved.ts';
import { nodeProvenance, nodeSaving } from '../saving/nodeSaving.ts';
import { CPU_USE, REQUESTS_AND_LIMITS, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

const GUARDED = { name: 'pinned', kind: 'Pod', replicas: 4, containers: [{ cpuRequest: 0.5 }] } as const;

const declaration: RuleDeclaration = {
  id: 'idle-pool-capacity',
  title: 'Pool larger than anything it has held',
  finds:
    'A pool that has whole nodes more than its pods reserve, even with room for the highest hour that was seen, and that the drain simulation cannot empty today: a minimum size, a pod that may not move or a scattered rest keeps them.',
  needs: [REQUESTS_AND_LIMITS, CPU_USE],
  thresholds: SAVING_THRESHOLDS,
  leavesAlone: [
    'Nodes that can be emptied today: they are findings of their own, and not counted here.',
    'One node of each zone of the pool, and pools with GPUs.',
  ],
  remediation:
    'Lower the minimum size of the pool, and let go what keeps its nodes; the nodes that stay are listed with what keeps them.',
  wording: {
    title: 'Lower the minimum size of {name}',
    summary: [
      '{subject} has {pool.nodes} nodes that cannot be emptied today, and {idle.nodes} of them are more than its pods have ever reserved in an hour.',
    ],
    why: [
      'Its pods reserve {pool.cpu} and {pool.memory} of {pool.offered-cpu} and {pool.offered-memory}.',
      'In their highest hour they reserved {surge.cpu} and {surge.memory} more than now; that room is kept.',
    ],
    steps: [
      'Look up the minimum size of the pool, and lower it.',
      'Where pods keep nodes, let them move: the consolidation lists each with its reason.',
    ],
    watchAfterwards: ['Pods that are pending, and how long, in the busiest hours.'],
  },
  examples: [
    {
      name: 'has four nodes with bare pods that would fit on one',
      cluster: { nodes: 4, workloads: [GUARDED] },
      verdict: 'found',
    },
    {
      name: 'has four nodes that are needed',
      cluster: { nodes: 4, workloads: [{ ...GUARDED, containers: [{ cpuRequest: 3 }] }] },
      verdict: 'not found',
    },
    {
      name: 'has nodes that can simply be emptied',
      cluster: { nodes: 4, workloads: [{ ...GUARDED, kind: 'Deployment', scheduling: {} }] },
      verdict: 'not found',
    },
    {
      name: 'has pods of which no hour was seen',
      cluster: {
        nodes: 4,
        workloads: [{ ...GUARDED, containers: [{ cpuRequest: 0.5, cpu: null, memory: null }] }],
      },
      verdict: 'not assessed',
    },
  ],
};

/**
 * Whole nodes that are to spare: as many as both resources allow, and no more than its pods leave when they
 * are packed on nodes of its mean size.
 */
function wholeNodes(
  nodes: NodePool['nodes'],
  spare: Reservation,
  offered: Reservation,
  observation: Observation,
): number {
  const load = poolLoad(nodes, observation);
  const size = timesReservation(offered, 1 / nodes.length);
  const packed = nodesNeeded(load, {
    size,
    maxPods: Math.min(...nodes.map(({ maxPods }) => maxPods ?? DEFAULT_MAX_PODS)),
  });
  const fit = (resource: 'cpu' | 'memory') => {
    const perNode = size[resource] - load.perNode[resource];
    return perNode > 0 ? Math.floor(spare[resource] / perNode + 1e-9) : 0;
  };
  return packed === null ? 0 : Math.max(0, Math.min(fit('cpu'), fit('memory'), nodes.length - packed));
}

function judge(
  { subject, nodes }: NodePool,
  held: ReadonlyMap<string, NodeReservations>,
  { observation }: ClusterContext,
): ObjectVerdict {
  const balance = poolBalance(nodes, held);
  if (balance === null) return { subject, verdict: notAssessed('The size of one of its nodes is not known') };
  const { offered, everyNode, others } = balance;
  if (offered.gpus > 0) return { subject, verdict: FINE };
  const highest = highestReservation(new Set(nodes.map(({ name }) => name)), observation);
  if (highest === null)
    return {
      subject,
      verdict: notAssessed('No hour of its pods was seen, so the room they need is not known'),
    };
  const surge = (resource: 'cpu' | 'memory') =>
    Math.max(0, highest[resource] - everyNode[resource] - others[resource]);
  const spare = (resource: 'cpu' | 'memory') =>
    offered[resource] - everyNode[resource] - others[resource] - surge(resource);
  const idle = wholeNodes(
    nodes,
    { cpu: cores(spare('cpu')), memory: bytes(spare('memory')), gpus: 0 },
    offered,
    observation,
  );
  if (idle < 1) return { subject, verdict: FINE };
  const origin = declared(observation);
  const all = nodes.map(node => nodeSaving(node, observation)).reduce(addFigures, NOTHING_SAVED);
  const provenance = nodeProvenance(nodes, observation);
  const claims = nodes.map(({ name }) =>
    claimOnObject({ clusterId: subject.clusterId, namespace: '', kind: 'Node', name }),
  );
  const finding = found({
    changes: [],
    effect: { kind: 'figures', figures: timesFigures(all, idle / nodes.length), provenance, claims },
    shownRegardless: false,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason: 'The window may not have seen the hour for which the pool was made so large',
        },
      ],
      '',
    ),
    confidence: declaredWithDoubts('Requests and sizes are declared, the highest hour was seen', [
      { factor: ratio(0.8), reason: 'What keeps the nodes may be there for a reason that nobody declared' },
    ]),
    evidence: [
      fact(
        'pool.nodes',
        'Nodes that cannot be emptied today',
        nodes.length,
        'count',
        computed('consolidation'),
      ),
      fact('idle.nodes', 'Whole nodes to spare', idle, 'count', computed('idle-pool-capacity')),
      fact('pool.cpu', 'CPU reserved', everyNode.cpu + others.cpu, 'cores', origin),
      fact('pool.memory', 'Memory reserved', everyNode.memory + others.memory, 'bytes', origin),
      fact('pool.offered-cpu', 'CPU of the nodes', offered.cpu, 'cores', origin),
      fact('pool.offered-memory', 'Memory of the nodes', offered.memory, 'bytes', origin),
      fact(
        'surge.cpu',
        'CPU reserved in the highest hour, beyond now',
        surge('cpu'),
        'cores',
        measured('cpu', observation),
      ),
      fact(
        'surge.memory',
        'Memory reserved in the highest hour, beyond now',
        surge('memory'),
        'bytes',
        measured('cpu', observation),
      ),
      fact(
        'pool.usd',
        'Price of its nodes',
        poolPrice(nodes, observation),
        'USD/month',
        poolPriceOrigin(nodes, observation),
      ),
    ],
  });
  return { subject, verdict: finding };
}

function detect(context: ClusterContext): readonly ObjectVerdict[] {
  const held = reservationsByNode(context.observation);
  return nodePools(context.observation, remainingNodes(context)).map(pool => judge(pool, held, context));
}

export const idlePoolCapacity: ClusterRule = { scope: 'cluster', declaration, detect };
