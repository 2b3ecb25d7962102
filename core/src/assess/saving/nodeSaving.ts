import {
  bytes,
  type ClusterNode,
  cores,
  gramsCO2e,
  HOURS_PER_MONTH,
  kilowattHours,
  type Observation,
  priceOfNode,
  type Provenance,
  type SavingFigures,
  usd,
} from '../../model/index.ts';
import { carbonOf, distinctProvenance, monthlyEnergy } from '../footprint/footprint.ts';
import { combined, uncertaintyOf, widened } from './uncertainty.ts';

const exactly = (value: number) => ({ low: value, likely: value, high: value });

/**
 * What goes with a node, per month of 730 h: its price (capacity × the prices of its node), its idle
 * energy, and the operational carbon of that. Active energy goes on where its pods go; embodied carbon is
 * spent already and not part of it.
 */
export function nodeSaving(node: ClusterNode, observation: Observation): SavingFigures {
  const { prices, energy, grid } = observation;
  const { perHour, provenance } = priceOfNode(prices, node);
  const power = energy.nodes.get(node.name);
  const drawn = power && monthlyEnergy(power.idle);
  const powerError = power ? uncertaintyOf('power', power.provenance) : 0;
  const carbon = drawn === undefined ? null : carbonOf(drawn, observation);
  return {
    usd: widened(exactly(perHour * HOURS_PER_MONTH), uncertaintyOf('price', provenance), usd),
    energy: drawn === undefined ? null : widened(exactly(drawn), powerError, kilowattHours),
    carbon:
      carbon === null || !grid
        ? null
        : widened(exactly(carbon), combined(powerError, uncertaintyOf('grid', grid.provenance)), gramsCO2e),
    freedCpu: cores(node.capacity.cpu ?? 0),
    freedMemory: bytes(node.capacity.memory ?? 0),
  };
}

/** Where these figures come from. */
export function nodeProvenance(
  nodes: readonly ClusterNode[],
  { prices, energy, pue, grid }: Observation,
): readonly Provenance[] {
  const power = nodes.flatMap(({ name }) => energy.nodes.get(name)?.provenance ?? []);
  return distinctProvenance([
    ...nodes.map(node => priceOfNode(prices, node).provenance),
    ...power,
    ...(power.length > 0 ? [pue.provenance, grid?.provenance] : []),
  ]);
}
