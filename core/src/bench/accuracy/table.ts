import type { Result } from './benchmark.ts';
import type { Contest, Row, Verdict } from './verdicts.ts';

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

export const COLUMNS: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['', ({ adviser }) => adviser],
  ['CPU freed', ({ score }) => percent(score.cpuFreed)],
  ['samples above', ({ score }) => percent(score.cpuAbove, 2)],
  ['machines > 5 %', ({ score }) => String(score.cpuMachinesAbove)],
  ['memory freed', ({ score: { memory } }) => (memory ? percent(memory.freed) : '–')],
  ['samples above', ({ score: { memory } }) => (memory ? percent(memory.above, 3) : '–')],
  ['machines any', ({ score: { memory } }) => (memory ? String(memory.machinesAny) : '–')],
  ['machines > 1 %', ({ score: { memory } }) => (memory ? String(memory.machinesAbove) : '–')],
];

/** With how often the advice was changed. */
export const ROLLING_COLUMNS: typeof COLUMNS = [
  ...COLUMNS,
  ['CPU changes', ({ score }) => score.changesPerMachine.toFixed(2)],
  ['memory changes', ({ score: { memory } }) => (memory ? memory.changesPerMachine.toFixed(2) : '–')],
];

export function tableOf(rows: readonly Row[], columns: typeof COLUMNS): string {
  const cells = [columns.map(([title]) => title), ...rows.map(row => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...cells.map(line => (line[column] ?? '').length)));
  return cells
    .map(line =>
      line
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function contestLine({ comparator, resource, answer, result }: Contest): string {
  const words = {
    inside: 'inside our curve',
    level: 'level: neither is ever exceeded, ours frees at least as much',
    outside: 'OUTSIDE our curve',
  };
  const score = answer?.score;
  const figures =
    score === undefined
      ? 'no setting frees as much'
      : resource === 'cpu'
        ? `frees ${percent(score.cpuFreed)}, ${percent(score.cpuAbove, 2)} of samples above`
        : `frees ${percent(score.memory?.freed ?? 0)}, ${percent(score.memory?.above ?? 0, 3)} of samples above`;
  return `  ${comparator}, ${resource}: ${words[result]} (${answer?.setting ?? '–'}: ${figures})`;
}

export const verdictLine = (who: string, { claim, holds, figures }: Verdict): string =>
  `  ${holds ? 'holds' : 'FAILS'}: ${who} ${claim} (${figures})`;

const IN_SAMPLE =
  '  in-sample: the constants of our policies were fitted on these traces, the tested part included; theirs were not';

/** A data set's result for people. */
export function textOf({ dataSet, machines, inSample, leftOut, oneShot, rolling }: Result): string {
  return [
    `${dataSet}: ${machines} machines`,
    ...(inSample ? [IN_SAMPLE] : []),
    ...leftOut.map(reason => `  left out: ${reason}`),
    '',
    'One-shot: 14 days are learned from (half of a shorter trace), the rest tests',
    tableOf(oneShot.rows, COLUMNS),
    '',
    `Each against the best, in hindsight, of ${oneShot.curve.length} settings:`,
    ...oneShot.contests.map(contestLine),
    '',
    ...(rolling
      ? [
          'Rolling: advice renewed daily from the past alone, applied from 10 % on, the next day scores',
          tableOf(rolling.rows, ROLLING_COLUMNS),
          '',
          ...rolling.verdicts.map(verdict => verdictLine('balanced', verdict)),
        ]
      : ['Rolling: skipped, no trace is nine days long']),
  ].join('\n');
}
