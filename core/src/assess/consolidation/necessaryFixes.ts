import type { Drain, Drains } from './Drains.ts';
import type { MadeFixes } from './MadeFixes.ts';
import type { Fix } from './fix.ts';
import type { PodRequest } from './podRequest.ts';
import type { Room, SimulatedNode, SimulatedWorkload } from './simulation.ts';

/** Room on the nodes that took pods, if fixes had not been made one after the other. */
class Counterfactual {
  readonly #rooms: Map<SimulatedNode, Room>;
  readonly #left = new Set<Fix>();
  readonly #fixes: MadeFixes;
  readonly #drains: Drains;
  readonly #drain: Drain;

  constructor(drain: Drain, drains: Drains, fixes: MadeFixes) {
    this.#drain = drain;
    this.#drains = drains;
    this.#fixes = fixes;
    this.#rooms = new Map(drain.moves.map(({ to }) => [to, { ...to.room }]));
  }

  /** Leaves the fix out where the drain still works without it; says whether it could. */
  leaveOut(fix: Fix): boolean {
    if (fix.lifts !== null && this.#isHeldBy(fix.lifts)) return false;
    const { workload } = fix;
    if (!workload) return true;
    if (fix.removes.some(pod => this.#fixes.placeOf(pod) === this.#drain.node)) return false;
    const changed = this.#roomsWithout(fix, workload);
    if (changed === null) return false;
    for (const [node, room] of changed) this.#rooms.set(node, room);
    this.#left.add(fix);
    return true;
  }

  #isHeldBy(lift: string): boolean {
    this.#drains.lifted.delete(lift);
    const held = this.#drain.moves.some(({ pod }) => this.#drains.holdOf(pod) !== null);
    this.#drains.lifted.add(lift);
    return held;
  }

  /** `null` where a node would be over-committed. */
  #roomsWithout(fix: Fix, workload: SimulatedWorkload): ReadonlyMap<SimulatedNode, Room> | null {
    const now = this.#fixes.requestWithout(workload, this.#left);
    const then = this.#fixes.requestWithout(workload, new Set([...this.#left, fix]));
    const changed = new Map<SimulatedNode, Room>();
    const take = (node: SimulatedNode | null, request: PodRequest, pods: number) => {
      const room = node && (changed.get(node) ?? this.#rooms.get(node));
      if (!node || !room) return;
      changed.set(node, {
        cpu: room.cpu - request.cpu,
        memory: room.memory - request.memory,
        gpus: room.gpus - request.gpus,
        pods: room.pods - pods,
      });
    };
    const more = { cpu: then.cpu - now.cpu, memory: then.memory - now.memory, gpus: then.gpus - now.gpus };
    for (const { node } of workload.pods) take(node, more, 0);
    for (const pod of fix.removes) take(this.#fixes.placeOf(pod), then, 1);
    const overcommitted = [...changed.values()].some(
      ({ cpu, memory, gpus, pods }) => Math.min(cpu, memory, gpus, pods) < 0,
    );
    return overcommitted ? null : changed;
  }
}

/** MadeFixes that have to do with the pods that moved, or with the nodes that took them. */
function concerned({ node, moves }: Drain, made: readonly Fix[], fixes: MadeFixes): readonly Fix[] {
  const nodes = new Set<SimulatedNode>([node, ...moves.map(({ to }) => to)]);
  const here = new Set<SimulatedWorkload>();
  for (const one of nodes) for (const { workload } of one.pods) here.add(workload);
  return made.filter(
    ({ workload, removes, lifts }) =>
      lifts !== null ||
      (workload !== null && here.has(workload)) ||
      removes.some(pod => {
        const place = fixes.placeOf(pod);
        return place !== null && nodes.has(place);
      }),
  );
}

/**
 * The fixes without any one of which these very moves would not be possible, given those that nodes that
 * went earlier already need. Left out one by one, smallest saving first, as long as no node that took a pod
 * is over-committed and no pod may not move: what is left is necessary. Where the earlier ones alone made
 * it possible, it is found among them.
 *
 * @param drain made already
 * @param made all fixes that are made, greatest saving first
 * @param credited those that earlier nodes need
 */
export function necessaryFixes(
  drain: Drain,
  made: readonly Fix[],
  credited: ReadonlySet<Fix>,
  drains: Drains,
  fixes: MadeFixes,
): readonly Fix[] {
  const all = concerned(drain, made, fixes).toReversed();
  const needed = (candidates: readonly Fix[]) => {
    const counterfactual = new Counterfactual(drain, drains, fixes);
    return candidates.filter(fix => !counterfactual.leaveOut(fix)).toReversed();
  };
  const fresh = needed(all.filter(fix => !credited.has(fix)));
  return fresh.length > 0 ? fresh : needed(all.filter(fix => credited.has(fix)));
}
