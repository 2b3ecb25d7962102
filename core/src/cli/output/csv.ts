import type { OpportunityView } from '../../api/index.ts';
import type { Report } from '../scan/report.ts';
import { viewOf } from './reportDocument.ts';

/** RFC 4180: quotes only where needed, doubled inside, lines end in CRLF. */
export function csvField(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const COLUMNS: readonly (readonly [string, (view: OpportunityView) => string | number | boolean | null])[] = [
  ['id', view => view.id],
  ['cluster', view => view.clusterId],
  ['demo', view => view.demo],
  ['type', view => view.type],
  ['namespace', view => view.namespace],
  ['kind', view => view.kind],
  ['name', view => view.name],
  ['container', view => view.container],
  ['title', view => view.title],
  [
    'changes',
    view => view.changes.map(({ target, from, to }) => `${target}: ${from ?? '(none)'} -> ${to}`).join('; '),
  ],
  ['saving_usd_per_month', view => view.saving.nominal.usdPerMonth.likely],
  ['saving_usd_per_month_low', view => view.saving.nominal.usdPerMonth.low],
  ['saving_usd_per_month_high', view => view.saving.nominal.usdPerMonth.high],
  ['saving_gco2e_per_month', view => view.saving.nominal.gramsCO2ePerMonth?.likely ?? null],
  ['saving_kwh_per_month', view => view.saving.nominal.kilowattHoursPerMonth?.likely ?? null],
  ['freed_cores', view => view.saving.nominal.freedCores],
  ['freed_bytes', view => view.saving.nominal.freedBytes],
  ['risk', view => view.risk.level],
  ['confidence', view => view.confidence.score],
  ['policy', view => view.policyId],
  ['window_start', view => view.windowStart],
  ['window_end', view => view.windowEnd],
  ['realisable_usd_per_month', view => view.saving.realisable?.usdPerMonth.likely ?? null],
  ['included_in', view => view.includedIn],
];

/** One line per finding under a header line. */
export const reportCsv = (report: Report): string =>
  [
    COLUMNS.map(([name]) => name),
    ...report.findings.map(viewOf).map(view => COLUMNS.map(([, value]) => csvField(value(view)))),
  ]
    .map(fields => `${fields.join(',')}\r\n`)
    .join('');
