import type { RuleTrial, Trial } from '../../assess/index.ts';
import { formatAmount, formatEvidence, objectLabel } from '../../model/index.ts';
import { indented } from '../terminal/cells.ts';
import type { Style } from '../terminal/style.ts';

/** What rules of the user's own would find on one cluster. */
export interface ClusterTrial {
  readonly clusterId: string;
  readonly trials: readonly RuleTrial[];
  /** Why the cluster could not be read; `null` where it could. */
  readonly error: { readonly message: string; readonly cure: string | null } | null;
}

/** Subjects that are shown of each outcome. */
const SHOWN = 10;

const labelOf = ({ subject, container }: Trial): string =>
  `${objectLabel(subject)}${container === null ? '' : ` ${container}`}`;

/** A subject and the numbers it was decided by. */
function subjectLine(trial: Trial): string {
  const numbers = trial.facts.map(({ id, value, unit }) => `${id} ${formatEvidence(value, unit)}`);
  return numbers.length === 0 ? labelOf(trial) : `${labelOf(trial)}: ${numbers.join(', ')}`;
}

function subjectLines(title: string, trials: readonly Trial[], width: number): readonly string[] {
  if (trials.length === 0) return [];
  const rest = trials.length - SHOWN;
  return [
    `  ${title}`,
    ...trials.slice(0, SHOWN).flatMap(trial => indented(subjectLine(trial), '    ', width)),
    ...(rest > 0 ? [`    … ${formatAmount(rest)} more`] : []),
  ];
}

/** Reasons with how many share them, the most frequent first. */
function reasonLines(trials: readonly Trial[], width: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const { outcome } of trials) {
    if (outcome.kind === 'not assessed') counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  return [
    '  cannot be decided',
    ...[...counts]
      .toSorted(([, a], [, b]) => b - a)
      .flatMap(([reason, count]) => indented(`${formatAmount(count)} × ${reason}`, '    ', width)),
  ];
}

function trialLines(trial: RuleTrial, width: number, style: Style): readonly string[] {
  const { rule, found, notFound, notAssessed, hidden, missing } = trial;
  const counts = [
    `${formatAmount(found.length)} found`,
    `${formatAmount(notFound.length)} not found`,
    `${formatAmount(notAssessed.length)} cannot be decided`,
  ].join(', ');
  const warning = (text: string) => indented(text, '  ! ', width).map(style.yellow);
  return [
    `${style.bold(rule.id)}  ${counts}`,
    ...indented(rule.when.replaceAll(/\s+/g, ' '), '  when ', width).map(style.dim),
    ...missing.flatMap(names =>
      warning(`The rule is off on this cluster: ${names.join(' or ')} was not read`),
    ),
    ...(hidden > 0
      ? warning(
          `${formatAmount(hidden)} of what is found is not shown by a scan: it saves less than the policy asks for, or none of its pods runs`,
        )
      : []),
    ...subjectLines('found', found, width),
    ...subjectLines('not found', notFound, width),
    ...reasonLines(notAssessed, width),
  ];
}

/** For each cluster and rule: what it finds, what not, by which numbers, and what is not known. */
export const ruleTrialScreen = (
  clusters: readonly ClusterTrial[],
  width: number,
  style: Style,
): readonly string[] =>
  clusters.flatMap(({ clusterId, trials, error }, index) => [
    ...(index > 0 ? [''] : []),
    style.bold(clusterId),
    ...(error === null
      ? []
      : [
          ...indented(error.message, '✗ ', width).map(style.red),
          ...(error.cure === null ? [] : indented(error.cure, '  → ', width)),
        ]),
    ...trials.flatMap(trial => ['', ...trialLines(trial, width, style)]),
  ]);
