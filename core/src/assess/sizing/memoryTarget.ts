import { type Bytes, bytes, type Policy, type Ratio } from '../../model/index.ts';
import { asMemoryManifest, atLeast, sized, withHeadroom } from './sizing.ts';

/** What a memory size starts from. */
export interface MemoryDemand {
  /** Highest working set seen; memory is not compressible, so no quantile will do. */
  readonly highest: Bytes;
  /** Limit at which the container was killed; `null` when it never was. */
  readonly killedAt: Bytes | null;
}

/**
 * Memory request: highest use + headroom, and never below what the container was OOM-killed at plus
 * the OOM headroom. (KRR: max + 15 %, OOM limit + 25 %.)
 */
export const memoryTarget = (
  demand: MemoryDemand,
  policy: Policy,
  headroom: Ratio = policy.memoryHeadroom,
): Bytes =>
  bytes(
    sized(
      demand.highest,
      withHeadroom(headroom),
      atLeast((demand.killedAt ?? 0) * (1 + policy.oomHeadroom)),
      atLeast(policy.minimumMemory),
      asMemoryManifest,
    ),
  );
