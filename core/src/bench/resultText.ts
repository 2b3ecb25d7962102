import type { BenchResult } from './benchPart.ts';

/** A result as a table for the terminal: the first column to the left, figures to the right. */
export function resultText({ title, columns, rows, notes }: BenchResult): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, column) => Math.max(...lines.map(line => (line[column] ?? '').length)));
  const table = lines.map(line =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [title, '', ...table, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}
