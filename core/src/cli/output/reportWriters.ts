import { stringify } from 'yaml';
import type { Host } from '../host.ts';
import type { Report } from '../scan/report.ts';
import { scanScreen } from '../screens/scanScreen.ts';
import { styleFor, widthOf } from '../terminal/style.ts';
import { reportCsv } from './csv.ts';
import { reportMarkdown } from './markdown.ts';
import { reportDocument } from './reportDocument.ts';

export const REPORT_FORMATS = ['table', 'json', 'yaml', 'csv', 'markdown'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Two spaces, one document, a final line end: what `jq` and people like. */
export const jsonText = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
export const yamlText = (document: unknown): string => stringify(document, { aliasDuplicateObjects: false });

/** Writes a report as text, ready for standard output; `details` is for people, machines get everything anyway. */
export type ReportWriter = (report: Report, host: Host, details: boolean) => string;

export const REPORT_WRITERS: Readonly<Record<ReportFormat, ReportWriter>> = {
  table: (report, { stdout, env }, details) =>
    scanScreen(report, widthOf(stdout, env), styleFor(stdout, env), details)
      .map(line => `${line}\n`)
      .join(''),
  json: report => jsonText(reportDocument(report)),
  yaml: report => yamlText(reportDocument(report)),
  csv: reportCsv,
  markdown: reportMarkdown,
};
