import {
  type Bytes,
  bytes,
  type Change,
  type ContainerUsage,
  type EvidenceFact,
  type Observation,
  type Provenance,
  ratio,
  type Ratio,
  type RuntimeUsage,
} from '../../model/index.ts';
import type { ContainerSubject } from '../rule.ts';
import { computed, declared, fact, known, measured } from './evidence.ts';
import { nodeHeap, withNodeHeap } from './heapFlags.ts';
import { oomKills } from './oomKills.ts';
import { runtimeFloor } from './runtimeFloor.ts';
import { throttledShare } from './throttling.ts';

export const THROTTLED_ENOUGH = ratio(0.01);
export const TIGHT = ratio(0.7);
export const GO_MEMORY_SHARE = ratio(0.9);
export const NODE_HEAP_SHARE = ratio(0.75);

/** The release that reads the CPU limit by itself. */
const AWARE_SINCE = [1, 25] as const;
const MIB = 2 ** 20;

/** Whole MiB, downwards. */
const inMegabytes = (amount: number): Bytes => bytes(Math.floor(amount / MIB) * MIB);

/** One setting that is wrong, or why that cannot be said. */
export type RuntimePart =
  | {
      readonly changes: readonly Change[];
      readonly facts: readonly EvidenceFact[];
      readonly confidence: Ratio;
      readonly because: string;
    }
  | { readonly reason: string };

const told = ({ runtime }: RuntimeUsage, observation: Observation): Provenance => ({
  kind: 'measured',
  method: `${runtime}-metrics`,
  source: `Metrics of its ${runtime === 'go' ? 'Go' : 'Node'} runtime`,
  asOf: observation.window.end,
});

/** `null` where the version cannot be read. */
function isAware(version: string | null): boolean | null {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return null;
  const [since, sinceMinor] = AWARE_SINCE;
  return Number(major) > since || (Number(major) === since && Number(minor) >= sinceMinor);
}

/** More threads than the CPU limit carries, in a Go that does not look at it. */
export function goProcessors(subject: ContainerSubject, runtime: RuntimeUsage | null): RuntimePart | null {
  const { container, context, usage } = subject;
  const limit = container.limits.cpu;
  if (runtime?.runtime !== 'go' || runtime.goMaxProcs === null || limit === null) return null;
  // What Go 1.25 does: the limit rounded up, and two at least.
  const target = Math.max(2, Math.ceil(limit));
  const throttled = throttledShare(usage);
  if (runtime.goMaxProcs <= target || isAware(runtime.version) === true) return null;
  if (throttled === null || throttled < THROTTLED_ENOUGH) return null;
  if (isAware(runtime.version) === null) return { reason: 'Its Go runtime does not tell its release' };
  const { observation } = context;
  return {
    changes: [
      {
        container: container.name,
        target: 'environment.GOMAXPROCS',
        from: container.runtimeSettings?.environment['GOMAXPROCS'] ?? null,
        to: String(target),
      },
    ],
    facts: [
      fact(
        'go.processors',
        'Threads that run Go code at once',
        runtime.goMaxProcs,
        'count',
        told(runtime, observation),
      ),
      fact('go.processors-target', 'Threads proposed', target, 'count', computed('go-1.25-gomaxprocs')),
      fact('go.cpu-limit', 'CPU limit', limit, 'cores', declared(observation)),
      ...known(
        'go.throttled',
        'CFS periods throttled',
        throttled,
        'ratio',
        measured('throttling', observation),
      ),
    ],
    confidence: ratio(0.9),
    because: 'Its runtime tells how many threads it runs, and the kernel how often it stopped them',
  };
}

/** Whether the runtime knows a memory limit; `null` where nobody tells. */
function knownGoLimit(
  runtime: RuntimeUsage,
  environment: Readonly<Record<string, string>> | null,
): Bytes | 'none' | null {
  if (runtime.goMemoryLimit !== null) return runtime.goMemoryLimit;
  if (environment?.['GOMEMLIMIT'] !== undefined) return null;
  // client_golang exports both settings since the same release: one without the other means not set.
  return environment !== null || runtime.goMaxProcs !== null ? 'none' : null;
}

const comesNear = (usage: ContainerUsage | null, limit: Bytes): boolean =>
  (usage?.memory?.max ?? 0) >= TIGHT * limit || (oomKills(usage) ?? 0) > 0;

