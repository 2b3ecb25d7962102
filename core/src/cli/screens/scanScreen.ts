import { formatCount, formatMoment, type ObservationNote } from '../../model/index.ts';
import { demoIn, type Report } from '../scan/report.ts';
import { totalsOf, writeTotals } from '../scan/totals.ts';
import { historyText, noFindings, unjudgedReasons } from '../scan/unjudged.ts';
import { indented } from '../terminal/cells.ts';
import type { Style } from '../terminal/style.ts';
import { clusterLines } from './clusterLines.ts';
import { findingsTable } from './findingsTable.ts';

const REASONS_SHOWN = 5;

export const demoBanner = (style: Style): string =>
  style.bgYellow(style.black(' DEMO DATA ')) + style.yellow(' generated, not a real cluster');

function heading(report: Report, width: number, style: Style): readonly string[] {
  return report.scanned.flatMap(scanned => {
    const { cluster, scan } = scanned;
    const { window, inventory } = scan.observation;
    const size = `${formatCount(inventory.workloads.length, 'workload')} on ${formatCount(inventory.nodes.length, 'node')}`;
    const what = `${size}, ${historyText(scanned)} to ${formatMoment(window.end)}, policy ${report.policy.name}`;
    return [
      ...indented(cluster.name, '', width).map(style.bold),
      ...indented(what, '', width).map(style.dim),
    ];
  });
}

/** What it costs in one line where that fits, what could be saved in the next. */
function summary(report: Report, width: number, style: Style): readonly string[] {
  const totals = writeTotals(totalsOf(report));
  const paint = ([label, text]: readonly [string, string], colour: (text: string) => string) =>
    `${style.dim(label)} ${colour(text)}`;
  const footprint = totals.slice(0, -1);
  const oneLine = footprint.map(([label, text]) => `${label} ${text}`).join('   ').length <= width;
  const lines = footprint.map(total => paint(total, style.bold));
  return [
    '',
    ...(oneLine ? [lines.join('   ')] : lines),
    ...totals
      .slice(-1)
      .flatMap(([label, text]) => indented(text, `${label} `, width).map(line => style.green(line))),
  ];
}

function hiddenText({ findings }: Report, count: number): string {
  const what = formatCount(count, findings.length === 0 ? 'finding' : 'more finding');
  return `${what} ${count === 1 ? 'is' : 'are'} hidden by the filters.`;
}

function hidden(report: Report, style: Style): readonly string[] {
  const count = report.totalFindings - report.findings.length;
  return count > 0 ? [style.dim(hiddenText(report, count))] : [];
}

/** The most frequent reasons why something was not judged; the rest is in the JSON. */
function notAssessed(report: Report, width: number, style: Style): readonly string[] {
  const reasons = unjudgedReasons(report);
  if (reasons.length === 0) return [];
  const more = reasons.length - REASONS_SHOWN;
  return [
    '',
    style.dim('Not judged'),
    ...reasons
      .slice(0, REASONS_SHOWN)
      .flatMap(({ reason, count }) => indented(reason, `${String(count).padStart(5)} × `, width)),
    ...(more > 0
      ? [style.dim(`        and ${formatCount(more, 'more reason')}; --output json lists all`)]
      : []),
  ];
}

const MARK = { info: 'i', warning: '!', error: '✗' } as const;

function noteLines(same: readonly ObservationNote[], width: number, style: Style): readonly string[] {
  const [note] = same;
  if (note === undefined) return [];
  const sources = [...new Set(same.map(({ source }) => source))].join(', ');
  const paint = { info: style.blue, warning: style.yellow, error: style.red }[note.severity];
  return [
    ...indented(`${sources}: ${note.message}`, `${MARK[note.severity]} `, width).map(paint),
    ...(note.cure === undefined ? [] : indented(note.cure, '  → ', width)),
  ];
}

/** One trouble may be told by several sources: it is written once, with all of their names. */
function gathered(all: readonly ObservationNote[]): readonly (readonly ObservationNote[])[] {
  const groups = new Map<string, readonly ObservationNote[]>();
  for (const note of all) {
    const key = `${note.severity}\n${note.message}\n${note.cure ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), note]);
  }
  return [...groups.values()];
}

function notes(report: Report, width: number, style: Style): readonly string[] {
  const all = report.scanned.flatMap(({ scan }) => scan.observation.notes);
  return all.length === 0
    ? []
    : ['', style.dim('Notes'), ...gathered(all).flatMap(same => noteLines(same, width, style))];
}

function failures({ failed }: Report, width: number, style: Style): readonly string[] {
  return failed.flatMap(({ clusterId, message, cure }) => [
    '',
    ...indented(`${clusterId} could not be read: ${message}`, '✗ ', width).map(style.red),
    ...(cure === null ? [] : indented(cure, '  → ', width)),
  ]);
}

function withoutFindings(report: Report, width: number, style: Style): readonly string[] {
  const { text, cure } = noFindings(report);
  return [
    ...indented(text, '', width).map(cure === null ? style.green : style.yellow),
    ...(cure === null ? [] : indented(cure, '  → ', width)),
  ];
}

function findings(report: Report, width: number, style: Style): readonly string[] {
  if (report.scanned.length === 0) return [];
  if (report.totalFindings === 0) return withoutFindings(report, width, style);
  if (report.findings.length === 0) return hidden(report, style);
  const [first] = report.findings;
  return [
    ...findingsTable(report.findings, width, style, report.scanned.length),
    ...hidden(report, style),
    ...indented(
      `Why and how: greenops explain ${first?.opportunity.id ?? ''} with the same source options`,
      '',
      width,
    ).map(style.dim),
  ];
}

/**
 * Everything `greenops scan` shows on a terminal, as lines that fit `width`.
 *
 * @param showDetails - also every node with its reasons, and what the rules that are off are missing
 */
export function scanScreen(
  report: Report,
  width: number,
  style: Style,
  showDetails = false,
): readonly string[] {
  const lines = [
    ...(demoIn(report) ? [demoBanner(style)] : []),
    ...heading(report, width, style),
    ...(report.scanned.length === 0
      ? []
      : [...summary(report, width, style), ...clusterLines(report, width, style, showDetails), '']),
    ...findings(report, width, style),
    ...notAssessed(report, width, style),
    ...notes(report, width, style),
    ...failures(report, width, style),
  ];
  return lines[0] === '' ? lines.slice(1) : lines;
}
