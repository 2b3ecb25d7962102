import { priceOfNode, type PriceBook } from '../../model/index.ts';
import type { SimulatedNode } from './simulation.ts';

/** The larger of the shares of CPU and memory that pods hold which would have to move. */
export function heldShare({ allocatable, pods }: SimulatedNode): number {
  let [cpu, memory] = [0, 0];
  for (const { workload } of pods) {
    if (workload.leavesWithNode) continue;
    cpu += workload.request.cpu;
    memory += workload.request.memory;
  }
  return Math.max(cpu / Math.max(1, allocatable.cpu), memory / Math.max(1, allocatable.memory));
}

/** Least cost-effective first: by price per share that is held, then the dearer one, then by name. */
export function drainOrder(nodes: readonly SimulatedNode[], prices: PriceBook): readonly SimulatedNode[] {
  return nodes
    .map(node => {
      const price = priceOfNode(prices, node.node).perHour;
      const share = heldShare(node);
      return { node, price, perShare: share > 0 ? price / share : Number.POSITIVE_INFINITY };
    })
    .sort((a, b) => {
      if (a.perShare !== b.perShare) return a.perShare > b.perShare ? -1 : 1;
      return b.price - a.price || a.node.index - b.node.index;
    })
    .map(({ node }) => node);
}
