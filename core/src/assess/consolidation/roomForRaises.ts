import type { Drain, Drains } from './Drains.ts';
import type { MadeFixes } from './MadeFixes.ts';
import type { Fix } from './fix.ts';
import type { SimulatedNode, SimulatedPod } from './simulation.ts';

/** What it takes to give pods what they lack. */
export interface RoomForRaises {
  /** Nodes that were emptied and are needed after all, and for which fixes. */
  readonly neededAgain: readonly { readonly drain: Drain; readonly fixes: readonly Fix[] }[];
  /** Nodes that are too small even so. */
  readonly overcommitted: readonly SimulatedNode[];
}

const isOver = ({ room }: SimulatedNode): boolean => Math.min(room.cpu, room.memory, room.gpus) < 0;

/** Moves pods off an over-committed node, the smallest that is enough first; says whether it fits then. */
function relieve(node: SimulatedNode, drains: Drains): boolean {
  const { state } = drains;
  const bySize = (a: SimulatedPod, b: SimulatedPod) =>
    a.workload.request.cpu - b.workload.request.cpu ||
    a.workload.request.memory - b.workload.request.memory ||
    a.workload.index - b.workload.index ||
    (a.name < b.name ? -1 : 1);
  for (const pod of [...node.pods].sort(bySize)) {
    if (!isOver(node)) return true;
    if (pod.workload.leavesWithNode || drains.holdOf(pod) !== null) continue;
    state.take(pod);
    state.place(pod, drains.place(pod) ?? node);
  }
  return !isOver(node);
}

/**
 * Makes the fixes that raise requests. Where a node then holds more than it has, pods move away; where
 * there is no room for them, the node that was emptied last is kept after all, and so on.
 *
 * @param emptied nodes emptied so far, in that order
 */
export function roomForRaises(
  raises: readonly Fix[],
  emptied: readonly Drain[],
  drains: Drains,
  fixes: MadeFixes,
): RoomForRaises {
  // What is over-committed today is so without them.
  const within = drains.state.nodes.filter(node => !node.closed && !isOver(node));
  for (const fix of raises) fixes.make(fix);
  const over = new Set(within.filter(isOver));
  const isCause = ({ workload }: Fix) => workload?.pods.some(({ node }) => node !== null && over.has(node));
  const causes = raises.filter(isCause);
  const neededAgain: { drain: Drain; fixes: readonly Fix[] }[] = [];
  const left = [...emptied];
  let overcommitted = [...over].filter(node => !relieve(node, drains));
  while (overcommitted.length > 0) {
    const drain = left.pop();
    if (!drain) break;
    drains.state.open(drain.node);
    neededAgain.push({ drain, fixes: causes });
    overcommitted = overcommitted.filter(node => !relieve(node, drains));
  }
  return { neededAgain, overcommitted };
}
