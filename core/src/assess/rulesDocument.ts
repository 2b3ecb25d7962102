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
- **The saving is nominal**: freed request × price of the nodes the pods run on × running pods × 730 h.
  It becomes real money once nodes go away. Jobs and CronJobs count by how much of them runs on average.
- **Carbon** is the share of the node's idle power that the freed request holds × PUE × grid intensity.
  Memory holds 0.392 W per GB (Cloud Carbon Footprint), CPU the rest, by cores. A workload that is
  stopped saves its active power too.
- **Every saving is a range.** The choice of the quantile (or the headroom) gives the inner bounds; price,
  power and grid widen them. How far each may be off (own judgement): price 5 % when billed or
  configured, 20 % modelled, 30 % default; power 10 % measured, 30 % modelled, 50 % default; grid 10 %
  measured or configured, 20 % modelled, 30 % default. Errors of factors add up as squares.
- **Confidence** = 0.95 × coverage × history (half at none, full from 14 d on) × samples (half at none,
  full from 1,440 on) × steadiness (what the two halves of the history differ by costs up to 30 %).
- **Risk** is the worst of what may go wrong: use above the new request, memory that still grows, a
  single replica, the loss of the Guaranteed class.
- **Findings about reliability** (too low, missing) are shown whatever they cost, with that cost as a
  negative saving.
- **Init containers are not judged**, and a workload that does not run has nothing to free.
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
