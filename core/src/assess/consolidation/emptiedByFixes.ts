import type { Drain, Drains } from './Drains.ts';
import type { MadeFixes } from './MadeFixes.ts';
import type { Fix } from './fix.ts';
import { necessaryFixes } from './necessaryFixes.ts';

/** A node that goes once these fixes are made. */
export interface EnabledDrain {
  readonly drain: Drain;
  readonly fixes: readonly Fix[];
}

/**
 * Fixes are made one by one as long as there are not more than this; beyond it, in as many rounds of equal
 * size, because trying all nodes after each of thousands of fixes takes minutes.
 */
const ROUNDS = 50;

/**
 * Makes the fixes in the order given and empties every node that can go on the way; each node is put
 * down to the smallest set of them that it needs beyond what earlier nodes need.
 */
export function emptiedByFixes(
  ordered: readonly Fix[],
  drains: Drains,
  made: MadeFixes,
): readonly EnabledDrain[] {
  const credited = new Set<Fix>();
  const found: EnabledDrain[] = [];
  const size = Math.max(1, Math.ceil(ordered.length / ROUNDS));
  for (let start = 0; start < ordered.length; start += size) {
    const round = ordered.slice(start, start + size);
    for (const fix of round) made.make(fix);
    const soFar = ordered.slice(0, start + size);
    // The last round goes on until no more nodes can go.
    for (const drain of soFar.length === ordered.length ? drains.each() : drains.pass()) {
      const necessary = necessaryFixes(drain, soFar, credited, drains, made);
      // First-fit may miss a packing before a fix and find it after: the fix that made it find it is then named.
      const named = necessary.length > 0 ? necessary : round.slice(-1);
      for (const fix of named) credited.add(fix);
      found.push({ drain, fixes: named });
    }
  }
  return found;
}
