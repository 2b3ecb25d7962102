import {
  bytes,
  cores,
  type Estimate,
  gramsCO2e,
  kilowattHours,
  type NodeEnergy,
  pricesOfNode,
  type Saving,
  type SavingFigures,
  usd,
  watts,
  type WorkloadEnergy,
} from '../../model/index.ts';
import { monthlyCost } from '../footprint/costs.ts';
import { carbonOf, distinctProvenance, idleWattsOf, monthlyEnergy } from '../footprint/footprint.ts';
import { totalPods } from '../footprint/placements.ts';
import type { Reservation } from '../footprint/reservation.ts';
import type { FreedReservation, WorkloadSubject } from '../rule.ts';
import { combined, uncertaintyOf, widened } from './uncertainty.ts';

type Bounds = FreedReservation['freedPerPod'];

const overBounds = (bounds: Bounds, value: (freed: Reservation) => number): Estimate<number> => ({
  low: value(bounds.low),
  likely: value(bounds.likely),
  high: value(bounds.high),
});

function moneyOf({ context, placements }: WorkloadSubject, freedPerPod: Bounds): SavingFigures['usd'] {
  const { prices } = context.observation;
  const cost = (freed: Reservation) =>
    placements.reduce(
      (total, { node, pods }) => total + pods * monthlyCost(freed, pricesOfNode(prices, node)),
      0,
    );
  const doubt = Math.max(
    0,
    ...placements.map(({ node }) => uncertaintyOf('price', pricesOfNode(prices, node).provenance)),
  );
  return widened(overBounds(freedPerPod, cost), doubt, usd);
}

const nodeEnergies = ({ context, placements }: WorkloadSubject): readonly NodeEnergy[] =>
  placements.flatMap(({ node }) => (node === null ? [] : (context.observation.energy.nodes.get(node) ?? [])));

const activeEnergy = ({ context, workload }: WorkloadSubject): WorkloadEnergy | undefined =>
  context.observation.energy.workloads.get(workload.id);

/** Idle power of the nodes that the freed reservation holds, and the active power of what stops. */
function energyOf(
  subject: WorkloadSubject,
  freedPerPod: Bounds,
  stopsWork: boolean,
): SavingFigures['energy'] {
  const { context, placements } = subject;
  // Power is linear in the reservation, so the sign is carried around the sum.
  const power = (freed: Reservation) => idleWattsOf(placements, freed, context);
  if (power(freedPerPod.likely) === null) return null;
  const active = stopsWork ? (activeEnergy(subject)?.active ?? 0) : 0;
  const doubt = Math.max(
    0,
    ...nodeEnergies(subject).map(({ provenance }) => uncertaintyOf('power', provenance)),
  );
  return widened(
    overBounds(freedPerPod, freed => monthlyEnergy(watts((power(freed) ?? 0) + active))),
    doubt,
    kilowattHours,
  );
}

function emissionsOf(
  { context: { observation } }: WorkloadSubject,
  energy: SavingFigures['energy'],
): SavingFigures['carbon'] {
  const { grid } = observation;
  if (!energy || !grid) return null;
  const grams = (value: number) => carbonOf(kilowattHours(value), observation) ?? 0;
  // The power's own error is in the energy's bounds already; what is added here is the grid's.
  const gridError = uncertaintyOf('grid', grid.provenance);
  const relative = (bound: number) =>
    energy.likely === 0 ? 0 : Math.abs(bound - energy.likely) / Math.abs(energy.likely);
  const below = combined(relative(energy.low), gridError);
  const above = combined(relative(energy.high), gridError);
  const likely = grams(energy.likely);
  return {
    low: gramsCO2e(likely - Math.abs(likely) * below),
    likely: gramsCO2e(likely),
    high: gramsCO2e(likely + Math.abs(likely) * above),
  };
}

/**
 * Value of a freed reservation: freed amount × price of the nodes the pods run on × pods × 730 h,
 * and the node's idle power that the reservation holds × PUE × grid. Nominal: money and grams really
 * go only once a node does.
 */
export function nominalSaving(
  whole: WorkloadSubject,
  { freedPerPod, shareOfPods, stopsWork }: FreedReservation,
): Saving {
  const { observation } = whole.context;
  // Which of the pods go is the controller's choice: each node gives the same share.
  const subject = {
    ...whole,
    placements: whole.placements.map(({ node, pods }) => ({ node, pods: pods * shareOfPods })),
  };
  const pods = totalPods(subject.placements);
  const energy = energyOf(subject, freedPerPod, stopsWork);
  return {
    nominal: {
      usd: moneyOf(subject, freedPerPod),
      energy,
      carbon: emissionsOf(subject, energy),
      freedCpu: cores(freedPerPod.likely.cpu * pods),
      freedMemory: bytes(freedPerPod.likely.memory * pods),
    },
    realisable: null,
    provenance: distinctProvenance([
      ...subject.placements.map(({ node }) => pricesOfNode(observation.prices, node).provenance),
      ...(energy ? nodeEnergies(subject).map(({ provenance }) => provenance) : []),
      ...(energy && stopsWork ? [activeEnergy(subject)?.provenance] : []),
      ...(energy ? [observation.pue.provenance, observation.grid?.provenance] : []),
    ]),
  };
}
