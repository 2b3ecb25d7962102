import {
  type Inventory,
  type Seconds,
  seconds,
  type TimeWindow,
  type UnixSeconds,
  unixSeconds,
} from '../../../model/index.ts';
import type { SeriesChunk } from '../../clusterSource.ts';
import { ChunkFolder } from '../../fold/ChunkFolder.ts';
import { PodIndex } from '../../fold/PodIndex.ts';
import { LearnedView } from '../LearnedView.ts';
import { FAMILIES } from '../families.ts';
import { type ReadUsage, readLearned } from '../read/readLearned.ts';

const TWO_HOURS = { start: unixSeconds(0), end: unixSeconds(7_200) };

/** What is learned from some chunks in one step, and whom nobody knows. */
export function learnedFrom(
  inventory: Inventory,
  chunks: Iterable<SeriesChunk>,
  options: { window?: TimeWindow; step?: Seconds; provisionalFrom?: UnixSeconds } = {},
): ReadUsage & { readonly strangers: ReadonlySet<string> } {
  const { window = TWO_HOURS, step = seconds(300), provisionalFrom = window.end } = options;
  const folder = new ChunkFolder(new PodIndex(inventory), {
    spans: new Map(FAMILIES.map(family => [family, window])),
    provisionalFrom,
    step,
  });
  for (const chunk of chunks) folder.add(chunk);
  const view = new LearnedView({ window, step, ...folder.finish() });
  return { ...readLearned(view, inventory), strangers: folder.strangers };
}
