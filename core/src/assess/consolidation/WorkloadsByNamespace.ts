import type { SimulatedWorkload } from './simulation.ts';

/** Finds the workloads whose pods a selector may be about without looking at all of them. */
export class WorkloadsByNamespace {
  readonly #all: readonly SimulatedWorkload[];
  readonly #byNamespace = new Map<string, SimulatedWorkload[]>();

  constructor(workloads: readonly SimulatedWorkload[]) {
    this.#all = workloads;
    for (const one of workloads) {
      const { namespace } = one.workload.reference;
      const others = this.#byNamespace.get(namespace);
      if (others) others.push(one);
      else this.#byNamespace.set(namespace, [one]);
    }
  }

  in(namespaces: ReadonlySet<string> | null): readonly SimulatedWorkload[] {
    return namespaces === null
      ? this.#all
      : [...namespaces].flatMap(name => this.#byNamespace.get(name) ?? []);
  }
}
