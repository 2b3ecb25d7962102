import { readFileSync, writeFileSync } from 'node:fs';
import {
  type LearnedPage,
  LearnedPages,
  type LearningState,
  type LearningStep,
  seconds,
  unixSeconds,
  type UsageLedger,
} from '../../model/index.ts';
import { MemoryLedger } from '../../observe/learn/MemoryLedger.ts';
import { PAGE_FORMAT } from '../../observe/learn/Page.ts';
import { FAMILIES } from '../../observe/learn/families.ts';
import { learnUsage } from '../../observe/learn/learnUsage.ts';
import { readLearned } from '../../observe/learn/read/readLearned.ts';
import { largeUsage } from './largeUsage.ts';

/**
 * Measures one size in a process of its own, so that its memory is its own:
 *
 *     node measure.ts backfill <containers> <file>   learns one day and leaves its pages in the file
 *     node measure.ts steady <containers> <file>     has these pages for each of two weeks, and learns hours
 *
 * The result is one line of JSON.
 */

const DAY = 86_400;
const HOUR = 3_600;
const STEP = 300;
const HISTORY_DAYS = 14;
const CYCLES = 3;
/** 00:00 UTC of the newest day. */
const TODAY = 20_000 * DAY;

const CLUSTER = 'bench';

export interface BackfillFigures {
  readonly containers: number;
  readonly samples: number;
  readonly seconds: number;
  readonly samplesPerSecond: number;
  readonly peakMegabytes: number;
}

export interface SteadyFigures {
  readonly containers: number;
  /** Median of the cycles: learning one hour and committing it. */
  readonly learnSeconds: number;
  /** Unpacking the usage of every container once, as judging does. */
  readonly readSeconds: number;
  readonly samplesPerCycle: number;
  readonly millisecondsPerContainer: number;
  /** Two weeks in the ledger. */
  readonly keptBytesPerContainer: number;
  readonly writtenBytesPerContainer: number;
  readonly peakMegabytes: number;
}

/** Highest memory of the process at the moments at which it was looked at. */
class PeakMemory {
  #bytes = 0;
  #looks = 0;

  /** Looks at every thousandth call: there is one for each series. */
  look(): void {
    this.#looks += 1;
    if (this.#looks % 1_000 === 0) this.#bytes = Math.max(this.#bytes, process.memoryUsage.rss());
  }

  get megabytes(): number {
    return Math.max(this.#bytes, process.memoryUsage.rss()) / 2 ** 20;
  }
}

async function timed<T>(run: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const start = performance.now();
  const result = await run();
  return { result, seconds: (performance.now() - start) / 1000 };
}

/** Counts what goes through a source. */
function counting(source: ReturnType<ReturnType<typeof largeUsage>>, memory: PeakMemory) {
  const counted = { samples: 0 };
  const counter = {
    ...source,
    async *series(options: Parameters<typeof source.series>[0]) {
      for await (const chunk of source.series(options)) {
        counted.samples += chunk.times.length;
        memory.look();
        yield chunk;
      }
    },
  };
  return { counter, counted };
}

async function backfill(containers: number, file: string): Promise<BackfillFigures> {
  const open = largeUsage(containers);
  const memory = new PeakMemory();
  // All but the last day is learned: a window that is kept is never shorter than two.
  const { counter, counted } = counting(open({ start: TODAY - 2 * DAY, end: TODAY }), memory);
  const ledger = new MemoryLedger();
  const inventory = await counter.inventory();
  await ledger.commit(CLUSTER, {
    state: stateAt(TODAY - 2 * DAY, TODAY - DAY),
    revision: 0,
    pages: [],
    dropBefore: unixSeconds(0),
    replace: false,
  });
  const { seconds: took } = await timed(() =>
    learnUsage(counter, inventory, { ledger, allowance: seconds(0) }),
  );
  const { pages } = await ledger.load(CLUSTER);
  writePages(file, [...pages]);
  return {
    containers,
    samples: counted.samples,
    seconds: took,
    samplesPerSecond: counted.samples / took,
    peakMegabytes: memory.megabytes,
  };
}

function writePages(file: string, pages: readonly LearnedPage[]): void {
  const lines = pages.map(({ subject, page }) => `${subject}\t${Buffer.from(page).toString('base64')}`);
  writeFileSync(file, lines.join('\n'));
}

/** Has what was learned at hand, as the one in Postgres has once it is loaded, and counts what it is to keep. */
class FilledLedger implements UsageLedger {
  readonly pages = new LearnedPages();
  #state: LearningState;
  #revision = 0;
  written = 0;

  constructor(file: string) {
    const lines = readFileSync(file, 'latin1').split('\n');
    for (let day = TODAY - (HISTORY_DAYS - 1) * DAY; day < TODAY; day += DAY) {
      for (const line of lines) {
        const [subject = '', page = ''] = line.split('\t');
        // Moments in a page are told from the start of its day: it may stand for any day.
        this.pages.set({ subject, day: unixSeconds(day), page: Buffer.from(page, 'base64') });
      }
    }
    this.#state = stateAt(TODAY - HISTORY_DAYS * DAY, TODAY);
  }

  async load() {
    return { state: this.#state, pages: this.pages, revision: this.#revision };
  }

  async commit(_: string, { state, pages }: LearningStep) {
    this.written = 0;
    for (const { page } of pages) this.written += page.length;
    this.#state = state;
    this.#revision += 1;
    return this.#revision;
  }
}

const stateAt = (since: number, learned: number): LearningState => ({
  format: PAGE_FORMAT,
  step: seconds(STEP),
  since: unixSeconds(since),
  watermarks: new Map(FAMILIES.map(family => [family, unixSeconds(learned)])),
});

async function steady(containers: number, file: string): Promise<SteadyFigures> {
  const open = largeUsage(containers);
  const ledger = new FilledLedger(file);
  const memory = new PeakMemory();
  const learning: number[] = [];
  const reading: number[] = [];
  let samples = 0;
  for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
    const end = TODAY + cycle * HOUR;
    const { counter, counted } = counting(open({ start: end - HISTORY_DAYS * DAY, end }), memory);
    const inventory = await counter.inventory();
    const { result, seconds: learnSeconds } = await timed(() => learnUsage(counter, inventory, { ledger }));
    const { seconds: readSeconds } = await timed(async () => {
      for (const usage of readLearned(result.view, inventory).containers.values()) {
        usage.cpu?.sketch.quantile(0.95);
        memory.look();
      }
    });
    learning.push(learnSeconds);
    reading.push(readSeconds);
    samples = counted.samples;
  }
  const learnSeconds = median(learning);
  const readSeconds = median(reading);
  return {
    containers,
    learnSeconds,
    readSeconds,
    samplesPerCycle: samples,
    millisecondsPerContainer: ((learnSeconds + readSeconds) * 1000) / containers,
    keptBytesPerContainer: ledger.pages.bytes / containers,
    writtenBytesPerContainer: ledger.written / containers,
    peakMegabytes: memory.megabytes,
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const [what, containers = '', file = ''] = process.argv.slice(2);
const figures =
  what === 'backfill' ? await backfill(Number(containers), file) : await steady(Number(containers), file);
process.stdout.write(`${JSON.stringify(figures)}\n`);
