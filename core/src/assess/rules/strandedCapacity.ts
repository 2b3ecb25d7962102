import { bytes, cores, type Ratio, ratio } from '../../model/index.ts';
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

/** Points between the shares of CPU and of memory that are reserved. Catalogue R10. */
const GAP = ratio(0.25);
/** Share of the scarcer resource from which on the other is stranded: before it, both are simply idle. */
const NEARLY_FULL = ratio(0.6);

const declaration: RuleDeclaration = {
  id: 'stranded-capacity',
  title: 'Stranded capacity',
  finds:
    'A pool of which one resource is nearly used up by requests while much of the other is left: what is left cannot be used, because no pod can be placed without both.',
  needs: [REQUESTS_AND_LIMITS],
  thresholds: [
    {
      meaning: 'Gap between the reserved shares of CPU and memory, above',
      unit: 'ratio',
      source: 'opportunity catalogue R10',
      valueIn: () => GAP,
    },
    {
      meaning: 'Reserved share of the scarcer resource, at least',
      unit: 'ratio',
      source: 'own judgement: below it nothing is scarce',
      valueIn: () => NEARLY_FULL,
    },
  ],
  leavesAlone: [
    'Pools of which nothing is scarce: they are idle, which is a finding of its own.',
    'Pools with GPUs: their CPU and memory come with the device.',
  ],
  remediation:
    'Give the pool a shape with less of the resource that is left over, or let workloads of the other shape share it. No saving is claimed here: what another shape saves is said by the rule on shapes.',
  wording: {
    title: 'Change the shape of {name}: one resource runs out before the other',
    summary: [
      'Of {subject}, {pool.cpu-share} of the CPU and {pool.memory-share} of the memory are reserved.',
      'What is left over of the one cannot be used without the other: {stranded.cpu} and {stranded.memory} are stranded.',
    ],
    why: ['Its nodes cost {pool.usd} together.', 'The gap is {pool.gap}; from {policy.gap} on it is told.'],
    steps: [
      'Compare the CPU and memory of its instance type with what its pods reserve, and choose a family with another ratio.',
      'Or let pods that need the stranded resource run here: relax their node selector or affinity.',
    ],
    watchAfterwards: ['The shares of CPU and memory that are reserved, per pool.'],
  },
  examples: [
    {
      name: 'reserves nearly all CPU and hardly any memory',
      cluster: { workloads: [{ replicas: 4, containers: [{ cpuRequest: 1.8, memoryRequest: 1024 }] }] },
      verdict: 'found',
    },
    {
      name: 'reserves both alike',
      cluster: { workloads: [{ replicas: 4, containers: [{ cpuRequest: 1.8, memoryRequest: 7000 }] }] },
      verdict: 'not found',
    },
    {
      name: 'reserves little of either',
      cluster: { workloads: [{ replicas: 2, containers: [{ cpuRequest: 2, memoryRequest: 1024 }] }] },
      verdict: 'not found',
    },
    {
      name: 'has nodes of unknown size',
      cluster: {
        nodes: [{ declared: unknownSize() }, {}],
        workloads: [{ replicas: 4, containers: [{ cpuRequest: 1.8, memoryRequest: 1024 }] }],
      },
      verdict: 'not assessed',
    },
  ],
};

function unknownSize() {
  const nothing = { cpu: null, memory: null, gpus: null };
  return { capacity: nothing, allocatable: nothing };
}

const share = (part: number, whole: number): Ratio => ratio(whole > 0 ? part / whole : 0);

function judge(
  { subject, nodes }: NodePool,
  held: ReadonlyMap<string, NodeReservations>,
  { observation }: ClusterContext,
): ObjectVerdict {
  const balance = poolBalance(nodes, held);
  if (balance === null) return { subject, verdict: notAssessed('The size of one of its nodes is not known') };
  const { offered, everyNode, others } = balance;
  const cpu = share(everyNode.cpu + others.cpu, offered.cpu);
  const memory = share(everyNode.memory + others.memory, offered.memory);
  const scarce = Math.max(cpu, memory);
  const gap = ratio(Math.abs(cpu - memory));
  if (offered.gpus > 0 || gap <= GAP || scarce < NEARLY_FULL) return { subject, verdict: FINE };
  const origin = declared(observation);
  const simulated = computed('stranded-capacity');
  // With as much of both in use as of the scarcer one, nothing would be stranded.
  const stranded = (resource: number, whole: number) => Math.max(0, scarce - resource) * whole;
  const finding = found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf([], 'Nothing changes until the pool does'),
    confidence: asDeclared('Requests and sizes are declared; both may differ at other hours'),
    evidence: [
      fact('pool.nodes', 'Nodes of the pool', nodes.length, 'count', origin),
      fact('pool.cpu-share', 'CPU that is reserved', cpu, 'ratio', origin),
      fact('pool.memory-share', 'Memory that is reserved', memory, 'ratio', origin),
      fact('pool.gap', 'Gap between the two', gap, 'ratio', simulated),
      fact('policy.gap', 'Gap from which on it is told', GAP, 'ratio', simulated),
      fact('stranded.cpu', 'CPU stranded', cores(stranded(cpu, offered.cpu)), 'cores', simulated),
      fact('stranded.memory', 'Memory stranded', bytes(stranded(memory, offered.memory)), 'bytes', simulated),
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
  const { observation } = context;
  const held = reservationsByNode(observation);
  return nodePools(observation, observation.inventory.nodes).map(pool => judge(pool, held, context));
}

export const strandedCapacity: ClusterRule = { scope: 'cluster', declaration, detect };
