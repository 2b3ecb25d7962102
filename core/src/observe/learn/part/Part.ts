import type { ByteWriter } from '../ByteWriter.ts';
import type { NameTable } from './NameTable.ts';

/** Usable samples of one series within one day, oldest first. Arrays are used again: nobody keeps them. */
export interface SampleRun {
  readonly pod: string;
  /** Unix seconds; `null` where nobody knows. */
  readonly startedAt: number | null;
  /** Start of the day. */
  readonly day: number;
  /** Unix seconds; those from `from` to before `to` count. */
  readonly times: ArrayLike<number>;
  /** Whole amounts (`AMOUNTS_PER_UNIT`). */
  readonly amounts: ArrayLike<number>;
  readonly from: number;
  readonly to: number;
}

/**
 * What one family of series says of one subject on one day. Parts of the same day merge with no loss,
 * in any order, into what they would be had all samples been added to one.
 */
export interface Part<Self> {
  add(run: SampleRun): void;
  merge(other: Self): void;
  write(to: ByteWriter, names: NameTable): void;
}
