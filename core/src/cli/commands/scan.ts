import { EXIT, type ExitCode } from '../exitCode.ts';
import { REPORT_WRITERS, type ReportFormat } from '../output/reportWriters.ts';
import type { Report } from '../scan/report.ts';
import { printLines, type Run } from './run.ts';
import { type JudgeOptions, scanReport } from './scanReport.ts';

export interface ScanOptions extends JudgeOptions {
  readonly output: ReportFormat;
  readonly details?: boolean;
  readonly failOnFindings?: boolean;
  /** US dollars per month. */
  readonly failOnSaving?: number;
}

/** What could be saved by the findings that save; those that cost do not make up for waste. */
const possibleSaving = ({ findings }: Report): number =>
  findings.reduce((total, { opportunity }) => total + Math.max(0, opportunity.saving.nominal.usd.likely), 0);

/** Whether a whole cluster or one of its sources could not be read. */
const somethingFailed = ({ failed, scanned }: Report): boolean =>
  failed.length > 0 ||
  scanned.some(({ scan }) => scan.observation.notes.some(({ severity }) => severity === 'error'));

/** A source that failed weighs more than any finding: the picture is incomplete. */
export function exitCodeOf(
  report: Report,
  { failOnFindings, failOnSaving }: Pick<ScanOptions, 'failOnFindings' | 'failOnSaving'>,
): ExitCode {
  if (somethingFailed(report)) return EXIT.source;
  if (failOnFindings && report.findings.length > 0) return EXIT.findings;
  return failOnSaving !== undefined && possibleSaving(report) >= failOnSaving ? EXIT.findings : EXIT.ok;
}

/** `greenops scan`: reads, judges and prints once. */
export async function scan(options: ScanOptions, run: Run): Promise<ExitCode> {
  const report = await scanReport(options, run);
  const { stdout, stderr } = run.host;
  stdout.write(REPORT_WRITERS[options.output](report, run.host, options.details ?? false));
  if (options.output !== 'table') {
    printLines(
      stderr,
      report.failed.flatMap(({ clusterId, message, cure }) => [
        `greenops: ${clusterId} could not be read: ${message}`,
        ...(cure === null ? [] : [`  → ${cure}`]),
      ]),
    );
  }
  return exitCodeOf(report, options);
}
