import { type Bytes, bytes, type RuntimeUsage } from '../../model/index.ts';

/**
 * Heap that a collector needs, as a multiple of what is alive in it. Below it the program collects all the
 * time instead of working. JVM: Hunt & John, "Java Performance" (2011), ch. 7 advise 3 to 4; copying what
 * lives takes 2. Go: GOGC=100 lets the heap grow to 2. Node: V8's smallest growing factor for a full heap is
 * 1.1, its usual one 1.5 and more (own judgement: 1.5).
 */
const HEAP_PER_LIVE_BYTE: Readonly<Record<RuntimeUsage['runtime'], number>> = { jvm: 2, go: 2, node: 1.5 };

/** Stack of a thread: the JVM's default -Xss on 64-bit Linux. Go and Node count theirs among the rest. */
const STACK: Readonly<Record<RuntimeUsage['runtime'], number>> = { jvm: 2 ** 20, go: 0, node: 0 };

/** Memory that the runtime takes besides its heap: metaspace, compiled code, buffers, stacks. Never less than this. */
export const besidesHeap = ({ runtime, nonHeap, threads }: RuntimeUsage): Bytes =>
  bytes((nonHeap ?? 0) + (threads ?? 0) * STACK[runtime]);

/**
 * Memory below which the runtime cannot work whatever its knobs say: room for what is alive in the heap, and
 * all that is besides it. A request or limit below it is no saving but a program that only collects garbage.
 *
 * @returns `null` where the runtime does not tell what is alive
 */
export function runtimeFloor(usage: RuntimeUsage): Bytes | null {
  const { liveHeap, runtime } = usage;
  if (liveHeap === null) return null;
  return bytes(liveHeap * HEAP_PER_LIVE_BYTE[runtime] + besidesHeap(usage));
}

/**
 * Memory that the runtime takes once its heap has grown as far as its present knobs let it: a limit below it
 * kills the container sooner or later, however little it has used so far, unless the knob is changed too.
 *
 * @returns `null` where nothing bounds the heap, or the runtime does not tell
 */
export function runtimeReach(usage: RuntimeUsage): Bytes | null {
  // Go's limit is of everything the runtime takes, not of the heap alone.
  if (usage.runtime === 'go') return usage.goMemoryLimit;
  return usage.maxHeap === null ? null : bytes(usage.maxHeap + besidesHeap(usage));
}
