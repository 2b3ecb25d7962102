import { formatCarbon, formatEstimate, formatRatio, formatUsd, objectLabel } from '../../model/index.ts';
import { demoIn, type Finding, type Report } from '../scan/report.ts';
import { totalsOf, writeTotals } from '../scan/totals.ts';
import { noFindings, unjudgedReasons } from '../scan/unjudged.ts';

/** Text that cannot end a cell, start an element or be taken for markup. */
export const markdownCell = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>|#~]/g, '\\$&').replace(/\r?\n/g, ' ');

const HEADER = [
  'Workload',
  'What to do',
  'Saves per month',
  'Off the bill',
  'CO₂e per month',
  'Sure',
  'Risk',
  'Id',
];

const cellsOf = ({ opportunity, recommendation }: Finding): readonly string[] => {
  const { nominal, realisable } = opportunity.saving;
  return [
    markdownCell(objectLabel(opportunity.subject)),
    markdownCell(recommendation.title),
    markdownCell(formatEstimate(nominal.usd, formatUsd)),
    realisable ? markdownCell(formatUsd(realisable.usd.likely)) : 'not known',
    nominal.carbon ? markdownCell(formatCarbon(nominal.carbon.likely)) : 'not known',
    formatRatio(opportunity.confidence.score),
    opportunity.risk.level,
    `\`${opportunity.id}\``,
  ];
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function nothingText(report: Report): string {
  const { text, cure } = noFindings(report);
  if (report.totalFindings > 0) return 'Every finding is hidden by the filters.';
  return cure === null ? text : `${text} To do: ${cure}.`;
}

const unjudged = (report: Report): readonly string[] => {
  const reasons = unjudgedReasons(report);
  return reasons.length === 0
    ? []
    : [
        '',
        '## Not judged',
        '',
        ...reasons.map(({ reason, count }) => `- ${count} × ${markdownCell(reason)}`),
      ];
};

/** A GitHub-flavoured table, ready for a pull request, an issue or a wiki. */
export function reportMarkdown(report: Report): string {
  const lines = [
    '# GreenOps Advisor',
    '',
    ...(demoIn(report) ? ['> **Demo data**: generated, not a real cluster.', ''] : []),
    ...writeTotals(totalsOf(report)).map(([label, text]) => `- **${label}**: ${markdownCell(text)}`),
    '',
    ...(report.findings.length === 0
      ? [markdownCell(nothingText(report))]
      : [
          row(HEADER),
          row(HEADER.map((_, index) => (index >= 2 && index <= 5 ? '---:' : '---'))),
          ...report.findings.map(finding => row(cellsOf(finding))),
        ]),
    ...unjudged(report),
    ...report.failed.flatMap(({ clusterId, message }) => [
      '',
      `**${markdownCell(clusterId)} could not be read:** ${markdownCell(message)}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
