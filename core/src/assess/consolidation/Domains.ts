import type { SimulatedNode } from './simulation.ts';

/** Nodes grouped by the value of one of their labels (a topology key): zone, host, rack … */
export interface Domains {
  /** Domain of each node; -1 for a node without the label. */
  readonly of: Int32Array;
  readonly count: number;
}

/** Groups the nodes once for each topology key. */
export class DomainsByKey {
  readonly #nodes: readonly SimulatedNode[];
  readonly #known = new Map<string, Domains>();

  constructor(nodes: readonly SimulatedNode[]) {
    this.#nodes = nodes;
  }

  of(topologyKey: string): Domains {
    const known = this.#known.get(topologyKey);
    if (known) return known;
    const ids = new Map<string, number>();
    const of = Int32Array.from(this.#nodes, ({ labels }) => {
      const value = labels[topologyKey];
      if (value === undefined) return -1;
      const id = ids.get(value) ?? ids.size;
      ids.set(value, id);
      return id;
    });
    const domains: Domains = { of, count: ids.size };
    this.#known.set(topologyKey, domains);
    return domains;
  }
}
