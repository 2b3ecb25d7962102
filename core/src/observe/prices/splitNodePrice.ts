import { BYTES_PER_GIB, type ClusterIdentity, type ClusterNode } from '../../model/index.ts';
import { defaultUnits } from './defaultPrices.ts';
import type { ToldUnits } from './toldPrices.ts';

/**
 * Splits the price of a whole node among its cores, memory and GPUs in the proportion of the provider's default
 * unit prices, as OpenCost does (costmodel.go): price = cores × perCore + GiB × perGiB + GPUs × perGpu holds exactly.
 *
 * @param perGpu the price of a GPU where it is known; the rest of the node's price is then split
 * @returns `null` where the node's size is not known, or its GPUs alone cost more than it
 */
export function splitNodePrice(
  perNode: number,
  { capacity }: Pick<ClusterNode, 'capacity'>,
  provider: ClusterIdentity['provider'],
  perGpu?: number,
): ToldUnits | null {
  const { cpu, memory } = capacity;
  if (cpu === null || memory === null || cpu + memory === 0) return null;
  const gpus = capacity.gpus ?? 0;
  const units = defaultUnits(provider);
  const unsplit = perGpu === undefined ? perNode : perNode - gpus * perGpu;
  if (unsplit < 0) return null;
  const whole =
    cpu * units.perCore +
    (memory / BYTES_PER_GIB) * units.perGiB +
    (perGpu === undefined ? gpus * units.perGpu : 0);
  const factor = unsplit / whole;
  return {
    perCore: units.perCore * factor,
    perGiB: units.perGiB * factor,
    perGpu: gpus === 0 ? null : (perGpu ?? units.perGpu * factor),
  };
}
