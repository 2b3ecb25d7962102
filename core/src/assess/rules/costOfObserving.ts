import { type ObjectReference, ratio, usd } from '../../model/index.ts';
import { sumOfCosts } from '../footprint/costs.ts';
import { heldByPod } from '../footprint/heldReservations.ts';
import { placementsOf } from '../footprint/placements.ts';
import { asDeclared } from '../judgement/confidence.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import { isObserver } from '../judgement/observers.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  type ClusterContext,
  type ClusterRule,
  FINE,
  found,
  type ObjectVerdict,
  type RuleDeclaration,
} from '../rule.ts';
import { PODS } from './sharedDeclarations.ts';

/** Share of the cluster's cost from which on observing it is worth a look. */
const DEAR = ratio(0.05);

const declaration: RuleDeclaration = {
  id: 'cost-of-observing',
  title: 'Cost of observing',
  finds:
    'What collects, stores and shows metrics, logs, traces and costs takes a large share of what the cluster costs (nodes, volumes, load balancers and metered traffic; idle capacity included).',
  needs: [PODS],
  thresholds: [
    {
      meaning: 'Share of the cluster’s cost, at least',
      unit: 'ratio',
      source: 'opportunity catalogue T9 (Kepler issue 2032)',
      valueIn: () => DEAR,
    },
  ],
  leavesAlone: [
    'Clusters whose observers are cheap beside what they observe.',
    'What only looks like an observer by a part of its name that is no known product’s.',
    'Money: none is claimed, because nobody can say here which series and lines are read.',
  ],
  remediation: 'Drop series and logs that nobody reads, scrape less often, keep less long, sample traces.',
  wording: {
    title: 'Look at what observing this cluster costs',
    summary: [
      '{observers.count} workloads observe the others and cost {observers.usd}, which is {observers.share} of the {cluster.usd} that the whole cluster costs.',
    ],
    why: [
      'The dearest of them costs {observers.dearest}.',
      'Observing is worth its cost only as far as somebody looks.',
    ],
    steps: [
      'List the metrics with most series (`topk` over `count by (__name__)`) and drop those that no dashboard, rule or query reads.',
      'Scrape less often where minutes are enough, and keep what is old at a lower resolution.',
      'Lower the log level of what logs most, and sample traces.',
      'Size the collectors themselves: their own findings are in the list.',
    ],
    watchAfterwards: ['Series in `prometheus_tsdb_head_series`, and the share above.'],
  },
  examples: [
    {
      name: 'is a small cluster with a large Prometheus',
      cluster: { workloads: [{}, { name: 'prometheus-server', namespace: 'monitoring', replicas: 1 }] },
      verdict: 'found',
    },
    {
      name: 'is told by its label',
      cluster: {
        workloads: [
          {
            name: 'collector',
            declared: { labels: { 'app.kubernetes.io/name': 'opentelemetry-collector' } },
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'observes with little',
      cluster: {
        workloads: [
          {
            name: 'kube-state-metrics',
            replicas: 1,
            containers: [{ cpuRequest: 0.05, cpu: [0.01], memoryRequest: 64, memory: [40] }],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'observes nothing: it sells vectors',
      cluster: { workloads: [{ name: 'vectorshop' }] },
      verdict: 'not found',
    },
  ],
};

function* detect(context: ClusterContext): Iterable<ObjectVerdict> {
  const { observation, costs } = context;
  const { cluster, inventory } = observation;
  const subject: ObjectReference = {
    clusterId: cluster.id,
    namespace: '',
    kind: 'Cluster',
    name: cluster.name,
  };
  const bills = inventory.workloads
    .filter(isObserver)
    .map(workload => ({
      workload,
      bill: sumOfCosts(
        costs.ofWorkload(workload, placementsOf(workload, observation), heldByPod(workload, observation)),
      ),
    }))
    .toSorted((a, b) => b.bill - a.bill);
  const bill = usd(bills.reduce((total, one) => total + one.bill, 0));
  const whole = costs.sides.whole;
  const share = whole > 0 ? bill / whole : 0;
  const [dearest] = bills;
  if (!dearest || share < DEAR) {
    yield { subject, verdict: FINE };
    return;
  }
  const origin = computed('cost-of-observing');
  const { namespace, name } = dearest.workload.reference;
  yield {
    subject,
    verdict: found({
      changes: [],
      effect: { kind: 'none' },
      shownRegardless: true,
      risk: riskOf(
        [{ level: 'medium', reason: 'What is not collected cannot be looked at when something breaks' }],
        '',
      ),
      confidence: asDeclared(
        'Observers are told by their labels and names',
        `The dearest is ${namespace}/${name}`,
      ),
      evidence: [
        fact('observers.count', 'Workloads that observe', bills.length, 'count', declared(observation)),
        fact('observers.usd', 'Their cost', bill, 'USD/month', origin),
        fact('observers.share', 'Their share of the cluster’s cost', share, 'ratio', origin),
        fact('observers.dearest', 'Cost of the dearest', dearest.bill, 'USD/month', origin),
        fact('cluster.usd', 'Cost of the cluster', whole, 'USD/month', origin),
      ],
    }),
  };
}

export const costOfObserving: ClusterRule = { scope: 'cluster', declaration, detect };
