import type { LearnedPage, LearnedPages } from './learnedPages.ts';
import type { Seconds, UnixSeconds } from './quantity.ts';

/** How far learning has come, and under which terms. */
export interface LearningState {
  /** Of the packing of the pages; pages of another one cannot be read. */
  readonly format: number;
  /** Distance of the samples. */
  readonly step: Seconds;
  /** From here on everything was looked at. */
  readonly since: UnixSeconds;
  /** By family of series: all moments before this one are learned, none from here on. */
  readonly watermarks: ReadonlyMap<string, UnixSeconds>;
}

/** What a ledger holds of one cluster. */
export interface LearnedUsage {
  /** `null` where nothing was learned yet. */
  readonly state: LearningState | null;
  readonly pages: LearnedPages;
  /** Goes up with every commit: who commits says which one it built on. */
  readonly revision: number;
}

/** One step of learning: all of it is kept, or nothing. */
export interface LearningStep {
  readonly state: LearningState;
  /** Revision this step was built on. */
  readonly revision: number;
  /** Pages that are new or changed, whole. */
  readonly pages: Iterable<LearnedPage>;
  /** Days before this one are forgotten. */
  readonly dropBefore: UnixSeconds;
  /** True where what was there cannot be used any more and makes way. */
  readonly replace: boolean;
}

/** Keeps what was learned of clusters, so that a sample is asked for once. */
export interface UsageLedger {
  load(clusterId: string): Promise<LearnedUsage>;
  /**
   * Keeps pages and watermarks together, in one transaction.
   *
   * @returns the new revision
   * @throws StoreError when somebody else has committed since: nothing is kept then
   */
  commit(clusterId: string, step: LearningStep): Promise<number>;
}
