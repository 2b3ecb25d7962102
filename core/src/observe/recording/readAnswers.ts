import type { ObservationNote } from '../../model/index.ts';
import type { SeriesFamily } from '../clusterSource.ts';
import type { RecordingHeader, RecordingLine } from './format.ts';
import { InventoryCollector, isInventoryLine } from './inventoryLines.ts';
import { broken, parseRecording } from './parseRecording.ts';
import type { RecordedAnswers } from './recordedAnswers.ts';

type SinglePart = 'observed' | 'lists' | 'seen' | 'prices' | 'grid' | 'pue' | 'energyProvenance' | 'end';
type Singles = { [P in SinglePart]?: Extract<RecordingLine, { part: P }> };

/**
 * Reads a recording to its end and keeps all but the samples.
 *
 * @throws InvalidInputError when any line is broken, missing or there twice
 */
export async function readAnswers(file: string, signal?: AbortSignal): Promise<RecordedAnswers> {
  let header: RecordingHeader | undefined;
  let last = 0;
  const singles: Singles = {};
  const collector = new InventoryCollector();
  const notes: ObservationNote[] = [];
  const chunksOfFamily = new Map<SeriesFamily, number>();
  for await (const parsed of parseRecording(file, signal)) {
    last = parsed.number;
    if ('header' in parsed) {
      header = parsed.header;
      continue;
    }
    const { line } = parsed;
    if (isInventoryLine(line)) collector.add(line);
    else if (line.part === 'note') notes.push(line.note);
    else if (line.part === 'samples')
      chunksOfFamily.set(line.family, (chunksOfFamily.get(line.family) ?? 0) + 1);
    else if (singles[line.part])
      throw broken(file, parsed.number, `it is the second one with "${line.part}"`);
    else Object.assign(singles, { [line.part]: line });
  }
  const only = <P extends SinglePart>(part: P): NonNullable<Singles[P]> => {
    const line = singles[part];
    if (!line) throw broken(file, last, `no line before it has "${part}"`);
    return line;
  };
  if (!header) throw broken(file, 1, 'it should be the header');
  return {
    file,
    header,
    // Recordings of before there were these lines know none of it.
    inventory: collector.inventory(only('observed').at, singles.lists?.known ?? []),
    seen: new Set(singles.seen?.names),
    prices: only('prices').answer,
    grid: only('grid').answer,
    pue: only('pue').answer,
    energyProvenance: only('energyProvenance').answer,
    notes,
    chunks: only('end').chunks,
    samples: only('end').samples,
    chunksOfFamily,
  };
}
