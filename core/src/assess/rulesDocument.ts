import { formatEvidence, POLICIES } from '../model/index.ts';
import type { Need, RuleDeclaration, Threshold } from './rule.ts';

/** What is true of all rules and told once. */
const PREAMBLE = `# Rules

Each rule is one file of \`core/src/assess/rules\` with its declaration and its judgement. This page is
made from the declarations by \`node core/src/assess/testing/writeRulesDocument.ts\`; a test fails when
the two differ.

## What all rules share

- **No data is not zero.** A container without samples, with too short a history or with too many holes
  is listed as not judged, with the numbers that say why.
- **Two savings.** Nominal: freed request × price of the nodes the pods run on × running pods × 730 h.
  Realisable: what of it is in nodes that really go, by a simulation of the whole cluster. Jobs and
  CronJobs count by how much of them runs on average. Findings about the same resources are
  alternatives: the larger counts, the others say that they are included in it.
- **A rule that lacks a metric is off**, and the assessment names the metric: no finding is not the same
  as nothing found.
- **Carbon** is the share of the node's idle power that the freed request holds × PUE × grid intensity;
  a workload that is stopped saves its active power too. Formulas, sources and uncertainties of all
  figures: [method](method.md).
- **Every saving is a range.** The choice of the quantile (or the headroom) gives the inner bounds; price,
  power and grid widen them.
- **Confidence** = 0.95 × coverage × history (half at none, full from 14 d on) × samples (half at none,
  full from 1,440 on) × steadiness (what the two halves of the history differ by costs up to 30 %) × for
  sizes, what became of the container when its own past was sized day by day.
- **The policy** can be chosen by workload or namespace: annotation \`greenops.dev/policy\`.
- **Risk** is the worst of what may go wrong: use above the new request, memory that still grows, a
  single replica, the loss of the Guaranteed class.
- **Findings about reliability** (too low, missing) are shown whatever they cost, with that cost as a
  negative saving.
- **Init containers are not sized**, and a workload that does not run has nothing to free.
- **Texts hold no number that is not a fact** of the finding's evidence.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

function thresholdRow({ meaning, unit, source, valueIn }: Threshold): string {
  const values = POLICIES.map(policy => formatEvidence(valueIn(policy), unit));
  return `| ${[meaning, ...values, source].map(cell).join(' | ')} |`;
}

const bullets = (items: readonly string[]): readonly string[] => items.map(item => `- ${item}`);

const needText = ({ anyOf, for: purpose }: Need): string =>
  `${anyOf.map(name => `\`${name}\``).join(' or ')}: ${purpose}`;

const VERDICTS = { found: 'Found', 'not found': 'Not found', 'not assessed': 'Not judged' } as const;

function section({
  id,
  title,
  finds,
  needs,
  thresholds,
  leavesAlone,
  remediation,
  examples,
}: RuleDeclaration): string {
  return [
    `## ${title} (\`${id}\`)`,
    '',
    finds,
    '',
    `**Change:** ${remediation}`,
    '',
    '**Needs:**',
    '',
    ...bullets(needs.map(needText)),
    '',
    `| Threshold | ${POLICIES.map(({ name }) => name).join(' | ')} | Where it comes from |`,
    `| --- | ${POLICIES.map(() => '---:').join(' | ')} | --- |`,
    ...thresholds.map(thresholdRow),
    '',
    '**Leaves alone:**',
    '',
    ...bullets(leavesAlone),
    '',
    '**Examples** (they run as tests):',
    '',
    ...bullets(examples.map(({ name, verdict }) => `${VERDICTS[verdict]}: it ${name}`)),
  ].join('\n');
}

/** The text of `docs/rules.md`. */
export const rulesDocument = (declarations: readonly RuleDeclaration[]): string =>
  `${[PREAMBLE.trimEnd(), ...declarations.map(section)].join('\n\n')}\n`;
