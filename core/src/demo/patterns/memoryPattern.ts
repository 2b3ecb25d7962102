import type { Bytes } from '../../model/index.ts';
import { STEPS_PER_HOUR } from '../grid.ts';
import type { Random } from '../random.ts';
import { noise } from './noise.ts';

/** How a container's working set behaves between its start and its end. */
export interface MemoryPattern {
  /** Once it is warm. */
  readonly typical: Bytes;
  /** Grows by this share of `typical` an hour, for ever: a leak. */
  readonly leakPerHour: number;
  /** Share of `typical` that comes and goes with the work (at twice the typical work it is there once). */
  readonly follows: number;
}

/** What is taken at once when a process starts; the rest comes with a time constant of three hours. */
const AT_START = 0.84;
const WARM_UP_STEPS = 3 * STEPS_PER_HOUR;

/**
 * Working set of one container of one pod, from its start. With a limit it is killed when it would
 * pass it, and starts anew.
 *
 * @param work - CPU shape of the pod over the same steps, typical = 1
 * @returns bytes and out-of-memory kills per step
 */
export function memorySeries(
  random: Random,
  pattern: MemoryPattern,
  work: Float64Array,
  limit: Bytes | null,
): { bytes: Float64Array; oomKills: Float64Array } {
  const jitter = noise(random, work.length, 0.006, 0.8);
  const oomKills = new Float64Array(work.length);
  let age = 0;
  const bytes = work.map((amount, position) => {
    const warmth = 1 - (1 - AT_START) * Math.exp(-age / WARM_UP_STEPS);
    const leaked = (pattern.leakPerHour * age) / STEPS_PER_HOUR;
    const following = pattern.follows * Math.min(3, Math.max(0, amount - 1));
    const wanted = pattern.typical * (warmth + leaked + following) * (jitter[position] ?? 1);
    age += 1;
    if (limit === null || wanted <= limit) return wanted;
    oomKills[position] = 1;
    age = 0;
    // The sample falls after the restart as often as before it; the kernel never lets it pass the limit.
    return random.next() < 0.5 ? limit * random.between(0.985, 0.999) : pattern.typical * AT_START;
  });
  return { bytes, oomKills };
}
