import {
  HOURS_PER_MONTH,
  loadBalancerPriceOf,
  type Service,
  usd,
  type Workload,
} from '../../../model/index.ts';
import { selectedBy, serviceReference } from '../../footprint/loadBalancers.ts';
import { type ClusterContext, notAssessed, type ObjectVerdict } from '../../rule.ts';
import { endsBill } from '../../saving/moneySaved.ts';
import { ageOf, youngerThan } from '../age.ts';
import { declaredWithDoubts, unknownAge } from '../declaredWithDoubts.ts';
import { declared, fact, known } from '../evidence.ts';
import { LEFT_AFTER, leftover } from './leftover.ts';

/** It has pods, or wants some: what wants and has none is broken, not left over. */
const lives = ({ pods, desiredReplicas, reference }: Workload): boolean =>
  pods.some(({ present }) => present) ||
  (desiredReplicas ?? 0) > 0 ||
  reference.kind === 'CronJob' ||
  reference.kind === 'DaemonSet';

function judge(service: Service, { observation }: ClusterContext): ObjectVerdict | null {
  const { cluster, inventory, observedAt, prices } = observation;
  const selected = selectedBy(service, inventory.workloads);
  const age = ageOf(service.createdAt, observedAt);
  if (selected === null || selected.some(lives) || youngerThan(age, LEFT_AFTER)) return null;
  const subject = serviceReference(service, cluster.id);
  const price = loadBalancerPriceOf(prices, service);
  const bill = price && usd(price.perHour * HOURS_PER_MONTH);
  return leftover(subject, {
    confidence: declaredWithDoubts('Its selector matches no pod of the inventory', [
      age === null ? unknownAge : null,
    ]),
    risk: { level: 'medium', reason: 'Its address goes with it: DNS names and allow-lists may hold it' },
    // Where nobody says what a load balancer costs, no money is claimed.
    ...(price && bill !== null && { effect: endsBill(subject, bill, price.provenance) }),
    evidence: [
      fact('service.pods', 'Pods that it selects', 0, 'count', declared(observation)),
      ...known('service.age', 'Age of the service', age, 'seconds', declared(observation)),
      ...(price && bill !== null
        ? [fact('service.usd', 'Cost of its load balancer', bill, 'USD/month', price.provenance)]
        : []),
    ],
  });
}

/** Load balancers that are billed although nothing is behind them. */
export function* emptyLoadBalancers(context: ClusterContext): Iterable<ObjectVerdict> {
  const { cluster, inventory } = context.observation;
  if (inventory.services === null) {
    const reason =
      'Services could not be listed, so nobody can say which load balancers have nothing behind them';
    yield {
      subject: { clusterId: cluster.id, namespace: '', kind: 'Cluster', name: cluster.name },
      verdict: notAssessed(reason),
    };
    return;
  }
  for (const service of inventory.services) {
    const verdict = service.type === 'LoadBalancer' ? judge(service, context) : null;
    if (verdict) yield verdict;
  }
}
