import {
  type EvidenceUnit,
  formatDuration,
  formatEvidence,
  formatRatio,
  POLICIES,
  type Policy,
  ratio,
} from '../model/index.ts';
import type { RuleDeclaration } from './rule.ts';
import { OFF_BY } from './saving/uncertainty.ts';

const row = (cells: readonly string[]): string =>
  `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n');

const POLICY_ROWS: readonly (readonly [label: string, text: (policy: Policy) => string])[] = [
  ['CPU: guaranteed share of samples', policy => formatRatio(policy.cpuQuantile)],
  ['CPU: worth of a share of samples, at 1 core', policy => formatEvidence(policy.cpuWorth, 'cores')],
  ['CPU: headroom', policy => formatRatio(policy.cpuHeadroom)],
  ['CPU: unseen peaks, at 1 core', policy => formatEvidence(policy.cpuUnseenPeak, 'cores')],
  [
    'memory: worth of a share of samples, at 1 GiB',
    ({ memoryWorth }) => (memoryWorth === null ? 'every sample' : formatEvidence(memoryWorth, 'bytes')),
  ],
  ['memory: headroom', policy => formatRatio(policy.memoryHeadroom)],
  ['memory: unseen peaks, at 1 GiB', policy => formatEvidence(policy.memoryUnseenPeak, 'bytes')],
  ['headroom on a limit that killed', policy => formatRatio(policy.oomHeadroom)],
  ['half-life of a sample', policy => formatDuration(policy.halfLife)],
  ['smallest change', policy => formatRatio(policy.minimumChange)],
];

const policies = (): string =>
  table(
    ['', ...POLICIES.map(({ name }) => name)],
    POLICY_ROWS.map(([label, text]) => [label, ...POLICIES.map(text)]),
  );

const KINDS = ['measured', 'billed', 'configured', 'modelled', 'default'] as const;

const uncertainty = (): string =>
  table(
    ['off by, either way', ...KINDS],
    Object.entries(OFF_BY).map(([figure, byKind]) => [
      figure,
      ...KINDS.map(kind => formatRatio(ratio(byKind[kind]))),
    ]),
  );

/** One text where all policies decide by the same number. */
function valueText(valueIn: (policy: Policy) => number, unit: EvidenceUnit): string {
  const texts = POLICIES.map(policy => formatEvidence(valueIn(policy), unit));
  return new Set(texts).size === 1 ? (texts[0] ?? '') : texts.join(' / ');
}

const thresholds = (declarations: readonly RuleDeclaration[]): string =>
  [
    '| rule | decides by | number (by policy where they differ) | source |',
    '| --- | --- | --- | --- |',
    ...declarations.flatMap(({ id, thresholds: all }) =>
      all.map(({ meaning, unit, source, valueIn }, index) =>
        row([index === 0 ? `\`${id}\`` : '', meaning, valueText(valueIn, unit), source]),
      ),
    ),
  ].join('\n');

/** The tables of docs/method.md that are made from the code, by the name of their mark. */
const blocks = (declarations: readonly RuleDeclaration[]): Readonly<Record<string, string>> => ({
  policies: policies(),
  uncertainty: uncertainty(),
  thresholds: thresholds(declarations),
});

/**
 * docs/method.md with its tables made anew.
 *
 * @throws RangeError where the page lacks the marks of a table
 */
export function methodDocument(page: string, declarations: readonly RuleDeclaration[]): string {
  return Object.entries(blocks(declarations)).reduce((text, [name, made]) => {
    const [begin, end] = [`<!-- begin generated: ${name} -->`, `<!-- end generated: ${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to < from) throw new RangeError(`docs/method.md has no marks for "${name}"`);
    return `${text.slice(0, from + begin.length)}\n\n${made}\n\n${text.slice(to)}`;
  }, page);
}
