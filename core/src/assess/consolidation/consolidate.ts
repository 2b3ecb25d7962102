import {
  type Consolidation,
  type GoingNode,
  type Observation,
  type Opportunity,
  workloadId,
} from '../../model/index.ts';
import { nodeSaving } from '../saving/nodeSaving.ts';
import { type Drain, Drains } from './Drains.ts';
import { MadeFixes } from './MadeFixes.ts';
import { clusterStateOf, type SimulationOptions } from './clusterStateOf.ts';
import { contributionsOf } from './contributions.ts';
import { doubtsOf } from './doubtsOf.ts';
import { emptiedByFixes } from './emptiedByFixes.ts';
import { type Fix, fixOf } from './fix.ts';
import { roomForRaises } from './roomForRaises.ts';

/** Greatest saving first; what costs comes last. */
const byValue = (a: Fix, b: Fix): number => b.value - a.value || (a.opportunityId < b.opportunityId ? -1 : 1);

/** Pods that wait take the room that is there before anything is emptied; the rest are told as a doubt. */
function placeWaiting(drains: Drains): number {
  let homeless = 0;
  for (const { pods } of drains.state.workloads) {
    for (const pod of pods) {
      if (pod.node !== null) continue;
      const node = drains.place(pod);
      if (node) drains.state.place(pod, node);
      else homeless++;
    }
  }
  return homeless;
}

/** Opportunities whose saving counts, and what each does to the simulated cluster. */
function fixesOf(opportunities: readonly Opportunity[], drains: Drains): ReadonlyMap<string, Fix> {
  const workloads = new Map(drains.state.workloads.map(one => [one.workload.id, one]));
  const made = opportunities.map(opportunity =>
    fixOf(opportunity, workloads.get(opportunity.workloadId ?? workloadId(opportunity.subject))),
  );
  return new Map(made.flatMap(fix => (fix ? [[fix.opportunityId, fix] as const] : [])));
}

/**
 * Which nodes of a cluster can go: today, and once the opportunities that count are done, one after the
 * other in the order of their savings.
 *
 * 1. Waiting pods take the room that is there. Nodes are emptied as {@link Drains} tells: these go *now*.
 * 2. What raises requests is done first, so that no saving stands on room that is needed: nodes of 1 may
 *    be needed again.
 * 3. The others are done in the order of their savings. Each node that goes then is put down to the smallest
 *    set of them that it needs beyond what the nodes before it need ({@link emptiedByFixes}); its saving is
 *    split among them by their nominal savings.
 * 4. Of every node that is left it is told what keeps it.
 *
 * Nodes of 1 stay gone in 3, so more freed requests never give back fewer nodes. Limits: by requests, not
 * by use; wishes (preferred affinity, ScheduleAnyway) are ignored but for PreferNoSchedule; overhead of
 * runtime classes, limits of attached disks and quotas are not known; the autoscaler's own thresholds are not asked.
 *
 * @returns `null` where nobody says of any workload where its pods may run
 */
export function consolidate(
  observation: Observation,
  opportunities: readonly Opportunity[],
  options: SimulationOptions = {},
): Consolidation | null {
  const { workloads } = observation.inventory;
  const isKnown =
    options.unknownScheduling === 'free' || workloads.some(({ scheduling }) => scheduling !== null);
  if (!isKnown || observation.inventory.nodes.length === 0) return null;
  const drains = new Drains(clusterStateOf(observation, options), observation);
  const counted = opportunities.filter(({ includedIn }) => includedIn === null);
  const homeless = placeWaiting(drains);
  const going = ({ node, moves }: Drain, fixes: readonly Fix[] = []): GoingNode => ({
    node: node.node.name,
    movedPods: moves.length,
    saving: nodeSaving(node.node, observation),
    after: fixes.map(({ opportunityId }) => opportunityId),
  });
  const emptied = [...drains.each()];
  const now = emptied.map(drain => going(drain));
  const byOpportunity = fixesOf(counted, drains);
  const all = [...byOpportunity.values()].sort(byValue);
  const fixes = new MadeFixes(drains);
  const { neededAgain, overcommitted } = roomForRaises(
    all.filter(({ raises }) => raises),
    emptied,
    drains,
    fixes,
  );
  const enabled = emptiedByFixes(
    all.filter(({ raises }) => !raises),
    drains,
    fixes,
  );
  return {
    now,
    afterFixes: enabled.map(({ drain, fixes: causes }) => going(drain, causes)),
    neededAgain: neededAgain.map(({ drain, fixes: causes }) => going(drain, causes)),
    staying: stayingNodes(
      drains,
      new Set([...emptied, ...enabled.map(({ drain }) => drain)].map(({ node }) => node)),
    ),
    contributions: contributionsOf(
      counted,
      new Set(byOpportunity.keys()),
      { now, neededAgain, afterFixes: enabled },
      observation,
    ),
    doubts: doubtsOf(observation, drains.state, { homeless, overcommitted: overcommitted.length }),
  };
}

function stayingNodes(drains: Drains, gone: ReadonlySet<unknown>): Consolidation['staying'] {
  return drains.state.nodes
    .filter(node => !(node.closed && gone.has(node)))
    .map(node => ({ node: node.node.name, pins: drains.pinsOf(node) }));
}
