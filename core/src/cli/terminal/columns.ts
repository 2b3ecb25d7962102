import { cellsOf, padEnd, padStart, truncate, truncateMiddle } from './cells.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Plain text of the cell. */
  readonly text: (row: Row) => string;
  /** Colours the finished, padded cell. */
  readonly paint?: (cell: string, row: Row) => string;
  /** Narrowest it may get when the screen is too small; absent = it keeps its width. */
  readonly shrinksTo?: number;
  /** Who shrinks first: lower numbers before higher ones. */
  readonly shrinksAs?: number;
  /** Left out below this screen width. */
  readonly from?: number;
  readonly truncate?: 'end' | 'middle';
}

const GAP = 2;

/** Widths of all columns: their content, taken in one column after the other where the screen is too narrow. */
function widthsOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): readonly number[] {
  const widths = columns.map(({ title, text }) =>
    Math.max(cellsOf(title), ...rows.map(row => cellsOf(text(row)))),
  );
  let excess = widths.reduce((total, cells) => total + cells, 0) + GAP * (columns.length - 1) - width;
  const inOrder = [...columns.keys()]
    .filter(index => columns[index]?.shrinksTo !== undefined)
    .sort((a, b) => (columns[a]?.shrinksAs ?? 0) - (columns[b]?.shrinksAs ?? 0));
  for (const index of inOrder) {
    const cells = widths[index] ?? 0;
    const taken = Math.max(0, Math.min(excess, cells - (columns[index]?.shrinksTo ?? cells)));
    widths[index] = cells - taken;
    excess -= taken;
  }
  return widths;
}

/** Draws rows under titles, never wider than `width` as long as the columns can shrink that far. */
export function drawColumns<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  paintTitle: (text: string) => string,
): readonly string[] {
  const columns = all.filter(({ from }) => width >= (from ?? 0));
  const widths = widthsOf(columns, rows, width);
  const cell = (column: Column<Row>, text: string, index: number): string => {
    const cells = widths[index] ?? 0;
    const fitted = column.truncate === 'middle' ? truncateMiddle(text, cells) : truncate(text, cells);
    return column.align === 'right' ? padStart(fitted, cells) : padEnd(fitted, cells);
  };
  const gap = ' '.repeat(GAP);
  return [
    paintTitle(
      columns
        .map((column, index) => cell(column, column.title, index))
        .join(gap)
        .trimEnd(),
    ),
    ...rows.map(row =>
      columns
        .map((column, index) => {
          const text = cell(column, column.text(row), index);
          return column.paint ? column.paint(text, row) : text;
        })
        .join(gap)
        .trimEnd(),
    ),
  ];
}
