import {
  type Inventory,
  LearnedPages,
  type LearnedUsage,
  type LearningState,
  type Seconds,
  type TimeWindow,
  type UnixSeconds,
  unixSeconds,
  type UsageLedger,
  windowSeconds,
} from '../../model/index.ts';
import type { ClusterSource, Progress } from '../clusterSource.ts';
import { ChunkFolder } from '../fold/ChunkFolder.ts';
import { PodIndex } from '../fold/PodIndex.ts';
import { LearnedView } from './LearnedView.ts';
import { MemoryLedger } from './MemoryLedger.ts';
import { PAGE_FORMAT } from './Page.ts';
import { Watermarks } from './Watermarks.ts';
import { mergePacked } from './mergePacked.ts';
import { kindOf } from './subject.ts';

const DAY = 86_400;
/** What is learned is forgotten by whole days: a window that is hardly longer is read anew each time. */
const SHORTEST_TO_KEEP = 2 * DAY;

export interface LearnOptions {
  readonly ledger?: UsageLedger | undefined;
  /** How long before the end of the window a sample may still be under way to the source; default: one step. */
  readonly allowance?: Seconds;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Learned {
  readonly view: LearnedView;
  /** From here on something was learned now; what lies before is as it was the last time. */
  readonly newSince: UnixSeconds;
  /** Containers of pods that nobody knows: `namespace/pod/container`. */
  readonly strangers: ReadonlySet<string>;
  /** What broke the reading off, where something did; what came before it is there. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Reads what is not learned yet of a cluster, oldest first, a day at a time. Each day is committed to the
 * ledger with its watermarks before the next is read: whoever is stopped goes on from there, and no sample
 * counts twice. The newest samples, which may still get company, are shown and not committed.
 *
 * @throws the ledger's error when a step cannot be kept, `signal.reason` when it is aborted
 */
export async function learnUsage(
  source: ClusterSource,
  inventory: Inventory,
  options: LearnOptions = {},
): Promise<Learned> {
  const lesson = await Lesson.begin(source, options);
  const pods = new PodIndex(inventory);
  const strangers = new Set<string>();
  let failure: Learned['failure'] = null;
  for (let spans = lesson.next(); spans.size > 0 && failure === null; spans = lesson.next()) {
    const folder = new ChunkFolder(pods, {
      spans,
      provisionalFrom: lesson.provisionalFrom,
      step: source.step,
    });
    try {
      const chunks = source.series({
        spans,
        onFailure: family => {
          lesson.watermarks.fail(family);
          folder.forget(family);
        },
        onProgress: progress => options.onProgress?.(lesson.progress(progress)),
        ...(options.signal ? { signal: options.signal } : {}),
      });
      for await (const chunk of chunks) {
        options.signal?.throwIfAborted();
        folder.add(chunk);
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      failure = { error };
    }
    for (const stranger of folder.strangers) strangers.add(stranger);
    if (failure) lesson.show(folder);
    else await lesson.commit(folder, spans);
  }
  return { view: lesson.view(), newSince: lesson.newSince, strangers, failure };
}

/** One cycle of learning about one cluster. */
class Lesson {
  readonly watermarks: Watermarks;
  readonly provisionalFrom: UnixSeconds;
  readonly newSince: UnixSeconds;
  readonly #source: ClusterSource;
  readonly #ledger: UsageLedger;
  readonly #window: TimeWindow;
  readonly #pages: LearnedPages;
  readonly #provisional = new LearnedPages();
  #revision: number;
  #replace: boolean;

  private constructor(source: ClusterSource, ledger: UsageLedger, usage: LearnedUsage, allowance: Seconds) {
    const usable = usableState(usage.state, source);
    const { start, end } = source.window;
    // Days are kept whole: the first one may reach back to before the window that is wanted.
    const since = usable === null ? start : unixSeconds(Math.max(usable.since, dayOf(start)));
    this.#source = source;
    this.#ledger = ledger;
    this.#window = { start: since, end };
    this.#pages = usable === null ? new LearnedPages() : usage.pages;
    this.#revision = usage.revision;
    this.#replace = usable === null && usage.state !== null;
    this.watermarks = new Watermarks(usable?.watermarks ?? new Map(), this.#window);
    this.newSince = this.watermarks.oldest;
    this.provisionalFrom = unixSeconds(end - allowance);
  }

  static async begin(
    source: ClusterSource,
    { ledger, allowance }: Pick<LearnOptions, 'ledger' | 'allowance'>,
  ): Promise<Lesson> {
    const kept = windowSeconds(source.window) < SHORTEST_TO_KEEP ? undefined : ledger;
    const own = kept ?? new MemoryLedger();
    return new Lesson(source, own, await own.load(source.cluster.id), allowance ?? source.step);
  }

  next() {
    return this.watermarks.next(this.#source.inOnePass ?? false);
  }

  /** The source tells of one step; of how many there are is known here. */
  progress({ stage, done, total }: Progress): Progress {
    const { end } = this.#window;
    const oldest = this.watermarks.oldest;
    const steps = (from: number) => (this.#source.inOnePass ? 1 : Math.max(1, Math.ceil((end - from) / DAY)));
    const all = steps(this.newSince);
    const before = all - steps(oldest);
    return { stage, done: before * total + done, total: all * total };
  }

  /** Shows what a step has read without learning it: it broke off. */
  show(folder: ChunkFolder): void {
    const { learned, provisional } = folder.finish();
    addTo(this.#provisional, learned);
    addTo(this.#provisional, provisional);
  }

  async commit(folder: ChunkFolder, spans: ReturnType<Watermarks['next']>): Promise<void> {
    const { learned, provisional } = folder.finish();
    this.watermarks.advance(spans, this.provisionalFrom);
    const pages = new LearnedPages();
    for (const { subject, day, page } of learned) {
      const before = this.#pages.get(subject, day);
      pages.set({ subject, day, page: mergePacked(before, { kind: kindOf(subject), day, page }) });
    }
    const dropBefore = dayOf(this.#window.start);
    this.#revision = await this.#ledger.commit(this.#source.cluster.id, {
      state: {
        format: PAGE_FORMAT,
        step: this.#source.step,
        since: this.#window.start,
        watermarks: this.watermarks.learned,
      },
      revision: this.#revision,
      pages,
      dropBefore,
      replace: this.#replace,
    });
    this.#replace = false;
    for (const page of pages) this.#pages.set(page);
    this.#pages.dropBefore(dropBefore);
    addTo(this.#provisional, provisional);
  }

  view(): LearnedView {
    return new LearnedView({
      window: this.#window,
      step: this.#source.step,
      learned: this.#pages,
      provisional: this.#provisional,
    });
  }
}

const dayOf = (time: number): UnixSeconds => unixSeconds(Math.floor(time / DAY) * DAY);

/** What was learned under other terms, or too long ago to be gone on from, is of no use. */
function usableState(state: LearningState | null, { step, window }: ClusterSource): LearningState | null {
  if (state === null || state.format !== PAGE_FORMAT || state.step !== step) return null;
  // The window was made longer: the days before were never looked at.
  if (state.since > window.start + DAY) return null;
  const newest = Math.max(...state.watermarks.values());
  return newest < window.start || newest > window.end ? null : state;
}

function addTo(pages: LearnedPages, added: LearnedPages): void {
  for (const { subject, day, page } of added) {
    const merged = mergePacked(pages.get(subject, day), { kind: kindOf(subject), day, page });
    pages.set({ subject, day, page: merged });
  }
}
