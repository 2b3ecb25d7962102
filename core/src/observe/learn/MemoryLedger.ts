import {
  LearnedPages,
  type LearnedUsage,
  type LearningState,
  type LearningStep,
  StoreError,
  type UsageLedger,
} from '../../model/index.ts';

interface Kept {
  state: LearningState;
  readonly pages: LearnedPages;
  revision: number;
}

/** Keeps what was learned as long as the process lives. */
export class MemoryLedger implements UsageLedger {
  readonly #clusters = new Map<string, Kept>();

  async load(clusterId: string): Promise<LearnedUsage> {
    const { state, pages, revision } = this.#clusters.get(clusterId) ?? {
      state: null,
      pages: new LearnedPages(),
      revision: 0,
    };
    return { state, pages, revision };
  }

  async commit(clusterId: string, step: LearningStep): Promise<number> {
    const { state, revision, pages, dropBefore, replace } = step;
    const kept = this.#clusters.get(clusterId) ?? { state, pages: new LearnedPages(), revision: 0 };
    if (kept.revision !== revision) {
      throw new StoreError(
        `what was learned of ${clusterId} has changed meanwhile`,
        'let one process scan the cluster at a time',
      );
    }
    if (replace) kept.pages.clear();
    for (const page of pages) kept.pages.set(page);
    kept.pages.dropBefore(dropBefore);
    kept.state = state;
    kept.revision += 1;
    this.#clusters.set(clusterId, kept);
    return kept.revision;
  }
}
