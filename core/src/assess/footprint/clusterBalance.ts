import {
  type ClusterBalance,
  formatCount,
  gramsCO2e,
  kilowattHours,
  type LedgerAmounts,
  usd,
  type WorkloadFootprint,
} from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
import { embodiedSides, powerSides } from './balanceSides.ts';
import { monthlyCarbon, totalWatts } from './drawnPower.ts';
import { monthlyEnergy } from './footprint.ts';

/** Sum of what is known; `null` where nothing is. */
function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return values.length > 0 && known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function workloadsSide(footprints: readonly WorkloadFootprint[]): LedgerAmounts {
  const sum = <T extends number>(of: (one: WorkloadFootprint) => T | null) => sumOfKnown(footprints.map(of));
  const [energy, carbon, embodied] = [
    sum(one => one.energyPerMonth),
    sum(one => one.carbonPerMonth),
    sum(one => one.embodiedPerMonth),
  ];
  return {
    usdPerMonth: usd(sum(one => one.usdPerMonth) ?? 0),
    energyPerMonth: energy === null ? null : kilowattHours(energy),
    carbonPerMonth: carbon === null ? null : gramsCO2e(carbon),
    embodiedPerMonth: embodied === null ? null : gramsCO2e(embodied),
  };
}

function missingOf(
  { observation, nodes, embodied }: ClusterContext,
  footprints: readonly WorkloadFootprint[],
): string[] {
  const names = [...nodes.keys()];
  const counted: readonly (readonly [number, string, string])[] = [
    [names.filter(name => !observation.energy.nodes.has(name)).length, 'node', 'the power is not known'],
    [footprints.filter(one => one.energyPerMonth === null).length, 'workload', 'the energy is not known'],
    [
      names.filter(name => embodied.ofNode(name) === null).length,
      'node',
      'no table knows the embodied carbon',
    ],
  ];
  return [
    ...counted
      .filter(([count]) => count > 0)
      .map(([count, noun, what]) => `Of ${formatCount(count, noun)} ${what}.`),
    ...(observation.grid === null ? ['Nobody says what the grid emits.'] : []),
  ];
}

/**
 * The cluster's ledger per month of 730 h: nodes = workloads + unallocated, in money (with volumes, load
 * balancers and metered traffic), energy, operational and embodied carbon, as long as every pod runs on a
 * node of the inventory. Nothing of a node is counted twice and nothing is lost. The unallocated side is computed from the nodes, not as a difference, so that
 * {@link imbalanceOf} can tell when the sides do not fit.
 */
export function clusterBalance(
  context: ClusterContext,
  footprints: ReadonlyMap<string, WorkloadFootprint>,
): ClusterBalance {
  const all = [...footprints.values()];
  const money = { nodes: context.costs.sides.whole, unallocated: context.costs.sides.unallocated };
  const power = powerSides(context, footprints);
  const embodied = embodiedSides(context, footprints);
  const side = (of: 'nodes' | 'unallocated'): LedgerAmounts => ({
    usdPerMonth: money[of],
    energyPerMonth: power && monthlyEnergy(totalWatts(power[of])),
    carbonPerMonth: power && monthlyCarbon(power[of], context),
    embodiedPerMonth: embodied && embodied[of],
  });
  return {
    nodes: side('nodes'),
    workloads: workloadsSide(all),
    unallocated: side('unallocated'),
    missing: missingOf(context, all),
  };
}
