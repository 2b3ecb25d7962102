import type { TopologySpread } from '../../model/index.ts';
import { type Domains, DomainsByKey } from './Domains.ts';
import { WorkloadsByNamespace } from './WorkloadsByNamespace.ts';
import type { NodeFit } from './nodeFit.ts';
import { selects } from './selectors.ts';
import type { SimulatedNode, SimulatedPod, SimulatedWorkload } from './simulation.ts';

/** One constraint as seen by pods of one shape: only nodes they could select count. */
interface Spread {
  readonly rule: TopologySpread;
  readonly domains: Domains;
  readonly eligible: Uint8Array;
  /** Pods that the constraint selects, and open nodes, by domain. */
  readonly pods: Int32Array;
  readonly nodes: Int32Array;
}

interface Involvement {
  /** Constraints of the workload's pods, by their shape. */
  readonly own: Map<NodeFit, Spread[]>;
  /** Anybody's constraints that select its pods. */
  readonly selectedBy: Set<Spread>;
}

/** Fewest pods of a domain that has a node; nought while there are fewer domains than the constraint asks for. */
function fewest({ rule, pods, nodes }: Spread): number {
  let [least, domains] = [Number.POSITIVE_INFINITY, 0];
  for (let domain = 0; domain < nodes.length; domain++) {
    if ((nodes[domain] ?? 0) === 0) continue;
    domains++;
    least = Math.min(least, pods[domain] ?? 0);
  }
  return domains === 0 || (rule.minDomains !== null && domains < rule.minDomains) ? 0 : least;
}

/**
 * Topology spread with `DoNotSchedule`: the most crowded domain may hold at most `maxSkew` pods more than
 * the emptiest. Domains are those of the nodes that the pod's own selector and affinity allow, taints or
 * not (Kubernetes' defaults). A node that is being emptied is no domain any more, as Cluster Autoscaler
 * sees it: that is how it is once the node is gone.
 */
export class Spreads {
  readonly #involved: readonly Involvement[];
  readonly #all: Spread[] = [];

  constructor(nodes: readonly SimulatedNode[], workloads: readonly SimulatedWorkload[]) {
    const domains = new DomainsByKey(nodes);
    const neighbours = new WorkloadsByNamespace(workloads);
    const involved: Involvement[] = workloads.map(() => ({ own: new Map(), selectedBy: new Set() }));
    this.#involved = involved;
    for (const { index, workload, pods } of workloads) {
      const rules = (workload.scheduling?.topologySpread ?? []).filter(
        ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
      );
      if (rules.length === 0) continue;
      for (const fit of new Set(pods.map(pod => pod.fit))) {
        const spreads = rules.map(rule => this.#make(rule, fit, domains.of(rule.topologyKey), nodes));
        involved[index]?.own.set(fit, spreads);
        for (const other of neighbours.in(new Set([workload.reference.namespace]))) {
          for (const spread of spreads) {
            if (selects(spread.rule.selector, other.workload.podLabels)) {
              involved[other.index]?.selectedBy.add(spread);
            }
          }
        }
      }
    }
  }

  /** A pod came to the node (`by` = 1) or left it (-1). */
  change(workload: SimulatedWorkload, node: SimulatedNode, by: 1 | -1): void {
    for (const spread of this.#of(workload).selectedBy) add(spread, spread.pods, node, by);
  }

  /** A node is there for pods (`by` = 1) or no longer is (-1). */
  changeNode(node: SimulatedNode, by: 1 | -1): void {
    for (const spread of this.#all) add(spread, spread.nodes, node, by);
  }

  /** What the pod's constraints say of a node, with the emptiest domains looked up once for all nodes. */
  check(pod: SimulatedPod): ((node: SimulatedNode) => boolean) | null {
    const { own, selectedBy } = this.#of(pod.workload);
    const spreads = own.get(pod.fit);
    if (!spreads) return null;
    const limits = spreads.map(spread => ({
      spread,
      limit: fewest(spread) + spread.rule.maxSkew - (selectedBy.has(spread) ? 1 : 0),
    }));
    return node =>
      limits.every(({ spread, limit }) => {
        const domain = spread.domains.of[node.index] ?? -1;
        return domain >= 0 && (spread.pods[domain] ?? 0) <= limit;
      });
  }

  #make(rule: TopologySpread, fit: NodeFit, domains: Domains, nodes: readonly SimulatedNode[]): Spread {
    const spread: Spread = {
      rule,
      domains,
      eligible: fit.selected,
      pods: new Int32Array(domains.count),
      nodes: new Int32Array(domains.count),
    };
    this.#all.push(spread);
    for (const node of nodes) if (!node.closed) add(spread, spread.nodes, node, 1);
    return spread;
  }

  #of(workload: SimulatedWorkload): Involvement {
    const involvement = this.#involved[workload.index];
    if (!involvement) throw new RangeError(`workload ${workload.workload.id} is not of this cluster`);
    return involvement;
  }
}

function add(spread: Spread, counts: Int32Array, node: SimulatedNode, by: 1 | -1): void {
  const domain = spread.domains.of[node.index] ?? -1;
  if (domain >= 0 && spread.eligible[node.index] === 1) counts[domain] = (counts[domain] ?? 0) + by;
}
