import type { Inventory, Pod, Workload } from '../../model/index.ts';

/** Which workload a pod belongs to, by namespace and name, as meters name it. */
export class PodIndex {
  readonly #byName = new Map<string, { readonly workload: Workload; readonly pod: Pod }>();

  constructor(inventory: Inventory) {
    for (const workload of inventory.workloads) {
      for (const pod of workload.pods) {
        const key = podKey(workload.reference.namespace, pod.name);
        const known = this.#byName.get(key);
        // A StatefulSet gives a new pod the name of the one before: the one that is there counts.
        if (!known?.pod.present) this.#byName.set(key, { workload, pod });
      }
    }
  }

  find(namespace: string | null, pod: string | null): { workload: Workload; pod: Pod } | undefined {
    return namespace === null || pod === null ? undefined : this.#byName.get(podKey(namespace, pod));
  }
}

export const podKey = (namespace: string, pod: string): string => `${namespace}/${pod}`;