/** The limit to tell a Go that comes near its memory limit without knowing it; `null` where all is well. */
function goMemoryTarget({ container, usage }: ContainerSubject, runtime: RuntimeUsage): Bytes | null {
  const limit = container.limits.memory;
  if (limit === null || !comesNear(usage, limit)) return null;
  const set = knownGoLimit(runtime, container.runtimeSettings?.environment ?? null);
  if (set === null || (set !== 'none' && set <= limit)) return null;
  const target = inMegabytes(limit * GO_MEMORY_SHARE);
  // With more alive than the limit leaves room for, a collector that tries harder only burns CPU.
  return target < MIB || (runtimeFloor(runtime) ?? 0) > target ? null : target;
}

export function goMemory(subject: ContainerSubject, runtime: RuntimeUsage | null): RuntimePart | null {
  const { container, context, usage } = subject;
  const target = runtime?.runtime === 'go' ? goMemoryTarget(subject, runtime) : null;
  if (runtime === null || target === null) return null;
  const { observation } = context;
  const knowsLive = runtimeFloor(runtime) !== null;
  return {
    changes: [
      {
        container: container.name,
        target: 'environment.GOMEMLIMIT',
        from: container.runtimeSettings?.environment['GOMEMLIMIT'] ?? null,
        to: `${target / MIB}MiB`,
      },
    ],
    facts: [
      ...known(
        'go.memory',
        'Memory use, highest',
        usage?.memory?.max ?? null,
        'bytes',
        measured('memory', observation),
      ),
      ...known('go.memory-limit', 'Memory limit', container.limits.memory, 'bytes', declared(observation)),
      fact('go.memory-target', 'Memory limit told to Go', target, 'bytes', computed('go-memory-limit')),
      ...known('go.live-heap', 'Live heap', runtime.liveHeap, 'bytes', told(runtime, observation)),
    ],
    confidence: ratio(knowsLive ? 0.85 : 0.7),
    because: knowsLive
      ? 'What is alive in its heap leaves room below the limit'
      : 'Its runtime does not tell what is alive in its heap, so it may need more memory rather than a limit',
  };
}

/** A heap of Node that may grow beyond what the memory limit leaves, and who says so; `null` where all is well. */
function boundlessNodeHeap({ container, context }: ContainerSubject, runtime: RuntimeUsage | null) {
  const limit = container.limits.memory;
  const set = container.runtimeSettings && nodeHeap(container.runtimeSettings);
  const heap = set?.bytes ?? (runtime?.runtime === 'node' ? runtime.maxHeap : null);
  if (limit === null || heap === null) return null;
  const target = inMegabytes(limit * NODE_HEAP_SHARE);
  if (target < MIB || heap <= target * (1 + context.policy.minimumChange)) return null;
  return { heap, limit, target, isDeclared: set !== null, inCommand: set?.inCommand ?? false };
}

/** A Node whose heap may grow beyond what its memory limit leaves. */
export function nodeHeapBeyond(subject: ContainerSubject, runtime: RuntimeUsage | null): RuntimePart | null {
  const boundless = boundlessNodeHeap(subject, runtime);
  if (boundless === null) return null;
  const { heap, limit, target, isDeclared, inCommand } = boundless;
  const { container, context } = subject;
  const { observation } = context;
  const settings = container.runtimeSettings;
  const flags = settings?.environment['NODE_OPTIONS'] ?? null;
  const origin = isDeclared || runtime === null ? declared(observation) : told(runtime, observation);
  const change: Change = {
    container: container.name,
    target: 'environment.NODE_OPTIONS',
    from: flags,
    to: withNodeHeap(flags, target),
  };
  const inFlags = inCommand ? (settings?.flags.length ?? null) : null;
  return {
    changes: inCommand ? [] : [change],
    facts: [
      fact('node.heap', 'Heap, as large as it may grow', heap, 'bytes', origin),
      fact('node.memory-limit', 'Memory limit', limit, 'bytes', declared(observation)),
      fact('node.heap-target', 'Heap proposed', target, 'bytes', computed('node-heap')),
      ...known('node.flags', 'Flags of its command that size the heap', inFlags, 'count', origin),
    ],
    confidence: ratio(0.95),
    because: 'Both values are declared: one is larger than the other',
  };
}
