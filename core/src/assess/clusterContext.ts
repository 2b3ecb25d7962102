import type { Observation, Policy } from '../model/index.ts';
import { heldByNode } from './footprint/footprint.ts';
import { idlePowerOf } from './footprint/idlePower.ts';
import { NOTHING } from './footprint/reservation.ts';
import type { ClusterContext } from './rule.ts';

/** Computes once what all rules and footprints of a cycle share. */
export function clusterContext(observation: Observation, policy: Policy): ClusterContext {
  const nodes = new Map(observation.inventory.nodes.map(node => [node.name, node]));
  return {
    observation,
    policy,
    nodes,
    idlePower: idlePowerOf(nodes, observation.energy, heldByNode(observation), NOTHING),
  };
}
