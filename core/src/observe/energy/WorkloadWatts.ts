import {
  type HourlyPower,
  type Provenance,
  type UnixSeconds,
  unixSeconds,
  watts,
  type WorkloadEnergy,
} from '../../model/index.ts';
import type { NodeHour } from './nodeHours.ts';

const HOURS_AT_A_TIME = 168;

interface Found {
  /** Watts by the place of the hour. */
  power: Float64Array;
  provenance: Provenance;
}

/**
 * Adds up what each workload was given on all nodes, hour by hour. Kept as plain numbers and unpacked when
 * it is asked for: tens of thousands of workloads with hundreds of hours each would not fit as objects.
 */
export class WorkloadWatts {
  /** Place of each hour in which anything of the cluster was seen, in the order of arrival. */
  readonly #places = new Map<UnixSeconds, number>();
  readonly #found = new Map<string, Found>();

  /** Number of hours in which anything of the cluster was seen: what is absent there drew nothing. */
  get hours(): number {
    return this.#places.size;
  }

  /** The hours of one node, and who tells its pods' part of them. */
  add(hours: readonly NodeHour[], provenance: Provenance): void {
    const here = new Set<Found>();
    for (const { hour, weights, wattsPerWeight } of hours) {
      const place = this.#placeOf(hour);
      for (const { workloadId, value } of weights) {
        if (workloadId === null) continue;
        const found = this.#of(workloadId, provenance, place);
        found.power[place] = (found.power[place] ?? 0) + value * wattsPerWeight;
        here.add(found);
      }
    }
    // A sum is no better founded than its weakest part.
    for (const found of here) if (found.provenance.kind === 'measured') found.provenance = provenance;
  }

  #placeOf(hour: UnixSeconds): number {
    const place = this.#places.get(hour) ?? this.#places.size;
    this.#places.set(hour, place);
    return place;
  }

  #of(workloadId: string, provenance: Provenance, place: number): Found {
    const found = this.#found.get(workloadId) ?? { power: new Float64Array(HOURS_AT_A_TIME), provenance };
    this.#found.set(workloadId, found);
    if (place >= found.power.length) {
      const wider = new Float64Array(place + HOURS_AT_A_TIME);
      wider.set(found.power);
      found.power = wider;
    }
    return found;
  }

  energies(): ReadonlyMap<string, WorkloadEnergy> {
    const inOrder = [...this.#places].sort(([a], [b]) => a - b);
    return new Map(
      [...this.#found].map(([workloadId, { power, provenance }]) => {
        const at = (place: number) => watts(power[place] ?? 0);
        const sum = inOrder.reduce((total, [, place]) => total + at(place), 0);
        return [
          workloadId,
          {
            workloadId,
            active: watts(sum / Math.max(1, inOrder.length)),
            get hourly(): readonly HourlyPower[] {
              return inOrder.map(([hour, place]) => ({ hour: unixSeconds(hour), active: at(place) }));
            },
            provenance,
          },
        ];
      }),
    );
  }
}
