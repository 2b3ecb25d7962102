import { type ClusterNode, InvalidInputError, type ResourceAmounts } from '../../model/index.ts';
import type { WorkloadSpec } from '../cast/workloadSpec.ts';
import type { PodLife } from './podLives.ts';

interface Room {
  readonly node: ClusterNode;
  cpu: number;
  memory: number;
  gpus: number;
  pods: number;
}

/**
 * Binds every pod to a node of its pool that has room for its requests while it lives: first those
 * that DaemonSets pin, then in order of time, each to the node with the most free CPU, which is what
 * the scheduler's default scoring comes to; pods that must stand apart never share a node.
 *
 * @throws InvalidInputError when the cast does not fit its nodes
 */
export function bindPods(lives: readonly PodLife[], nodes: readonly ClusterNode[]): Map<PodLife, string> {
  const rooms = nodes.map(roomOf);
  const bound = new Map<PodLife, Room>();
  const waiting = [...lives].sort(
    (a, b) => Number(b.pinnedTo !== null) - Number(a.pinnedTo !== null) || a.from - b.from,
  );
  let running: PodLife[] = [];
  for (const life of waiting) {
    const gone = running.filter(({ to }) => to <= life.from);
    for (const other of gone) release(bound.get(other), other);
    running = running.filter(({ to }) => to > life.from);
    const siblings = life.workload.declares.apart
      ? running.filter(({ workload }) => workload === life.workload).map(other => bound.get(other))
      : [];
    const room = rooms
      .filter(candidate => fits(candidate, life) && !siblings.includes(candidate))
      .sort((a, b) => b.cpu - a.cpu)[0];
    if (!room) {
      throw new InvalidInputError(
        `No node of pool "${life.workload.pool}" has room for the demo pod ${life.name}`,
        'give the pool another node or the workload smaller requests',
      );
    }
    take(room, life, 1);
    bound.set(life, room);
    running.push(life);
  }
  return new Map([...bound].map(([life, room]) => [life, room.node.name]));
}

/** What a pod reserves: the sum of its containers, or its largest init container where that is more. */
export function podRequests({ containers }: WorkloadSpec): { cpu: number; memory: number; gpus: number } {
  const amount = (resource: keyof ResourceAmounts): number => {
    const of = (init: boolean) =>
      containers
        .filter(({ role }) => (role === 'init') === init)
        .map(({ requests }) => requests[resource] ?? 0);
    return Math.max(
      of(false).reduce<number>((sum, value) => sum + value, 0),
      ...of(true),
    );
  };
  return { cpu: amount('cpu'), memory: amount('memory'), gpus: amount('gpus') };
}

const roomOf = (node: ClusterNode): Room => ({
  node,
  cpu: node.allocatable.cpu ?? 0,
  memory: node.allocatable.memory ?? 0,
  gpus: node.allocatable.gpus ?? 0,
  pods: node.maxPods ?? Number.POSITIVE_INFINITY,
});

function fits(room: Room, life: PodLife): boolean {
  const needs = podRequests(life.workload);
  const place =
    life.pinnedTo === null ? room.node.pool === life.workload.pool : room.node.name === life.pinnedTo;
  return (
    place && room.cpu >= needs.cpu && room.memory >= needs.memory && room.gpus >= needs.gpus && room.pods >= 1
  );
}

function take(room: Room, life: PodLife, sign: 1 | -1): void {
  const { cpu, memory, gpus } = podRequests(life.workload);
  room.cpu -= sign * cpu;
  room.memory -= sign * memory;
  room.gpus -= sign * gpus;
  room.pods -= sign;
}

function release(room: Room | undefined, life: PodLife): void {
  if (room) take(room, life, -1);
}
