import {
  type Estimate,
  type GramsCO2e,
  gramsCO2e,
  HOURS_PER_MONTH,
  type Provenance,
  type Watts,
  watts,
  type Workload,
} from '../../model/index.ts';
import type { ClusterContext, Placement } from '../rule.ts';
import { combined, uncertaintyOf } from '../saving/uncertainty.ts';
import { gpuModelOf, gpuPower, gpusOf } from './gpuPower.ts';
import type { PowerPart } from './powerRhythm.ts';
import { type Reservation, timesReservation } from './reservation.ts';

const WATTS_PER_KILOWATT = 1_000;

/** One part of a workload's power, and who says so. */
export type DrawnPart = PowerPart & { readonly provenance: Provenance };

/** Idle power of one placement's node, and what the GPUs there draw; `null` where one of them is not known. */
function powerAtPlacement(
  { node, pods }: Placement,
  perPod: Reservation,
  workload: Workload,
  { observation, idlePower, nodes, power }: ClusterContext,
): DrawnPart[] | null {
  const energy = node === null ? undefined : observation.energy.nodes.get(node);
  const held = timesReservation(perPod, pods);
  const idle = idlePower(node, { ...held, gpus: 0 });
  if (node === null || energy === undefined || idle === null) return null;
  const parts = [{ watts: idle, rhythm: power.idleOfNode(node), provenance: energy.provenance }];
  if (held.gpus === 0) return parts;
  const known = nodes.get(node);
  const gpus = gpuPower(held.gpus, known ? gpuModelOf(known) : null, gpusOf(workload.id, observation));
  return gpus && [...parts, { ...gpus, rhythm: power.flat }];
}

/**
 * What a workload draws: its active power, the idle power that its reservations hold on each node, and its
 * GPUs. `null` as soon as one of them is unknown, because half a sum is no sum; nothing where none of it
 * runs, whether or not a meter says so.
 */
export function drawnPower(
  workload: Workload,
  perPod: Reservation,
  placements: readonly Placement[],
  context: ClusterContext,
): readonly DrawnPart[] | null {
  if (placements.length === 0) return [];
  const active = context.observation.energy.workloads.get(workload.id);
  if (active === undefined) return null;
  const parts: DrawnPart[] = [
    {
      watts: active.active,
      rhythm: context.power.ofWorkload(workload.id),
      provenance: active.provenance,
    },
  ];
  for (const placement of placements) {
    const there = powerAtPlacement(placement, perPod, workload, context);
    if (there === null) return null;
    parts.push(...there);
  }
  return parts;
}

export const totalWatts = (parts: readonly PowerPart[]): Watts =>
  watts(parts.reduce((total, part) => total + part.watts, 0));

/** Grams per month of each part in its own rhythm, PUE included; `null` where the grid is not known. */
export function monthlyCarbon(
  parts: readonly PowerPart[],
  { observation }: ClusterContext,
): GramsCO2e | null {
  if (observation.grid === null) return null;
  const perHour = parts.reduce(
    (total, { watts: power, rhythm }) => total + power * (rhythm.intensity ?? 0),
    0,
  );
  return gramsCO2e((perHour * observation.pue.factor * HOURS_PER_MONTH) / WATTS_PER_KILOWATT);
}

/** How far the grid's figures may be off: those of the hours it tells, and the annual one for the others. */
function gridDoubt({ observation: { grid }, power: { hours } }: ClusterContext): number {
  if (grid === null) return 0;
  const told = uncertaintyOf('grid', grid.provenance);
  if (grid.hourly.length === 0) return told;
  const share = hours.withoutHourlyIntensity / hours.hours.length;
  const annual = uncertaintyOf('grid', { ...grid.provenance, kind: 'default' });
  return told * (1 - share) + annual * share;
}

/** Operational carbon with its bounds: power by its parts, then PUE and grid, which all parts share. */
export function carbonOfParts(
  parts: readonly DrawnPart[],
  context: ClusterContext,
): Estimate<GramsCO2e> | null {
  const likely = monthlyCarbon(parts, context);
  if (likely === null) return null;
  const total = totalWatts(parts);
  const ofPower =
    total > 0
      ? parts.reduce((sum, part) => sum + part.watts * uncertaintyOf('power', part.provenance), 0) / total
      : 0;
  const doubt = combined(
    ofPower,
    uncertaintyOf('pue', context.observation.pue.provenance),
    gridDoubt(context),
  );
  return {
    low: gramsCO2e(likely * Math.max(0, 1 - doubt)),
    likely,
    high: gramsCO2e(likely * (1 + doubt)),
  };
}

/** Manufacture that a workload's reservations hold, per month of 730 h. */
export interface EmbodiedOfWorkload {
  readonly grams: GramsCO2e;
  readonly provenance: readonly Provenance[];
}

/** `null` as soon as one of the nodes is of a machine nobody knows. */
export function embodiedOf(
  placements: readonly Placement[],
  perPod: Reservation,
  { embodied }: ClusterContext,
): EmbodiedOfWorkload | null {
  let grams = 0;
  const provenance: Provenance[] = [];
  for (const { node, pods } of placements) {
    const held = embodied.ofReservation(node, timesReservation(perPod, pods));
    const origin = embodied.provenanceOf(node);
    if (held === null || origin === null) return null;
    grams += held;
    provenance.push(origin);
  }
  return { grams: gramsCO2e(grams), provenance };
}
