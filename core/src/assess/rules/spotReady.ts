import {
  bytes,
  cores,
  type DisruptionBudget,
  priceOfNode,
  type Provenance,
  ratio,
  seconds,
  type SpotPrice,
  spotPriceOf,
  usd,
} from '../../model/index.ts';
import { monthlyCost } from '../footprint/costs.ts';
import { heldByPod } from '../footprint/heldReservations.ts';
import { timesReservation } from '../footprint/reservation.ts';
import { declaredWithDoubts } from '../judgement/declaredWithDoubts.ts';
import { computed, declared, fact, known } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  BUDGET_SHARE,
  NOTICE_SECONDS,
  ROLL_OUT_SHARE,
  spotReadiness,
  type SpotReadiness,
} from '../judgement/spotReadiness.ts';
import {
  type Effect,
  FINE,
  found,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { NOTHING_SAVED } from '../saving/figures.ts';
import { uncertaintyOf, widened } from '../saving/uncertainty.ts';
import { POD_SPECS } from './sharedDeclarations.ts';

/** A replaced pod that crashed before is not sure to come up. */
const RESTARTS_PER_POD = 5;

const declaration: RuleDeclaration = {
  id: 'spot-ready',
  title: 'Ready for spot nodes',
  finds:
    'A Deployment that stands the sudden loss of a node: several replicas, no scratch volume, neither a disruption budget nor its roll-out want most of them to stay, and it ends within the notice of a spot node. The checks are Kubecost’s; the last is ours.',
  needs: [POD_SPECS],
  thresholds: [
    { meaning: 'Replicas, more than', unit: 'count', source: 'Kubecost spot checklist', valueIn: () => 1 },
    {
      meaning: 'What a disruption budget keeps of the replicas, at most',
      unit: 'ratio',
      source: 'Kubecost spot checklist',
      valueIn: () => BUDGET_SHARE,
    },
    {
      meaning: 'What a roll-out keeps of the replicas in whole pods, at most',
      unit: 'ratio',
      source: 'Kubecost spot checklist',
      valueIn: () => ROLL_OUT_SHARE,
    },
    {
      meaning: 'Grace period of its pods, below',
      unit: 'seconds',
      source: 'AWS announces the end of a spot node 120 s before',
      valueIn: () => NOTICE_SECONDS,
    },
    {
      meaning: 'Restarts per pod from which on the finding doubts itself',
      unit: 'count',
      source: 'own judgement',
      valueIn: () => RESTARTS_PER_POD,
    },
  ],
  leavesAlone: [
    'StatefulSets, DaemonSets, Jobs and whatever else is no Deployment, unless annotated `spot.kubecost.com/spot-ready: "true"` on it or its namespace.',
    'Workloads all of whose pods run on spot nodes already.',
    'Workloads of which grace period, volumes or roll-out are not known.',
  ],
  remediation:
    'Let it run on a spot pool: a toleration of its taint and a preferred node affinity. Money is claimed only where the price of spot is known.',
  wording: {
    title: 'Run {name} on spot nodes',
    summary: [
      '{subject} stands the loss of a node: {replicas} replicas, of which a roll-out keeps {roll-out.share}.',
    ],
    why: [
      'Its pods end within {pod.grace}; a spot node is announced to go {policy.notice} before at best.',
      'On demand what it holds costs {spot.on-demand}, on spot nodes of the same type {spot.price}.',
    ],
    steps: [
      'Make a spot pool with a taint of its own, where there is none.',
      'Tolerate the taint and prefer the pool with node affinity in the manifest of {name}; keep at least one replica on demand where it must never be away.',
      'Spread it over hosts and zones, because spot nodes go together.',
    ],
    watchAfterwards: ['How often its pods are interrupted, and how long they are pending afterwards.'],
  },
  examples: [
    {
      name: 'has four replicas of which a roll-out may take one',
      cluster: ready({ replicas: 4 }),
      verdict: 'found',
    },
    {
      name: 'has three, of which a quarter is no whole pod',
      cluster: ready({ replicas: 3 }),
      verdict: 'not found',
    },
    { name: 'has one replica', cluster: ready({ replicas: 1 }), verdict: 'not found' },
    { name: 'is a StatefulSet', cluster: ready({ kind: 'StatefulSet' }), verdict: 'not found' },
    {
      name: 'keeps scratch data on its node',
      cluster: ready({ volumes: { emptyDir: true } }),
      verdict: 'not found',
    },
    {
      name: 'is a StatefulSet that somebody declared ready',
      cluster: ready({
        kind: 'StatefulSet',
        declared: { annotations: { 'spot.kubecost.com/spot-ready': 'true' } },
      }),
      verdict: 'found',
    },
    {
      name: 'has a budget that keeps three of four',
      cluster: { ...ready({}), inventory: { disruptionBudgets: [keeps('3')] } },
      verdict: 'not found',
    },
    {
      name: 'needs as long to end as the notice is',
      cluster: ready({ declared: { terminationGracePeriod: seconds(120) } }),
      verdict: 'not found',
    },
  ],
};

function ready(sketch: object) {
  return { workloads: [{ replicas: 4, scheduling: {}, ...sketch }] };
}

function keeps(minAvailable: string): DisruptionBudget {
  return {
    namespace: 'shop',
    name: 'guard',
    selector: [{ key: 'app', operator: 'In', values: ['workload-0', 'cart'] }],
    minAvailable,
    maxUnavailable: null,
    disruptionsAllowed: 1,
    expectedPods: 4,
    currentHealthy: 4,
    desiredHealthy: Number(minAvailable),
  };
}

interface Bill {
  readonly onDemand: number;
  readonly spot: number;
  readonly provenance: readonly Provenance[];
  readonly doubt: number;
}

/** What its pods cost now, and as part of spot nodes of the same type; `null` where one of them has no price as spot. */
function billOf({ workload, placements, context }: WorkloadSubject): Bill | null {
  const { observation, nodes } = context;
  const pod = heldByPod(workload, observation);
  let [onDemand, spot, doubt] = [0, 0, 0];
  const provenance: Provenance[] = [];
  for (const { node: name, pods } of placements) {
    const node = name === null ? undefined : nodes.get(name);
    const price: SpotPrice | null = node ? spotPriceOf(observation.prices, node) : null;
    if (!node || !price) return null;
    const whole = priceOfNode(observation.prices, node);
    const now = monthlyCost(
      timesReservation(pod, pods),
      observation.prices.nodes.get(node.name) ?? observation.prices.fallback,
    );
    onDemand += now;
    spot += whole.perHour > 0 ? (now * price.perNode) / whole.perHour : now;
    provenance.push(whole.provenance, price.provenance);
    doubt = Math.max(
      doubt,
      uncertaintyOf('price', whole.provenance),
      uncertaintyOf('price', price.provenance),
    );
  }
  return { onDemand, spot, provenance, doubt };
}

function effectOf(bill: Bill | null, workloadId: string): Effect {
  if (!bill || bill.onDemand <= bill.spot) return { kind: 'none' };
  const saved = bill.onDemand - bill.spot;
  return {
    kind: 'figures',
    figures: {
      ...NOTHING_SAVED,
      usd: widened({ low: saved, likely: saved, high: saved }, bill.doubt, usd),
      // The same work on the same hardware draws the same power.
      carbon: null,
      energy: null,
      freedCpu: cores(0),
      freedMemory: bytes(0),
    },
    provenance: bill.provenance,
    claims: (['cpu', 'memory', 'gpus'] as const).map(resource => ({ workloadId, container: null, resource })),
  };
}

function evidenceOf(
  { workload, context }: WorkloadSubject,
  { rollOutShare }: SpotReadiness,
  bill: Bill | null,
) {
  const origin = declared(context.observation);
  return [
    ...known('replicas', 'Replicas today', workload.desiredReplicas, 'count', origin),
    ...known('roll-out.share', 'Replicas that a roll-out keeps', rollOutShare, 'ratio', origin),
    ...known('pod.grace', 'Time its pods get to end', workload.terminationGracePeriod, 'seconds', origin),
    fact('policy.notice', 'Notice of a spot node', NOTICE_SECONDS, 'seconds', computed('spot-ready')),
    ...known('spot.on-demand', 'Its cost on demand', bill && bill.onDemand, 'USD/month', origin),
    ...known('spot.price', 'Its cost on spot nodes', bill && bill.spot, 'USD/month', origin),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context, placements } = subject;
  const { inventory } = context.observation;
  const onDemand = placements.some(({ node }) => node !== null && context.nodes.get(node)?.spot === false);
  if (!onDemand) return FINE;
  const namespace = inventory.namespaces?.find(({ name }) => name === workload.reference.namespace);
  const readiness = spotReadiness(workload, inventory.disruptionBudgets ?? [], namespace);
  if (!readiness.ready) return FINE;
  const bill = billOf(subject);
  const restarts =
    workload.pods.reduce((total, pod) => total + pod.restarts, 0) / Math.max(1, workload.pods.length);
  return found({
    changes: [],
    effect: effectOf(bill, workload.id),
    shownRegardless: true,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason:
            'Spot nodes are taken back at short notice, often several at once: for a while fewer replicas serve',
        },
      ],
      '',
    ),
    confidence: declaredWithDoubts(
      readiness.declared
        ? 'Somebody declared it ready; nothing else was asked'
        : 'Its manifest passes every check',
      [
        inventory.disruptionBudgets === null
          ? { factor: 0.8, reason: 'Disruption budgets could not be read' }
          : null,
        restarts >= RESTARTS_PER_POD
          ? { factor: ratio(0.7), reason: 'Its pods restart often, so one that is moved may not come up' }
          : null,
      ],
    ),
    evidence: evidenceOf(subject, readiness, bill),
  });
}

export const spotReady: WorkloadRule = { scope: 'workload', declaration, detect };
