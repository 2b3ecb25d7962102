import { type Observation, pricesOfNode, ratio } from '../../model/index.ts';
import { leavesWithNode } from '../consolidation/index.ts';
import { monthlyCost } from '../footprint/costs.ts';
import { NOTHING } from '../footprint/reservation.ts';
import { asDeclared } from '../judgement/confidence.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import {
  type NodePool,
  nodePools,
  type NodeReservations,
  poolBalance,
  poolPrice,
  poolPriceOrigin,
  reservationsByNode,
} from '../judgement/nodePools.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  type ClusterContext,
  type ClusterRule,
  FINE,
  found,
  notAssessed,
  type ObjectVerdict,
  type RuleDeclaration,
} from '../rule.ts';
import { REQUESTS_AND_LIMITS } from './sharedDeclarations.ts';

/** Share of a pool that agents reserve. Catalogue N7. */
const OVERHEAD = ratio(0.15);

const small = [
  { cpu: 1, memory: 4 },
  { cpu: 1, memory: 4 },
] as const;
const agent = (cpuRequest: number) => ({
  kind: 'DaemonSet',
  replicas: 2,
  containers: [{ cpuRequest, memoryRequest: 128 }],
});

const declaration: RuleDeclaration = {
  id: 'daemon-set-overhead',
  title: 'Overhead of agents on every node',
  finds:
    'A pool of which the pods that come with every node (DaemonSets and static pods) reserve a large share of CPU or memory: its nodes are too small for what each of them carries.',
  needs: [REQUESTS_AND_LIMITS],
  thresholds: [
    {
      meaning: 'Share of CPU or memory that pods of every node reserve, above',
      unit: 'ratio',
      source: 'opportunity catalogue N7; Kubecost asks for the same figures as an input',
      valueIn: () => OVERHEAD,
    },
  ],
  leavesAlone: [
    'Pools with little overhead.',
    'What the node itself keeps back: allocatable is counted, not capacity.',
  ],
  remediation:
    'Fewer, larger nodes, or smaller requests of the agents. No saving is claimed: it depends on which of the two is done.',
  wording: {
    title: 'Agents take too much of each node of {name}',
    summary: [
      'On {subject}, pods that run on every node reserve {agents.cpu-share} of the CPU and {agents.memory-share} of the memory.',
      'That is worth {agents.usd} of what its nodes cost.',
    ],
    why: [
      'It has {pool.nodes} nodes and each carries the agents once; with half as many nodes of twice the size the agents would reserve half.',
      'From {policy.overhead} on it is told.',
    ],
    steps: [
      'See which agents reserve most: `kubectl get daemonsets --all-namespaces`; lower requests they do not use.',
      'Choose a larger instance type for the pool, so that fewer nodes carry them.',
    ],
    watchAfterwards: ['The share of the pool that pods of every node reserve.'],
  },
  examples: [
    {
      name: 'has nodes of one core of which an agent reserves a fifth',
      cluster: { nodes: small, workloads: [agent(0.2)] },
      verdict: 'found',
    },
    {
      name: 'has nodes on which the same agent is small',
      cluster: { nodes: 2, workloads: [agent(0.2)] },
      verdict: 'not found',
    },
    {
      name: 'reserves as much for a Deployment',
      cluster: { nodes: small, workloads: [{ ...agent(0.2), kind: 'Deployment' }] },
      verdict: 'not found',
    },
  ],
};

const reservedPrice = (
  nodes: NodePool['nodes'],
  held: ReadonlyMap<string, NodeReservations>,
  { prices }: Observation,
): number =>
  nodes.reduce(
    (total, { name }) =>
      total + monthlyCost(held.get(name)?.everyNode ?? NOTHING, pricesOfNode(prices, name)),
    0,
  );

function judge(
  { subject, nodes }: NodePool,
  held: ReadonlyMap<string, NodeReservations>,
  agents: number,
  { observation }: ClusterContext,
): ObjectVerdict {
  const balance = poolBalance(nodes, held);
  if (balance === null) return { subject, verdict: notAssessed('The size of one of its nodes is not known') };
  const { offered, everyNode } = balance;
  const share = (resource: 'cpu' | 'memory') =>
    offered[resource] > 0 ? everyNode[resource] / offered[resource] : 0;
  const [cpu, memory] = [share('cpu'), share('memory')];
  if (!(Math.max(cpu, memory) > OVERHEAD)) return { subject, verdict: FINE };
  const origin = declared(observation);
  const finding = found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf([], 'Nothing changes until the pool or its agents do'),
    confidence: asDeclared('Requests and sizes are declared'),
    evidence: [
      fact('pool.nodes', 'Nodes of the pool', nodes.length, 'count', origin),
      fact('agents.count', 'Workloads that run on every node, in the cluster', agents, 'count', origin),
      fact('agents.cpu-share', 'CPU that they reserve', cpu, 'ratio', origin),
      fact('agents.memory-share', 'Memory that they reserve', memory, 'ratio', origin),
      fact(
        'policy.overhead',
        'Share from which on it is told',
        OVERHEAD,
        'ratio',
        computed('daemon-set-overhead'),
      ),
      fact(
        'pool.usd',
        'Price of its nodes',
        poolPrice(nodes, observation),
        'USD/month',
        poolPriceOrigin(nodes, observation),
      ),
      fact(
        'agents.usd',
        'Price of what they reserve',
        reservedPrice(nodes, held, observation),
        'USD/month',
        poolPriceOrigin(nodes, observation),
      ),
    ],
  });
  return { subject, verdict: finding };
}

function detect(context: ClusterContext): readonly ObjectVerdict[] {
  const { observation } = context;
  const held = reservationsByNode(observation);
  const agents = observation.inventory.workloads.filter(leavesWithNode).length;
  return nodePools(observation, observation.inventory.nodes).map(pool => judge(pool, held, agents, context));
}

export const daemonSetOverhead: ClusterRule = { scope: 'cluster', declaration, detect };
