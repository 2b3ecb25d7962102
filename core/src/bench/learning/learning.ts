import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../testing/process/runProgram.ts';
import type { BenchOptions, BenchPart, BenchResult } from '../benchPart.ts';
import type { BackfillFigures, SteadyFigures } from './measure.ts';

const MEASURE = fileURLToPath(new URL('./measure.ts', import.meta.url));
const SIZES = [1_000, 10_000, 50_000];
const QUICK_SIZES = [1_000, 4_000];
/** What a steady cycle of the largest cluster may take. */
const MOST_MEGABYTES = 1_024;

interface OfOneSize {
  readonly backfill: BackfillFigures;
  readonly steady: SteadyFigures;
}

/**
 * What Node 24 chooses by itself in a control group of one GiB (`heap_size_limit` says 560 MiB: 512 of old
 * space and three semi-spaces of 16). On a larger machine it would leave more garbage lying.
 */
const IN_ONE_GIBIBYTE = ['--max-old-space-size=512', '--max-semi-space-size=16'];

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

export const LEARNING: BenchPart = {
  id: 'learning',
  summary: 'what learning usage takes: folding a day, and a steady hourly cycle on two weeks of history',
  async run({ say, quick }: BenchOptions): Promise<readonly BenchResult[]> {
    const sizes: OfOneSize[] = [];
    for (const containers of quick ? QUICK_SIZES : SIZES) {
      say(`  ${count(containers)} containers`);
      sizes.push(await measured(containers));
    }
    return [resultOf(sizes)];
  },
};

/** Each half in a process of its own: what filled the memory of one is not in the other's. */
async function measured(containers: number): Promise<OfOneSize> {
  const directory = await mkdtemp(path.join(tmpdir(), 'greenops-bench-'));
  const file = path.join(directory, 'pages');
  const measure = async (what: string, flags: readonly string[] = []): Promise<unknown> =>
    JSON.parse(
      await runProgram(process.execPath, [...flags, MEASURE, what, String(containers), file], {
        timeoutSeconds: 1_800,
      }),
    );
  try {
    const backfill = (await measure('backfill')) as BackfillFigures;
    return { backfill, steady: (await measure('steady', IN_ONE_GIBIBYTE)) as SteadyFigures };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function resultOf(sizes: readonly OfOneSize[]): BenchResult {
  const first = sizes[0]?.steady;
  const last = sizes.at(-1)?.steady;
  const growth = (of: (figures: SteadyFigures) => number): number =>
    first && last ? of(last) / of(first) / (last.containers / first.containers) : Number.NaN;
  const time = growth(({ learnSeconds, readSeconds }) => learnSeconds + readSeconds);
  const bytes = growth(({ keptBytesPerContainer, containers }) => keptBytesPerContainer * containers);
  const peak = last?.peakMegabytes ?? Number.NaN;
  return {
    title:
      'Learning usage (5-minute samples of 7 families, two containers a pod, every container a workload of its own)',
    columns: [
      'containers',
      'day folded',
      'samples/s',
      'peak RSS',
      'hour learned',
      'all read',
      'ms/container',
      'kept B/container',
      'written B/container',
      'peak RSS',
    ],
    rows: sizes.map(({ backfill, steady }) => [
      count(backfill.containers),
      `${backfill.seconds.toFixed(1)} s`,
      count(backfill.samplesPerSecond),
      `${count(backfill.peakMegabytes)} MB`,
      `${steady.learnSeconds.toFixed(2)} s`,
      `${steady.readSeconds.toFixed(2)} s`,
      steady.millisecondsPerContainer.toFixed(3),
      count(steady.keptBytesPerContainer),
      count(steady.writtenBytesPerContainer),
      `${count(steady.peakMegabytes)} MB`,
    ]),
    notes: [
      `Per container, from ${count(first?.containers ?? 0)} to ${count(last?.containers ?? 0)}: time × ${time.toFixed(2)}, bytes kept × ${bytes.toFixed(2)} (1 is linear).`,
      `A steady hourly cycle of ${count(last?.containers ?? 0)} containers takes ${count(peak)} MB at its peak, two weeks of pages included: ${peak < MOST_MEGABYTES ? 'below' : 'NOT below'} 1 GiB.`,
    ],
    figures: { sizes, growthOfTimePerContainer: time, growthOfBytesPerContainer: bytes },
  };
}
