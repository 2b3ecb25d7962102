import { InvalidInputError, NotFoundError } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';
import { viewOf } from '../output/reportDocument.ts';
import { jsonText, yamlText } from '../output/reportWriters.ts';
import type { Finding, Report } from '../scan/report.ts';
import { explainScreen } from '../screens/explainScreen.ts';
import { styleFor, widthOf } from '../terminal/style.ts';
import { printLines, type Run } from './run.ts';
import { type JudgeOptions, scanReport } from './scanReport.ts';

export const EXPLAIN_FORMATS = ['text', 'json', 'yaml'] as const;

export interface ExplainOptions extends JudgeOptions {
  readonly output: (typeof EXPLAIN_FORMATS)[number];
}

/** The finding of that id, or of the only id that starts so. */
function findingOf({ findings }: Report, id: string): Finding | null {
  const matches = findings.filter(
    ({ opportunity }) => opportunity.id === id || opportunity.id.startsWith(id),
  );
  if (matches.length > 1) {
    throw new InvalidInputError(
      `${matches.length} findings have an id that starts with ${id}`,
      'give more of the id',
    );
  }
  return matches[0] ?? null;
}

/** `greenops explain`: everything about one finding. */
export async function explain(id: string, options: ExplainOptions, run: Run): Promise<ExitCode> {
  const { stdout, stderr, env } = run.host;
  const report = await scanReport(options, run);
  printLines(
    stderr,
    report.failed.map(({ clusterId, message }) => `greenops: ${clusterId} could not be read: ${message}`),
  );
  const finding = findingOf(report, id);
  if (!finding) {
    if (report.failed.length > 0) return EXIT.source;
    throw new NotFoundError(
      `There is no finding ${id} now`,
      'list the findings with "greenops scan"; it may be mended, or below the thresholds of this policy',
    );
  }
  if (options.output === 'text')
    printLines(stdout, explainScreen(finding, widthOf(stdout, env), styleFor(stdout, env)));
  else stdout.write((options.output === 'json' ? jsonText : yamlText)(viewOf(finding)));
  return report.failed.length > 0 ? EXIT.source : EXIT.ok;
}
