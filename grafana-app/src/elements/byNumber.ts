/** A row of InteractiveTable, as far as sorting needs it. */
interface SortableRow {
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Sorts a column of numbers. InteractiveTable's own `number` drops the sign: a change that costs more
 * would stand among those that save. What is not known counts as less than
 * every number.
 */
export function byNumber(a: SortableRow, b: SortableRow, column: string): number {
  const amount = ({ values }: SortableRow): number => {
    const value = values[column];
    return typeof value === 'number' ? value : Number.NEGATIVE_INFINITY;
  };
  const [left, right] = [amount(a), amount(b)];
  // Infinity − Infinity is not a number.
  return left === right ? 0 : left - right;
}
