import { bytes, type ClusterNode, cores, ratio, usd } from '../../model/index.ts';
import { declaredWithDoubts } from '../judgement/declaredWithDoubts.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import {
  type NodePool,
  nodePools,
  poolPrice,
  poolPriceOrigin,
  remainingNodes,
} from '../judgement/nodePools.ts';
import { nodesNeeded, type PoolLoad, poolLoad, type Shape, shapeOf } from '../judgement/poolShapes.ts';
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
import { NOTHING_SAVED } from '../saving/figures.ts';
import { claimOnObject } from '../saving/moneySaved.ts';
import { uncertaintyOf, widened } from '../saving/uncertainty.ts';
import { REQUESTS_AND_LIMITS, SAVING_THRESHOLDS, SMALLEST_CHANGE } from './sharedDeclarations.ts';

const LEAN = { cpu: 4, memory: 8, pool: 'lean', declared: { instanceType: 'c5.xlarge' } } as const;
const WIDE = { pool: 'wide' } as const;
const BUSY = { replicas: 3, on: [0, 1, 2], containers: [{ cpuRequest: 3.5, memoryRequest: 1024 }] };
const OTHER = { name: 'other', replicas: 1, on: [3], containers: [{ cpuRequest: 3.5, memoryRequest: 6000 }] };

const declaration: RuleDeclaration = {
  id: 'cluster-shape',
  title: 'Another size of node would be cheaper',
  finds:
    'A pool whose pods would need less money on nodes of another size that the cluster has already, at its real price. Compared with what is left once the nodes that can be emptied today are gone, and with the pool’s own size packed as tightly, so that only the shape counts.',
  needs: [REQUESTS_AND_LIMITS],
  thresholds: [
    { ...SMALLEST_CHANGE, meaning: 'Smallest saving, as a share of the price of the pool' },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Sizes that the cluster does not have: their price would be made up.',
    'Sizes of another architecture, and spot against on demand: those are decisions of their own.',
    'Pools with GPUs.',
  ],
  remediation:
    'Add a pool of the other size, move the pods by draining, remove the old one; with Karpenter, allow the instance type.',
  wording: {
    title: 'Run {name} on nodes of another size',
    summary: [
      'The pods of {subject} need {pool.packed} nodes of the size they run on, or {shape.nodes} nodes with {shape.cpu} and {shape.memory} each, which the cluster has already.',
      'That costs {shape.usd} in place of {pool.usd}.',
    ],
    why: [
      'Its pods reserve CPU and memory in another ratio than its nodes offer them, or its nodes are too small for what each carries.',
    ],
    steps: [
      'Add a pool with nodes of that size, in the same zones.',
      'Cordon the old pool and drain its nodes one by one.',
      'Remove the old pool once it is empty.',
    ],
    watchAfterwards: ['That no pod stays pending, and how full the new nodes are.'],
  },
  examples: [
    {
      name: 'runs pods with much CPU and little memory, and a leaner size is there',
      cluster: { nodes: [WIDE, WIDE, WIDE, LEAN], workloads: [BUSY, OTHER] },
      verdict: 'found',
    },
    {
      name: 'runs pods that fill its nodes',
      cluster: {
        nodes: [WIDE, WIDE, WIDE, LEAN],
        workloads: [{ ...BUSY, containers: [{ cpuRequest: 3.5, memoryRequest: 14_000 }] }, OTHER],
      },
      verdict: 'not found',
    },
    {
      name: 'is in a cluster with one size of node',
      cluster: { nodes: [WIDE, WIDE, WIDE, { pool: 'lean' }], workloads: [BUSY, OTHER] },
      verdict: 'not found',
    },
    {
      name: 'has nodes whose price is a default',
      cluster: { nodes: [WIDE, WIDE, WIDE, LEAN], workloads: [BUSY, OTHER], priceKind: 'default' },
      verdict: 'not assessed',
    },
  ],
};

/** What a load costs on a shape. */
interface Offer {
  readonly shape: Shape;
  readonly nodes: number;
  readonly usdPerMonth: number;
}

function offerOf(load: PoolLoad, shape: Shape): Offer | null {
  const nodes = nodesNeeded(load, shape);
  return nodes === null ? null : { shape, nodes, usdPerMonth: nodes * shape.usdPerMonth };
}

