import type { Inventory, Pod, Workload } from '../../model/index.ts';

/** Which workload a pod or an autoscaler belongs to, by namespace and name, as meters name them. */
export class PodIndex {
  readonly #byName = new Map<string, { readonly workload: Workload; readonly pod: Pod }>();
  readonly #autoscaled = new Map<string, Workload>();

  constructor(inventory: Inventory) {
    for (const workload of inventory.workloads) {
      const { namespace } = workload.reference;
      if (workload.autoscaler) this.#autoscaled.set(podKey(namespace, workload.autoscaler.name), workload);
      for (const pod of workload.pods) {
        const key = podKey(namespace, pod.name);
        const known = this.#byName.get(key);
        // A StatefulSet gives a new pod the name of the one before: the one that is there counts.
        if (!known?.pod.present) this.#byName.set(key, { workload, pod });
      }
    }
  }

  find(namespace: string | null, pod: string | null): { workload: Workload; pod: Pod } | undefined {
    return namespace === null || pod === null ? undefined : this.#byName.get(podKey(namespace, pod));
  }

  /** The workload that an autoscaler of this name scales. */
  findAutoscaled(namespace: string | null, autoscaler: string | null): Workload | undefined {
    if (namespace === null || autoscaler === null) return undefined;
    // KEDA names the autoscaler that it makes after its own object.
    const scaledObject = autoscaler.replace(/^keda-hpa-/, '');
    return (
      this.#autoscaled.get(podKey(namespace, autoscaler)) ??
      this.#autoscaled.get(podKey(namespace, scaledObject))
    );
  }
}

export const podKey = (namespace: string, pod: string): string => `${namespace}/${pod}`;
