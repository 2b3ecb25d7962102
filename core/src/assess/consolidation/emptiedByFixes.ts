import type { Drain, Drains } from './Drains.ts';
import type { MadeFixes } from './MadeFixes.ts';
import type { Fix } from './fix.ts';
import { necessaryFixes } from './necessaryFixes.ts';

/** A node that goes once these fixes are made. */
export interface EnabledDrain {
  readonly drain: Drain;
  readonly fixes: readonly Fix[];
}

/** Makes fixes one after the other and finds how many it takes until one more node goes. */
class Prefix {
  made = 0;
  readonly #all: readonly Fix[];
  readonly #drains: Drains;
  readonly #fixes: MadeFixes;

  constructor(all: readonly Fix[], drains: Drains, fixes: MadeFixes) {
    this.#all = all;
    this.#drains = drains;
    this.#fixes = fixes;
  }

  get fixes(): readonly Fix[] {
    return this.#all.slice(0, this.made);
  }

  /**
   * Makes as few further fixes as let a node go; `null` where not even all of them do. Doubles the number
   * until it works and halves it from there, because trying after every single fix takes too long.
   */
  next(): Drain | null {
    let without = this.made;
    let drain = this.#drains.any();
    for (let step = 1; drain === null; step *= 2) {
      if (this.made === this.#all.length) return null;
      without = this.made;
      this.#go(Math.min(this.#all.length, this.made + step));
      drain = this.#drains.any();
    }
    while (this.made - without > 1) {
      const before = this.made;
      const middle = Math.floor((without + before) / 2);
      this.#go(middle);
      const sooner = this.#drains.any();
      if (sooner) drain = sooner;
      else {
        without = middle;
        this.#go(before);
      }
    }
    return drain;
  }

  #go(to: number): void {
    while (this.made < to) {
      const fix = this.#all[this.made++];
      if (fix) this.#fixes.make(fix);
    }
    while (this.made > to) {
      const fix = this.#all[--this.made];
      if (fix) this.#fixes.takeBack(fix);
    }
  }
}

/**
 * Makes the fixes in the order given and empties every node that can go on the way; each node is put
 * down to the smallest set of them that it needs beyond what earlier nodes need.
 */
export function emptiedByFixes(
  ordered: readonly Fix[],
  drains: Drains,
  fixes: MadeFixes,
): readonly EnabledDrain[] {
  const prefix = new Prefix(ordered, drains, fixes);
  const credited = new Set<Fix>();
  const found: EnabledDrain[] = [];
  for (let drain = prefix.next(); drain !== null; drain = prefix.next()) {
    drains.commit(drain);
    const made = prefix.fixes;
    const necessary = necessaryFixes(drain, made, credited, drains, fixes);
    // First-fit may miss a packing before a fix and find it after: the fix that made it find it is then named.
    const named = necessary.length > 0 ? necessary : made.slice(-1);
    for (const fix of named) credited.add(fix);
    found.push({ drain, fixes: named });
  }
  return found;
}
