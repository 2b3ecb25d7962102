import { type Provenance, type UnixSeconds, watts, type WorkloadEnergy } from '../../model/index.ts';
import type { NodeHour } from './nodeHours.ts';

/** Adds up what each workload was given on all nodes, hour by hour. */
export class WorkloadWatts {
  readonly #hours: readonly UnixSeconds[];
  readonly #places: ReadonlyMap<UnixSeconds, number>;
  readonly #found = new Map<string, { readonly power: Float64Array; provenance: Provenance }>();

  /** @param hours - all hours in which anything of the cluster was seen, oldest first */
  constructor(hours: readonly UnixSeconds[]) {
    this.#hours = hours;
    this.#places = new Map(hours.map((hour, place) => [hour, place]));
  }

  /** The hours of one node, and who tells its pods' part of them. */
  add(hours: readonly NodeHour[], provenance: Provenance): void {
    const here = new Set<string>();
    for (const { hour, weights, wattsPerWeight } of hours) {
      const place = this.#places.get(hour);
      if (place === undefined) continue;
      for (const { workloadId, value } of weights) {
        if (workloadId === null) continue;
        here.add(workloadId);
        const { power } = this.#of(workloadId, provenance);
        power[place] = (power[place] ?? 0) + value * wattsPerWeight;
      }
    }
    for (const workloadId of here) {
      const found = this.#of(workloadId, provenance);
      // A sum is no better founded than its weakest part.
      if (found.provenance.kind === 'measured') found.provenance = provenance;
    }
  }

  #of(workloadId: string, provenance: Provenance) {
    const found = this.#found.get(workloadId) ?? { power: new Float64Array(this.#hours.length), provenance };
    this.#found.set(workloadId, found);
    return found;
  }

  energies(): ReadonlyMap<string, WorkloadEnergy> {
    return new Map(
      [...this.#found].map(([workloadId, { power, provenance }]) => [
        workloadId,
        {
          workloadId,
          active: watts(power.reduce((total, one) => total + one, 0) / Math.max(1, power.length)),
          hourly: this.#hours.map((hour, place) => ({ hour, active: watts(power[place] ?? 0) })),
          provenance,
        },
      ]),
    );
  }
}
