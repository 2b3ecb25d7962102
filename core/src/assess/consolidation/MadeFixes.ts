import type { ClusterState } from './ClusterState.ts';
import type { Drains } from './Drains.ts';
import type { Fix } from './fix.ts';
import { podRequest } from './podRequest.ts';
import type { SimulatedPod, SimulatedWorkload } from './simulation.ts';

/** Makes fixes and takes them back, last made first. */
export class MadeFixes {
  readonly #state: ClusterState;
  readonly #drains: Drains;
  readonly #made = new Map<SimulatedWorkload, Fix[]>();
  readonly #places = new Map<SimulatedPod, SimulatedPod['node']>();

  constructor(drains: Drains) {
    this.#drains = drains;
    this.#state = drains.state;
  }

  make(fix: Fix): void {
    if (fix.lifts !== null) this.#drains.lifted.add(fix.lifts);
    const { workload } = fix;
    if (!workload) return;
    this.#made.set(workload, [...this.madeFor(workload), fix]);
    this.#state.resize(workload, this.requestWithout(workload, new Set()));
    for (const pod of fix.removes) {
      if (!pod.node) continue;
      this.#places.set(pod, pod.node);
      this.#state.take(pod);
    }
    this.#countRemoved(workload);
  }

  takeBack(fix: Fix): void {
    if (fix.lifts !== null) this.#drains.lifted.delete(fix.lifts);
    const { workload } = fix;
    if (!workload) return;
    this.#made.set(
      workload,
      this.madeFor(workload).filter(other => other !== fix),
    );
    for (const pod of fix.removes) {
      const place = this.#places.get(pod);
      if (!place) continue;
      this.#places.delete(pod);
      this.#state.place(pod, place);
    }
    this.#state.resize(workload, this.requestWithout(workload, new Set()));
    this.#countRemoved(workload);
  }

  madeFor(workload: SimulatedWorkload): readonly Fix[] {
    return this.#made.get(workload) ?? [];
  }

  /** Where a pod was before a fix took it away. */
  placeOf(pod: SimulatedPod): SimulatedPod['node'] {
    return this.#places.get(pod) ?? null;
  }

  /** The request of its pods if some of the fixes had not been made. Of two that set the same value the larger holds. */
  requestWithout(workload: SimulatedWorkload, left: ReadonlySet<Fix>): SimulatedWorkload['request'] {
    const values = new Map<string, number>();
    for (const fix of this.madeFor(workload)) {
      if (left.has(fix)) continue;
      for (const { container, resource, to } of fix.requests) {
        const key = `${container}\n${resource}`;
        values.set(key, Math.max(to, values.get(key) ?? 0));
      }
    }
    return podRequest(workload.workload.containers, (container, resource) =>
      values.get(`${container}\n${resource}`),
    );
  }

  #countRemoved(workload: SimulatedWorkload): void {
    const removed = workload.pods.filter(pod => this.#places.has(pod)).length;
    this.#drains.removed.set(workload, removed);
  }
}
