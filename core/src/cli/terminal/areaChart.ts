import { cellsOf, padStart } from './cells.ts';

const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A horizontal line of the chart: today's request, the proposed one, a limit. */
export interface ReferenceLine {
  readonly value: number;
  readonly label: string;
  readonly mark: string;
  readonly paint: (text: string) => string;
}

export interface AreaChart {
  /** One per column, `null` = no data. */
  readonly values: readonly (number | null)[];
  readonly lines: readonly ReferenceLine[];
  readonly height: number;
  readonly write: (value: number) => string;
  readonly paint: (text: string) => string;
}

/** Usage as filled columns with reference lines across; the axis on the left tells their values. */
export function drawAreaChart({ values, lines, height, write, paint }: AreaChart): readonly string[] {
  const top = 1.05 * Math.max(...lines.map(({ value }) => value), ...values.map(value => value ?? 0));
  if (!(top > 0)) return [];
  const rowOf = (value: number) => Math.min(height - 1, Math.floor((value / top) * height));
  const labels = new Map([
    [height - 1, write(top)],
    [0, '0'],
    ...lines.map(({ value }) => [rowOf(value), write(value)] as const),
  ]);
  const axis = Math.max(...[...labels.values()].map(cellsOf));
  return Array.from({ length: height }, (_, index) => {
    const row = height - 1 - index;
    const line = lines.find(({ value }) => rowOf(value) === row);
    const body = values.map(value => {
      const eighths = value === null ? 0 : Math.round(((value / top) * height - row) * 8);
      const mark = EIGHTHS[Math.max(0, Math.min(8, eighths))] ?? ' ';
      return mark === ' ' && line ? line.paint(line.mark) : mark === ' ' ? ' ' : paint(mark);
    });
    return `${padStart(labels.get(row) ?? '', axis)} ${line ? line.paint('┤') : '│'}${body.join('')}${line ? ` ${line.paint(line.label)}` : ''}`;
  });
}
