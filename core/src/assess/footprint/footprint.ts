import {
  type GramsCO2e,
  gramsCO2e,
  HOURS_PER_MONTH,
  kilowattHours,
  type KilowattHours,
  type Observation,
  pricesOfNode,
  type Provenance,
  watts,
  type Watts,
  type Workload,
  type WorkloadFootprint,
} from '../../model/index.ts';
import type { ClusterContext, Placement } from '../rule.ts';
import { sumOfCosts } from './costs.ts';
import {
  carbonOfParts,
  type DrawnPart,
  drawnPower,
  embodiedOf,
  type EmbodiedOfWorkload,
  totalWatts,
} from './drawnPower.ts';
import { heldByPod } from './heldReservations.ts';
import { placementsOf } from './placements.ts';
import { type Reservation, timesReservation } from './reservation.ts';
import { meanIntensity } from './windowHours.ts';
import { workloadSci } from './workloadSci.ts';

export const monthlyEnergy = (power: Watts): KilowattHours => kilowattHours((power * HOURS_PER_MONTH) / 1000);

/** Carbon of energy that is drawn evenly over the window: for savings, whose hours nobody knows. */
export function carbonOf(energy: KilowattHours, observation: Observation): GramsCO2e | null {
  const intensity = meanIntensity(observation);
  return intensity === null ? null : gramsCO2e(energy * observation.pue.factor * intensity);
}

/** Idle watts over all placements; `null` as soon as one of them is unknown, because half a sum is no sum. */
export function idleWattsOf(
  placements: readonly Placement[],
  perPod: Reservation,
  context: ClusterContext,
): Watts | null {
  let total = 0;
  for (const { node, pods } of placements) {
    const power = context.idlePower(node, timesReservation(perPod, pods));
    if (power === null) return null;
    total += power;
  }
  return watts(total);
}

/** Each origin once, in the order of first mention. */
export function distinctProvenance(all: readonly (Provenance | null | undefined)[]): readonly Provenance[] {
  const seen = new Map<string, Provenance>();
  for (const one of all) {
    if (one && !seen.has(`${one.kind}/${one.method}/${one.source}`)) {
      seen.set(`${one.kind}/${one.method}/${one.source}`, one);
    }
  }
  return [...seen.values()];
}

type CarbonFigures = Pick<
  WorkloadFootprint,
  'carbonPerMonth' | 'carbonRange' | 'embodiedPerMonth' | 'totalCarbonPerMonth' | 'sci'
>;

/** Operational and embodied carbon stay apart; what needs both is unknown where one of them is. */
function carbonFigures(
  workload: Workload,
  drawn: readonly DrawnPart[] | null,
  embodied: EmbodiedOfWorkload | null,
  context: ClusterContext,
): CarbonFigures {
  const range = drawn && carbonOfParts(drawn, context);
  const known = { carbonPerMonth: range?.likely ?? null, carbonRange: range };
  const embodiedPerMonth = embodied?.grams ?? null;
  if (drawn === null || range === null || embodied === null) {
    return { ...known, embodiedPerMonth, totalCarbonPerMonth: null, sci: null };
  }
  return {
    ...known,
    embodiedPerMonth,
    totalCarbonPerMonth: gramsCO2e(range.likely + embodied.grams),
    sci: workloadSci(workload.id, drawn, range, embodied, context),
  };
}

/** Cost, energy and carbon of a workload at today's requests and use. */
export function footprintOf(workload: Workload, context: ClusterContext): WorkloadFootprint {
  const { observation } = context;
  const placements = placementsOf(workload, observation);
  const pod = heldByPod(workload, observation);
  const prices = placements.map(({ node }) => pricesOfNode(observation.prices, node));
  const costs = context.costs.ofWorkload(workload, placements, pod);
  const drawn = drawnPower(workload, pod, placements, context);
  const embodied = embodiedOf(placements, pod, context);
  return {
    workloadId: workload.id,
    usdPerMonth: sumOfCosts(costs),
    costs,
    energyPerMonth: drawn && monthlyEnergy(totalWatts(drawn)),
    ...carbonFigures(workload, drawn, embodied, context),
    provenance: distinctProvenance([
      ...prices.map(price => price.provenance),
      ...context.costs.provenanceOf(costs),
      ...(drawn ?? []).map(({ provenance }) => provenance),
      observation.pue.provenance,
      observation.grid?.provenance,
      ...(embodied?.provenance ?? []),
    ]),
  };
}
