import { type Bytes, bytes, type Change } from '../../model/index.ts';
import { ofMemory } from '../footprint/reservation.ts';
import type { ContainerSubject, Effect } from '../rule.ts';
import { memoryChanges } from '../sizing/resourceChange.ts';
import { heapFlag, heapSetting, withHeap } from './heapFlags.ts';
import { containerMemory, HEAP_ROOM, heapOf, heapWithin, type JvmMemory } from './jvmMemory.ts';
import { oomKills } from './oomKills.ts';

/** Another heap, and the memory that goes with it. */
export interface JvmProposal {
  readonly heap: Bytes;
  readonly request: Bytes | null;
  readonly limit: Bytes | null;
  readonly effect: Effect;
  /** Limit that a full heap would exceed today; `null` where it would not. */
  readonly exceeded: Bytes | null;
}

/** Less memory, where so much less will do; or a heap that its limit can hold. `null` where all is well. */
export function jvmProposal(
  { container, context, usage }: ContainerSubject,
  jvm: JvmMemory,
): JvmProposal | null {
  const { policy } = context;
  const { requests, limits } = container;
  const exceeded = limits.memory !== null && jvm.maxHeap + jvm.besides > limits.memory ? limits.memory : null;
  const memory = (room: number) => containerMemory(jvm, room, policy);
  const target = memory(HEAP_ROOM.likely);
  const heap = heapOf(jvm, HEAP_ROOM.likely);
  const freed = (room: number) => ofMemory(bytes((requests.memory ?? 0) - memory(room)));
  const effect: Effect = {
    kind: 'reservation',
    freedPerPod: { low: freed(HEAP_ROOM.high), likely: freed(HEAP_ROOM.likely), high: freed(HEAP_ROOM.low) },
    shareOfPods: 1,
    stopsWork: false,
  };
  const killed = (oomKills(usage) ?? 0) > 0;
  const smaller =
    !killed &&
    heap < jvm.maxHeap &&
    requests.memory !== null &&
    (requests.memory - target) / requests.memory >= policy.minimumChange;
  if (smaller) {
    return { heap, request: target, limit: limits.memory === null ? null : target, effect, exceeded };
  }
  if (exceeded === null) return null;
  if (target <= exceeded) {
    const fitting = heapWithin(jvm, exceeded, policy);
    return { heap: fitting, request: requests.memory, limit: exceeded, effect: { kind: 'none' }, exceeded };
  }
  const raised = bytes(Math.max(target, requests.memory ?? 0));
  return { heap, request: raised, limit: raised, effect, exceeded };
}

/** The values that make it so; none where no variable can set the heap, because memory alone would kill it. */
export function jvmChanges(
  { container }: ContainerSubject,
  { heap, request, limit }: JvmProposal,
): readonly Change[] {
  const setting = container.runtimeSettings && heapSetting(container.runtimeSettings);
  if (!setting || setting.variable === null) return [];
  const now = { request: container.requests.memory, limit: container.limits.memory };
  return [
    {
      container: container.name,
      target: `environment.${setting.variable}`,
      from: setting.flags,
      to: withHeap(setting.flags, heapFlag(heap, limit)),
    },
    ...memoryChanges(container.name, now, { request, limit }),
  ];
}
