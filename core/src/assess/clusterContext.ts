import { type Observation, POLICIES, type Policy } from '../model/index.ts';
import { consolidate } from './consolidation/index.ts';
import { clusterPower } from './footprint/clusterPower.ts';
import { clusterCosts } from './footprint/costs.ts';
import { embodiedOfCluster } from './footprint/embodiedShare.ts';
import { heldByNode } from './footprint/heldReservations.ts';
import { idlePowerOf } from './footprint/idlePower.ts';
import { NOTHING } from './footprint/reservation.ts';
import { once } from './once.ts';
import type { ClusterContext } from './rule.ts';

/**
 * Computes once what all rules and footprints of a cycle share.
 *
 * @param policies those that workloads may choose from
 * @param unknownLoad nodes on which something runs that is not part of the observation
 */
export function clusterContext(
  observation: Observation,
  policy: Policy,
  unknownLoad: ReadonlySet<string> = new Set(),
  policies: readonly Policy[] = POLICIES,
): ClusterContext {
  const nodes = new Map(observation.inventory.nodes.map(node => [node.name, node]));
  const held = heldByNode(observation);
  return {
    observation,
    policy,
    policies,
    nodes,
    idlePower: idlePowerOf(nodes, observation.energy, held, NOTHING),
    power: clusterPower(observation),
    costs: clusterCosts(observation, nodes),
    embodied: embodiedOfCluster(nodes, held, observation.cluster.provider, NOTHING),
    unknownLoad,
    emptiedToday: once(() => consolidate(observation, [], { unknownLoad })),
  };
}
