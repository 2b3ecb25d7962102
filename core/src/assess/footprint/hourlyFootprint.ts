import {
  type GramsCO2e,
  gramsCO2e,
  type KilowattHours,
  kilowattHours,
  type UnixSeconds,
  type Workload,
} from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
import { drawnPower } from './drawnPower.ts';
import { heldByPod } from './heldReservations.ts';
import { placementsOf } from './placements.ts';
import type { PowerPart } from './powerRhythm.ts';

/** What was drawn and emitted in one hour, the share of idle power included; embodied carbon is not. */
export interface HourlyAmounts {
  readonly hour: UnixSeconds;
  readonly energy: KilowattHours;
  /** Operational: energy × PUE × intensity of that hour. `null` where the grid is not known. */
  readonly grams: GramsCO2e | null;
}

const WATTS_PER_KILOWATT = 1_000;

/** Parts of power, laid out over the hours of the window, oldest first. */
export function hourlyAmounts(
  parts: readonly PowerPart[],
  { power: { hours }, observation }: ClusterContext,
): readonly HourlyAmounts[] {
  return hours.hours.map((hour, place) => {
    const watts = parts.reduce((sum, part) => sum + part.watts * (part.rhythm.factors[place] ?? 1), 0);
    const energy = watts / WATTS_PER_KILOWATT;
    const intensity = hours.intensities?.[place];
    return {
      hour,
      energy: kilowattHours(energy),
      grams: intensity === undefined ? null : gramsCO2e(energy * observation.pue.factor * intensity),
    };
  });
}

/**
 * Energy and operational carbon of a workload in each hour of the window, at today's placement of its
 * pods. Its mean over the hours × 730 is the footprint's monthly figure. `null` where its power is not known.
 */
export function hourlyFootprint(
  workload: Workload,
  context: ClusterContext,
): readonly HourlyAmounts[] | null {
  const { observation } = context;
  const pod = heldByPod(workload, observation);
  const parts = drawnPower(workload, pod, placementsOf(workload, observation), context);
  return parts && hourlyAmounts(parts, context);
}
