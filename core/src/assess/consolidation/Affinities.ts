import type { KubernetesNamespace, PodAffinityTerm, Workload } from '../../model/index.ts';
import { type Domains, DomainsByKey } from './Domains.ts';
import { WorkloadsByNamespace } from './WorkloadsByNamespace.ts';
import { selects } from './selectors.ts';
import type { SimulatedNode, SimulatedWorkload } from './simulation.ts';

/** One required term and how many pods it is about there are in each domain. */
interface Term {
  readonly domains: Domains;
  /** Pods that the term selects. */
  readonly selected: Int32Array;
  /** Pods that carry the term. */
  readonly owners: Int32Array;
  total: number;
}

/** The terms a workload has to do with. */
interface Involvement {
  readonly affinity: Term[];
  readonly antiAffinity: Term[];
  /** Terms of anybody's affinity and anti-affinity that select its pods. */
  readonly selectedByAffinity: Term[];
  readonly selectedByAntiAffinity: Term[];
}

/** Namespaces a term looks into; `null` = all. */
function namespacesOf(
  { namespaces, namespaceSelector }: PodAffinityTerm,
  own: string,
  known: readonly KubernetesNamespace[] | null,
): ReadonlySet<string> | null {
  if (namespaceSelector === null) return new Set(namespaces.length > 0 ? namespaces : [own]);
  // Nobody read the namespaces' labels: any of them may be meant.
  if (namespaceSelector.length === 0 || known === null) return null;
  const selected = known.filter(({ name, labels }) =>
    selects(namespaceSelector, { 'kubernetes.io/metadata.name': name, ...labels }),
  );
  return new Set([...namespaces, ...selected.map(({ name }) => name)]);
}

const count = (counts: Int32Array, domain: number): number => counts[domain] ?? 0;

/**
 * Required pod affinity and anti-affinity: who is near whom. As in kube-scheduler, anti-affinity holds
 * both ways, several affinity terms have to be met by pods that meet all of them, and the first pod of
 * a group that asks for its own kind may go anywhere.
 */
export class Affinities {
  readonly #involved: readonly Involvement[];

  constructor(
    nodes: readonly SimulatedNode[],
    workloads: readonly SimulatedWorkload[],
    namespaces: readonly KubernetesNamespace[] | null,
  ) {
    const domains = new DomainsByKey(nodes);
    const candidates = new WorkloadsByNamespace(workloads);
    const involved: Involvement[] = workloads.map(() => ({
      affinity: [],
      antiAffinity: [],
      selectedByAffinity: [],
      selectedByAntiAffinity: [],
    }));
    this.#involved = involved;
    const known = new Map<string, readonly Term[]>();
    const termsOf = (group: readonly PodAffinityTerm[], own: string, kind: 'affinity' | 'antiAffinity') => {
      const key = JSON.stringify([kind, own, group]);
      const made = known.get(key);
      if (made) return made;
      const terms = group.map(({ topologyKey }): Term => {
        const of = domains.of(topologyKey);
        return {
          domains: of,
          selected: new Int32Array(of.count),
          owners: new Int32Array(of.count),
          total: 0,
        };
      });
      known.set(key, terms);
      const places = group.map(term => ({ term, where: namespacesOf(term, own, namespaces) }));
      const selected = ({ reference, podLabels }: Workload) =>
        places.every(
          ({ term, where }) =>
            (where === null || where.has(reference.namespace)) && selects(term.selector, podLabels),
        );
      for (const { index, workload } of candidates.in(places[0]?.where ?? new Set())) {
        const list = kind === 'affinity' ? 'selectedByAffinity' : 'selectedByAntiAffinity';
        if (selected(workload)) involved[index]?.[list].push(...terms);
      }
      return terms;
    };
    for (const { index, workload } of workloads) {
      const { namespace } = workload.reference;
      const { podAffinity = [], podAntiAffinity = [] } = workload.scheduling ?? {};
      if (podAffinity.length > 0)
        involved[index]?.affinity.push(...termsOf(podAffinity, namespace, 'affinity'));
      for (const term of podAntiAffinity) {
        involved[index]?.antiAffinity.push(...termsOf([term], namespace, 'antiAffinity'));
      }
    }
  }

  /** A pod came to the node (`by` = 1) or left it (-1). */
  change(workload: SimulatedWorkload, node: SimulatedNode, by: 1 | -1): void {
    const { affinity, antiAffinity, selectedByAffinity, selectedByAntiAffinity } = this.#of(workload);
    const add = (counts: Int32Array, domain: number) => {
      if (domain >= 0) counts[domain] = count(counts, domain) + by;
    };
    for (const term of affinity) add(term.owners, term.domains.of[node.index] ?? -1);
    for (const term of antiAffinity) add(term.owners, term.domains.of[node.index] ?? -1);
    for (const terms of [selectedByAffinity, selectedByAntiAffinity]) {
      for (const term of terms) {
        add(term.selected, term.domains.of[node.index] ?? -1);
        term.total += by;
      }
    }
  }

  refusal(workload: SimulatedWorkload, node: SimulatedNode): 'pod-affinity' | 'pod-anti-affinity' | null {
    const { affinity, antiAffinity, selectedByAffinity, selectedByAntiAffinity } = this.#of(workload);
    if (affinity.length + antiAffinity.length + selectedByAntiAffinity.length === 0) return null;
    const domainOf = (term: Term) => term.domains.of[node.index] ?? -1;
    const near = (counts: 'selected' | 'owners') => (term: Term) => count(term[counts], domainOf(term)) > 0;
    if (antiAffinity.some(near('selected')) || selectedByAntiAffinity.some(near('owners'))) {
      return 'pod-anti-affinity';
    }
    if (affinity.length === 0 || affinity.every(near('selected'))) return null;
    const first =
      affinity.every(term => term.total === 0 && domainOf(term) >= 0) &&
      affinity.every(term => selectedByAffinity.includes(term));
    return first ? null : 'pod-affinity';
  }

  /** True where pods of the workload leaving the node has left others behind without the company they require. */
  leavesLonely(workload: SimulatedWorkload, node: SimulatedNode): boolean {
    return this.#of(workload).selectedByAffinity.some(term => {
      const domain = term.domains.of[node.index] ?? -1;
      return count(term.owners, domain) > 0 && count(term.selected, domain) === 0;
    });
  }

  #of(workload: SimulatedWorkload): Involvement {
    const involvement = this.#involved[workload.index];
    if (!involvement) throw new RangeError(`workload ${workload.workload.id} is not of this cluster`);
    return involvement;
  }
}
