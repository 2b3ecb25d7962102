import { bytesToKubernetesQuantity, coresToKubernetesQuantity } from '../../../model/index.ts';
import { COLUMNS, contestLine, ROLLING_COLUMNS, tableOf, verdictLine } from '../table.ts';
import type { Contest, Verdict } from '../verdicts.ts';
import { type Calibrated, RULE } from './calibrate.ts';
import type { Constants } from './candidates.ts';
import type { Choice } from './choose.ts';
import type { HeldOut } from './heldOut.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function constantsText(constants: Constants): string {
  const { cpuQuantile, cpuWorth, cpuHeadroom, cpuUnseenPeak } = constants;
  const { memoryWorth, memoryHeadroom, memoryUnseenPeak } = constants;
  return [
    cpuQuantile === undefined ? null : `guaranteed ${percent(cpuQuantile)}`,
    cpuWorth === undefined ? null : `worth ${coresToKubernetesQuantity(cpuWorth)}`,
    cpuHeadroom === undefined ? null : `headroom ${percent(cpuHeadroom)}`,
    cpuUnseenPeak === undefined ? null : `unseen ${coresToKubernetesQuantity(cpuUnseenPeak)}`,
    memoryWorth === undefined
      ? null
      : memoryWorth === null
        ? 'every sample'
        : `worth ${bytesToKubernetesQuantity(memoryWorth)}`,
    memoryHeadroom === undefined ? null : `headroom ${percent(memoryHeadroom)}`,
    memoryUnseenPeak === undefined ? null : `unseen ${bytesToKubernetesQuantity(memoryUnseenPeak)}`,
  ]
    .filter(part => part !== null)
    .join(', ');
}

const choiceText = (resource: string, choice: Choice | null): string =>
  choice === null
    ? `  ${resource}: nothing fits the budget; the shipped constants stay`
    : `  ${resource}: ${constantsText(choice.candidate.constants)} (on ${choice.judgedOn.join(', ')}: ${choice.feasible} settings within the budget, ${choice.nearBest} level with the best: ${constantsText(choice.best.constants)})`;

const calibratedText = (calibrated: readonly Calibrated[]): string =>
  calibrated
    .flatMap(({ policy, choices }) => [
      policy.name,
      choiceText('CPU', choices.cpu),
      choiceText('memory', choices.memory),
    ])
    .join('\n');

const verdictsText = (who: string, verdicts: readonly Verdict[]): readonly string[] => [
  `  ${verdicts.filter(({ holds }) => holds).length} of ${verdicts.length} hold of ${who}`,
  ...verdicts.map(verdict => verdictLine(who, verdict)),
];

function contestsText(who: string, contests: readonly Contest[]): readonly string[] {
  const outside = contests.filter(({ result }) => result === 'outside');
  return [
    `  ${contests.length - outside.length} of ${contests.length} lie inside or on the curve of the ${who} policies`,
    ...outside.map(contestLine),
  ];
}

const heldOutText = ({ title, rows, verdicts, contests }: HeldOut): string =>
  [
    `${title} (${rows[0]?.score.machines ?? 0} machines)`,
    tableOf(rows, verdicts ? ROLLING_COLUMNS : COLUMNS),
    ...(verdicts
      ? [
          ...verdictsText('shipped balanced', verdicts.shipped),
          ...verdictsText('calibrated balanced', verdicts.calibrated),
        ]
      : []),
    ...(contests
      ? [...contestsText('shipped', contests.shipped), ...contestsText('calibrated', contests.calibrated)]
      : []),
  ].join('\n');

/** The rule, what it chose and what that does elsewhere. */
export const calibrationText = (calibrated: readonly Calibrated[], heldOut: readonly HeldOut[]): string =>
  [
    'The rule',
    ...RULE.map(sentence => `  ${sentence}`),
    '',
    'What it chose',
    calibratedText(calibrated),
    ...heldOut.flatMap(one => ['', heldOutText(one)]),
  ].join('\n');
