import { formatUsd, usd, objectLabel } from '../../model/index.ts';
import type { Finding, Report } from '../scan/report.ts';
import { indented } from '../terminal/cells.ts';
import type { Style } from '../terminal/style.ts';

/** What became different from one scan to the next. */
export interface ReportChange {
  readonly kind: 'new' | 'gone' | 'changed';
  readonly finding: Finding;
  /** Saving now minus saving before, in US dollars per month. */
  readonly difference: number;
}

const likely = ({ opportunity }: Finding): number => opportunity.saving.nominal.usd.likely;
/** Below a cent nobody sees a difference. */
const NOTICEABLE = 0.01;

export function changesBetween(before: Report, after: Report): readonly ReportChange[] {
  const old = new Map(before.findings.map(finding => [finding.opportunity.id, finding]));
  const now = new Set(after.findings.map(finding => finding.opportunity.id));
  return [
    ...after.findings.flatMap((finding): ReportChange[] => {
      const previous = old.get(finding.opportunity.id);
      if (!previous) return [{ kind: 'new', finding, difference: likely(finding) }];
      const difference = likely(finding) - likely(previous);
      return Math.abs(difference) >= NOTICEABLE ? [{ kind: 'changed', finding, difference }] : [];
    }),
    ...before.findings
      .filter(({ opportunity }) => !now.has(opportunity.id))
      .map((finding): ReportChange => ({ kind: 'gone', finding, difference: -likely(finding) })),
  ];
}

const MARK = { new: '+', gone: '−', changed: '~' } as const;

/** The changes since the last scan, one line each. */
export function changeLines(
  changes: readonly ReportChange[],
  width: number,
  style: Style,
): readonly string[] {
  if (changes.length === 0) return [style.dim('No change since the last scan.')];
  const paint = { new: style.yellow, gone: style.green, changed: style.cyan };
  return changes.flatMap(({ kind, finding, difference }) =>
    indented(
      `${objectLabel(finding.opportunity.subject)}: ${finding.recommendation.title} (${difference > 0 ? '+' : ''}${formatUsd(usd(difference))}/month)`,
      `${MARK[kind]} `,
      width,
    ).map(paint[kind]),
  );
}
