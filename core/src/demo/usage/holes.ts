import { type Grid, STEPS_PER_DAY } from '../grid.ts';
import type { Random } from '../random.ts';

/** Says whether the sample at a position was scraped. */
export type Scraped = (position: number) => boolean;

/**
 * Steps without a scrape, as in the Bitbrains traces: about four times in two weeks one or two steps in
 * a row, and once a longer one of 25 to 65 minutes. The longest strikes the whole cluster at once.
 */
export function nodeScrapes(grid: Grid, cluster: Random, node: Random): Scraped {
  const missing = new Uint8Array(grid.steps);
  const cut = (random: Random, length: number) => {
    const start = random.integer(0, grid.steps - length - 1);
    missing.fill(1, start, start + length);
  };
  const outage = cluster.child('outage');
  cut(outage, outage.integer(5, 13));
  const short = Math.round((grid.steps / STEPS_PER_DAY) * node.between(0.2, 0.4));
  for (let index = 0; index < short; index += 1) cut(node, node.next() < 0.8 ? 1 : 2);
  return position => missing[position] === 0;
}

/** A target that is often lost for hours, so that only a share of its samples is left. */
export function lossyScrapes(grid: Grid, random: Random, share: number): Scraped {
  if (share >= 1) return () => true;
  const kept = new Uint8Array(grid.steps);
  let there = true;
  for (let position = 0; position < grid.steps; there = !there) {
    const hours = random.logNormal(10, 0.8) * (there ? share : 1 - share);
    const end = Math.min(grid.steps, position + Math.max(1, Math.round(hours * 12)));
    if (there) kept.fill(1, position, end);
    position = end;
  }
  return position => kept[position] === 1;
}
