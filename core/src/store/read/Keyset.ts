import { z } from 'zod';
import { InvalidInputError } from '../../model/index.ts';
import type { Conditions } from './Conditions.ts';

/** One thing a list is sorted by. A number that may be unknown sorts as -Infinity: last, when descending. */
export interface SortColumn {
  readonly expression: string;
  readonly type: 'text' | 'double precision';
  readonly descending: boolean;
}

export const descending = (expression: string): SortColumn => ({
  expression: `coalesce(${expression}, '-infinity'::double precision)`,
  type: 'double precision',
  descending: true,
});

export const ascending = (expression: string): SortColumn => ({
  expression,
  type: 'text',
  descending: false,
});

const keySchema = z.array(z.union([z.number(), z.string(), z.null()]));
const cursorSchema = z.tuple([z.string(), keySchema]);
type Key = z.infer<typeof keySchema>;

/**
 * Pages of a sorted list by keyset: a cursor holds the sort key of the last row that was shown, and
 * the next page starts after it. The id as last column makes the order total, so equal keys neither
 * repeat nor skip rows, and rows that come or go elsewhere do not shift the pages.
 */
export class Keyset {
  readonly #sort: string;
  readonly #columns: readonly SortColumn[];

  /** @param sort name of the order, which a cursor must agree with; @param columns the last one is unique */
  constructor(sort: string, columns: readonly SortColumn[]) {
    this.#sort = sort;
    this.#columns = columns;
  }

  get orderBy(): string {
    return this.#columns
      .map(({ expression, descending: down }) => `${expression} ${down ? 'desc' : 'asc'}`)
      .join(', ');
  }

  /** The sort key of a row, to be selected along with it; {@link cursorAfter} takes its value. */
  get selectKey(): string {
    return `json_build_array(${this.#columns.map(column => this.#jsonOf(column)).join(', ')})`;
  }

  /** Adds the condition that a row comes after the one the cursor was made of. */
  startAfter(conditions: Conditions, cursor: string | undefined): void {
    if (cursor === undefined) return;
    const key = this.#decode(cursor);
    const alternatives: string[] = [];
    const equal: string[] = [];
    this.#columns.forEach(({ expression, type, descending: down }, index) => {
      const value = conditions.value(key[index] ?? '-Infinity', type);
      alternatives.push([...equal, `${expression} ${down ? '<' : '>'} ${value}`].join(' and '));
      equal.push(`${expression} = ${value}`);
    });
    conditions.add(alternatives.map(text => `(${text})`).join(' or '));
  }

  cursorAfter(key: unknown): string {
    return Buffer.from(JSON.stringify([this.#sort, key])).toString('base64url');
  }

  /** JSON knows no infinity: null stands for it. */
  #jsonOf({ expression, type }: SortColumn): string {
    return type === 'text' ? expression : `nullif(${expression}, '-infinity'::double precision)`;
  }

  #decode(cursor: string): Key {
    const [sort, key] = this.#parse(cursor);
    const fits =
      key.length === this.#columns.length &&
      this.#columns.every(({ type }, index) => (type === 'text') === (typeof key[index] === 'string'));
    if (sort !== this.#sort || !fits) {
      throw new InvalidInputError(
        `the cursor belongs to a list sorted by "${sort}", this one is sorted by "${this.#sort}"`,
        'start from the first page when the order changes',
      );
    }
    return key;
  }

  #parse(cursor: string): z.infer<typeof cursorSchema> {
    try {
      return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    } catch (cause) {
      throw new InvalidInputError(
        `"${cursor}" is no cursor of this list`,
        'pass the nextCursor of the page before, unchanged',
        { cause },
      );
    }
  }
}

/** Makes a page of rows that were asked for one beyond the limit. */
export function pageOf<Row extends { readonly key: unknown }, Item>(
  rows: readonly Row[],
  limit: number,
  keyset: Keyset,
  itemOf: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last ? keyset.cursorAfter(last.key) : null,
  };
}
