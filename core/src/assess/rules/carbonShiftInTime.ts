import { bytes, type Change, cores, gramsCO2e, kilowattHours, ratio, usd } from '../../model/index.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { combined, uncertaintyOf } from '../saving/uncertainty.ts';
import { type ShiftFigures, shiftingOf, WORTHWHILE_GRAMS, WORTHWHILE_SHARE } from '../shifting/shiftingOf.ts';
import { DEFAULT_SLACK, SLACK_ANNOTATION } from '../shifting/slack.ts';

/** Standard errors at either side that hold four cases of five. */
const EIGHTY_PERCENT = 1.2816;
/** The next months’ grid need not be like the past one’s. */
const HIGHEST_CONFIDENCE = 0.9;

const SOLAR = { busy: 450, quiet: 150, from: 16, to: 6 };
const NIGHTLY = { busy: 200, quiet: 0, from: 2, to: 4 };

const declaration: RuleDeclaration = {
  id: 'carbon-shift-in-time',
  title: 'Job in dirty hours',
  finds:
    'A CronJob that would emit less if it started later, within the time it has. The start is chosen by the grid’s usual day; what it is worth is told by replaying its runs of the window on the hours as they were, by marginal intensity where that is known, else by average intensity.',
  needs: [{ anyOf: ['hourly-grid-intensity'], for: 'the intensity of the grid hour by hour' }],
  thresholds: [
    {
      meaning: 'Carbon saved by all runs of a month, more than',
      unit: 'gCO2e/month',
      source: 'opportunity catalogue C1',
      valueIn: () => WORTHWHILE_GRAMS,
    },
    {
      meaning: 'Share of what the job emits today, more than',
      unit: 'ratio',
      source: 'opportunity catalogue C1',
      valueIn: () => WORTHWHILE_SHARE,
    },
    {
      meaning: `How much later a job may start that runs once a day or more rarely and has no annotation ${SLACK_ANNOTATION}`,
      unit: 'seconds',
      source: 'own judgement: what is done at night is done by the morning',
      valueIn: () => DEFAULT_SLACK,
    },
  ],
  leavesAlone: [
    `Jobs that run more than once a day, unless the annotation ${SLACK_ANNOTATION} says how late they may start.`,
    'Schedules whose hours are not numbers (steps, names): they have no start that could be moved.',
    'Starts in an hour that daylight saving skips or repeats: the job would be left out, or run twice.',
    'Starts earlier than today: what the job works on may not be there yet.',
  ],
  remediation: 'Set `spec.schedule` of the CronJob, and `spec.timeZone` where it names none.',
  wording: {
    title: 'Start {subject} {shift.later} later',
    summary: [
      'Its runs emit {shift.present} and would have emitted {shift.moved}, had they started {shift.later} later.',
      'That holds for {shift.better-runs} of the {shift.runs} runs that were replayed.',
    ],
    why: [
      'Its runs draw {shift.energy}; the grid that feeds them is cleaner some hours later.',
      'It is taken to have {shift.slack} to spare.',
    ],
    steps: [
      'Set {changes}.',
      `If it must not start so late, say how late it may with the annotation \`${SLACK_ANNOTATION}: 2h\`.`,
    ],
    watchAfterwards: ['That what waits for the job still gets its result in time.'],
  },
  examples: [
    {
      name: 'runs at night on a grid that is cleaner in the morning',
      cluster: {
        gridByClock: SOLAR,
        workloads: [{ kind: 'CronJob', wattsByClock: NIGHTLY, declared: { schedule: '0 2 * * *' } }],
      },
      verdict: 'found',
    },
    {
      name: 'runs in the cleanest hours already',
      cluster: {
        gridByClock: SOLAR,
        workloads: [
          {
            kind: 'CronJob',
            wattsByClock: { ...NIGHTLY, from: 8, to: 10 },
            declared: { schedule: '0 8 * * *' },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'draws too little for the move to be worth it',
      cluster: {
        gridByClock: SOLAR,
        workloads: [
          { kind: 'CronJob', wattsByClock: { ...NIGHTLY, busy: 1 }, declared: { schedule: '0 2 * * *' } },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has to be done by an hour',
      cluster: {
        gridByClock: SOLAR,
        workloads: [
          {
            kind: 'CronJob',
            wattsByClock: NIGHTLY,
            declared: { schedule: '0 2 * * *', annotations: { [SLACK_ANNOTATION]: '1h' } },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'says how late it may start in words nobody can read',
      cluster: {
        gridByClock: SOLAR,
        workloads: [
          {
            kind: 'CronJob',
            wattsByClock: NIGHTLY,
            declared: { schedule: '0 2 * * *', annotations: { [SLACK_ANNOTATION]: 'a while' } },
          },
        ],
      },
      verdict: 'not assessed',
    },
  ],
};

const changesOf = ({ schedule, timeZone }: ShiftFigures): readonly Change[] => [
  { container: null, target: 'schedule', ...schedule },
  // The new start is right in one zone only: it is said, where it was left to the controller.
  ...(timeZone.from === null
    ? [{ container: null, target: 'timeZone' as const, from: null, to: timeZone.to }]
    : []),
];

function evidenceOf(figures: ShiftFigures, { context, workload }: WorkloadSubject) {
  const { observation } = context;
  const origin = computed(`carbon-shift-${figures.signal}`);
  const replay = figures.provenance;
  return [
    fact('shift.later', 'Later start', figures.later * 3_600, 'seconds', origin),
    fact(
      'shift.slack',
      figures.slackDeclared
        ? `How late it may start, ${SLACK_ANNOTATION}`
        : 'How late it may start, the default of daily jobs',
      figures.slack,
      'seconds',
      figures.slackDeclared ? declared(observation) : computed('default-slack'),
    ),
    fact(
      'shift.present',
      `Emitted today, ${figures.signal} intensity`,
      figures.presentGrams,
      'gCO2e/month',
      replay,
    ),
    fact(
      'shift.moved',
      `Emitted when moved, ${figures.signal} intensity`,
      figures.movedGrams,
      'gCO2e/month',
      replay,
    ),
    fact('shift.share', 'Share of it that is saved', figures.share, 'ratio', origin),
    fact('shift.runs', 'Runs replayed', figures.runs, 'count', origin),
    fact('shift.better-runs', 'Runs that would have emitted less', figures.betterRuns, 'count', origin),
    fact(
      'shift.energy',
      'Energy of the runs of a month',
      figures.energyPerRun * figures.runsPerMonth,
      'kWh/month',
      observation.energy.workloads.get(workload.id)?.provenance ?? origin,
    ),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  if (workload.schedule === null) return FINE;
  const shifting = shiftingOf(workload, context);
  if (shifting.kind === 'unknown') return notAssessed(shifting.reason);
  if (shifting.kind !== 'worth it') return FINE;
  const { figures } = shifting;
  const power = context.observation.energy.workloads.get(workload.id);
  const saved = figures.presentGrams - figures.movedGrams;
  const doubt = combined(
    uncertaintyOf('grid', figures.provenance),
    power ? uncertaintyOf('power', power.provenance) : 0,
    (EIGHTY_PERCENT * figures.standardError) / saved,
  );
  return found({
    changes: changesOf(figures),
    effect: {
      kind: 'figures',
      figures: {
        usd: { low: usd(0), likely: usd(0), high: usd(0) },
        energy: { low: kilowattHours(0), likely: kilowattHours(0), high: kilowattHours(0) },
        carbon: {
          low: gramsCO2e(saved * Math.max(0, 1 - doubt)),
          likely: gramsCO2e(saved),
          high: gramsCO2e(saved * (1 + doubt)),
        },
        freedCpu: cores(0),
        freedMemory: bytes(0),
      },
      provenance: [
        figures.provenance,
        context.observation.pue.provenance,
        ...(power ? [power.provenance] : []),
      ],
      // Only its active power moves; what it reserves stays, and with it what other findings count.
      claims: [],
    },
    shownRegardless: true,
    risk: riskOf(
      figures.slackDeclared
        ? []
        : [
            {
              level: 'medium',
              reason: 'Nobody said how late it may start: whoever waits for its result may get it too late',
            },
          ],
      'Its owner says that it may start so late',
    ),
    confidence: {
      score: ratio((HIGHEST_CONFIDENCE * figures.betterRuns) / figures.runs),
      reasons: [
        `${figures.betterRuns} of ${figures.runs} runs would have emitted less`,
        `Decided by ${figures.signal} intensity`,
      ],
    },
    evidence: evidenceOf(figures, subject),
  });
}

export const carbonShiftInTime: WorkloadRule = { scope: 'workload', declaration, detect };