const cheapest = (offers: readonly Offer[]): Offer | undefined =>
  offers.toSorted(
    (a, b) => a.usdPerMonth - b.usdPerMonth || (a.shape.instanceType < b.shape.instanceType ? -1 : 1),
  )[0];

function finding(
  pool: NodePool,
  today: number,
  own: Offer,
  best: Offer,
  { observation }: ClusterContext,
): ObjectVerdict {
  const { subject, nodes } = pool;
  const saved = today - best.usdPerMonth;
  const origin = declared(observation);
  const packed = computed('cluster-shape');
  const price = poolPriceOrigin(nodes, observation);
  const doubt = Math.max(uncertaintyOf('price', price), uncertaintyOf('price', best.shape.provenance));
  const verdict = found({
    changes: [],
    effect: {
      kind: 'figures',
      // What nodes of the other size draw is not known before they are there.
      figures: {
        ...NOTHING_SAVED,
        usd: widened({ low: saved, likely: saved, high: saved }, doubt, usd),
        energy: null,
        carbon: null,
      },
      provenance: [price, best.shape.provenance],
      claims: nodes.map(({ name }) =>
        claimOnObject({ clusterId: subject.clusterId, namespace: '', kind: 'Node', name }),
      ),
    },
    shownRegardless: false,
    risk: riskOf([{ level: 'medium', reason: 'Every pod of the pool starts again on a new node' }], ''),
    confidence: declaredWithDoubts(
      `Packed by requests on ${best.shape.instanceType}, which the cluster has already`,
      [
        {
          factor: ratio(0.7),
          reason: 'Of the rules on where pods may run, only zones and hosts of their own were kept',
        },
      ],
    ),
    evidence: [
      fact('pool.nodes', 'Nodes of the pool that cannot be emptied today', nodes.length, 'count', origin),
      fact('pool.usd', 'Price of what has to stay of them', today, 'USD/month', price),
      fact('pool.packed', 'Nodes of its own size, packed as tightly', own.nodes, 'count', packed),
      fact('shape.nodes', 'Nodes of the other size', best.nodes, 'count', packed),
      fact('shape.cpu', 'CPU of one of them', cores(best.shape.size.cpu), 'cores', origin),
      fact('shape.memory', 'Memory of one of them', bytes(best.shape.size.memory), 'bytes', origin),
      fact('shape.usd', 'Price of them together', best.usdPerMonth, 'USD/month', best.shape.provenance),
    ],
  });
  return { subject, verdict };
}

function judge(pool: NodePool, members: readonly ClusterNode[], context: ClusterContext): ObjectVerdict {
  const { subject, nodes } = pool;
  const { observation, policy } = context;
  const [first] = nodes;
  const types = new Set(nodes.map(({ instanceType }) => instanceType));
  const others = observation.inventory.nodes.filter(({ instanceType }) => !types.has(instanceType));
  if (!first || others.length === 0 || nodes.some(({ capacity }) => (capacity.gpus ?? 0) > 0)) {
    return { subject, verdict: FINE };
  }
  const mine = shapeOf(first, observation);
  const known = others.flatMap(node => shapeOf(node, observation) ?? []);
  if (!mine || known.length === 0) {
    return {
      subject,
      verdict: notAssessed('The price of its nodes, or of the other sizes there are, is not known'),
    };
  }
  const load = poolLoad(members, observation);
  const own = offerOf(load, mine);
  const alike = known.filter(
    ({ architecture, spot }) => architecture === mine.architecture && spot === mine.spot,
  );
  const distinct = [...new Map(alike.map(shape => [shape.instanceType, shape])).values()];
  const best = cheapest(distinct.flatMap(shape => offerOf(load, shape) ?? []));
  if (!own || !best) return { subject, verdict: FINE };
  const today = Math.min(poolPrice(nodes, observation), own.usdPerMonth);
  if (best.usdPerMonth > today * (1 - policy.minimumChange)) return { subject, verdict: FINE };
  return finding(pool, today, own, best, context);
}

function detect(context: ClusterContext): readonly ObjectVerdict[] {
  const { observation } = context;
  const whole = new Map(
    nodePools(observation, observation.inventory.nodes).map(({ subject, nodes }) => [subject.name, nodes]),
  );
  return nodePools(observation, remainingNodes(context)).map(pool =>
    judge(pool, whole.get(pool.subject.name) ?? pool.nodes, context),
  );
}

export const clusterShape: ClusterRule = { scope: 'cluster', declaration, detect };
