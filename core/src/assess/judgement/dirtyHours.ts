import type { Observation } from '../../model/index.ts';

const HOUR = 3_600;
const WATTS_PER_KILOWATT = 1_000;

/** What the grid’s dirtiest hours held, over the window. */
export interface DirtyHours {
  /** Share of the known hours. */
  readonly share: number;
  /** Mean gCO₂e/kWh in them, and in all hours. */
  readonly intensity: number;
  readonly usualIntensity: number;
  readonly known: number;
  /** Active kWh of each workload in them, and in all hours with a known intensity. */
  readonly energy: ReadonlyMap<string, { readonly dirty: number; readonly all: number }>;
  /** Workload ids, the largest consumer in the dirty hours first. */
  readonly ranking: readonly string[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

const known = new WeakMap<Observation, DirtyHours | null>();

/** Finds the dirtiest `share` of the hours and who drew power in them; `null` where too few hours are known. Computed once. */
export function dirtyHours(observation: Observation, share: number, fewestHours: number): DirtyHours | null {
  const before = known.get(observation);
  if (before !== undefined) return before;
  const computed = compute(observation, share, fewestHours);
  known.set(observation, computed);
  return computed;
}

function compute({ grid, energy }: Observation, share: number, fewestHours: number): DirtyHours | null {
  const hourly = grid?.hourly ?? [];
  if (hourly.length < fewestHours) return null;
  const dirtiest = hourly.toSorted((a, b) => b.intensity - a.intensity || a.hour - b.hour);
  const chosen = dirtiest.slice(0, Math.max(1, Math.round(hourly.length * share)));
  const all = new Set(hourly.map(({ hour }) => Math.floor(hour / HOUR)));
  const dirty = new Set(chosen.map(({ hour }) => Math.floor(hour / HOUR)));
  const consumers = new Map(
    [...energy.workloads.values()].map(({ workloadId, hourly: power }) => {
      const sums = { dirty: 0, all: 0 };
      for (const { hour, active } of power) {
        const place = Math.floor(hour / HOUR);
        if (all.has(place)) sums.all += active / WATTS_PER_KILOWATT;
        if (dirty.has(place)) sums.dirty += active / WATTS_PER_KILOWATT;
      }
      return [workloadId, sums] as const;
    }),
  );
  return {
    share: chosen.length / hourly.length,
    intensity: mean(chosen.map(({ intensity }) => intensity)),
    usualIntensity: mean(hourly.map(({ intensity }) => intensity)),
    known: hourly.length,
    energy: consumers,
    ranking: [...consumers]
      .toSorted(([idA, a], [idB, b]) => b.dirty - a.dirty || (idA < idB ? -1 : 1))
      .map(([id]) => id),
  };
}
