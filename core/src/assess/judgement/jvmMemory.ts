import { type Bytes, bytes, type Policy, type RuntimeUsage } from '../../model/index.ts';
import { asMemoryManifest, atLeast, sized, withHeadroom } from '../sizing/sizing.ts';
import { besidesHeap } from './runtimeFloor.ts';

/** Heap as a multiple of what lives in it. Hunt & John, "Java Performance" (2011), ch. 7: 3 to 4. */
export const HEAP_ROOM = { low: 2, likely: 3, high: 4 } as const;
/** A heap below this is not worth setting. */
const SMALLEST_HEAP = 32 * 2 ** 20;

/** What a JVM needs, from what lives in it. */
export interface JvmMemory {
  readonly liveHeap: Bytes;
  readonly maxHeap: Bytes;
  /** Everything else in the container: metaspace, code, stacks, buffers, and what the JVM does not count itself. */
  readonly besides: Bytes;
}

/** A reason where the JVM does not tell enough of itself. */
export function jvmMemory(usage: RuntimeUsage, highest: Bytes): JvmMemory | { readonly reason: string } {
  const { liveHeap, maxHeap } = usage;
  if (liveHeap === null)
    return { reason: 'Its JVM does not tell how much of the heap is alive after a collection' };
  if (maxHeap === null) return { reason: 'Its JVM does not tell how large the heap may grow' };
  // What was used beyond the largest heap there could be is no heap, whoever took it.
  const besides = bytes(Math.max(besidesHeap(usage), highest - maxHeap));
  return { liveHeap, maxHeap, besides };
}

/** A heap of `room` times what lives in it, never more than there is today. */
export const heapOf = ({ liveHeap, maxHeap }: JvmMemory, room: number): Bytes =>
  bytes(Math.min(maxHeap, Math.max(SMALLEST_HEAP, liveHeap * room)));

/** Memory of the container with such a heap. */
export const containerMemory = (jvm: JvmMemory, room: number, policy: Policy): Bytes =>
  bytes(
    sized(
      heapOf(jvm, room) + jvm.besides,
      withHeadroom(policy.memoryHeadroom),
      atLeast(policy.minimumMemory),
      asMemoryManifest,
    ),
  );

/** The largest heap that leaves room for the rest and the headroom within a limit. */
export const heapWithin = (jvm: JvmMemory, limit: Bytes, policy: Policy): Bytes =>
  bytes(limit / (1 + policy.memoryHeadroom) - jvm.besides);
