import type { Policy } from '../../../model/index.ts';
import { type Adviser, COMPARATORS, greenOps } from '../advisers.ts';
import { outcomeOf, scoreOf } from '../outcome.ts';
import { canRoll, oneShot, type Periods, rolling, rollingOnTest } from '../protocols.ts';
import type { DataSet } from '../readTraces.ts';
import { POLICIES, settings } from '../settings.ts';
import type { Trace } from '../trace.ts';
import { type Contest, contestsOf, type Row, type Verdict, verdictsOf } from '../verdicts.ts';
import { type Calibrated, calibrate } from './calibrate.ts';
import { type Trial, without } from './trials.ts';

/** What both sets of constants do on machines or days that the calibrated ones were not made from. */
export interface HeldOut {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Of `balanced`, where advice is renewed. */
  readonly verdicts: { readonly shipped: readonly Verdict[]; readonly calibrated: readonly Verdict[] } | null;
  /** Where it is not. */
  readonly contests: { readonly shipped: readonly Contest[]; readonly calibrated: readonly Contest[] } | null;
}

/** One policy for all machines, or, where machines took part in different calibrations, another for each. */
type PoliciesFor = (trace: Trace) => readonly Policy[];

interface Entrant {
  readonly name: string;
  readonly ours: boolean;
  adviserFor(trace: Trace): Adviser;
}

const nameOf = (kind: 'shipped' | 'calibrated', index: number): string =>
  `${kind} ${POLICIES[index]?.name ?? ''}`;
const BALANCED_INDEX = 1;

function ours(kind: 'shipped' | 'calibrated', policiesFor: PoliciesFor): readonly Entrant[] {
  return POLICIES.map((shipped, index) => {
    const advisers = new Map<Policy, Adviser>();
    return {
      name: nameOf(kind, index),
      ours: true,
      adviserFor: trace => {
        const policy = policiesFor(trace)[index] ?? shipped;
        const adviser = advisers.get(policy) ?? greenOps(kind, policy);
        advisers.set(policy, adviser);
        return adviser;
      },
    };
  });
}

const others: readonly Entrant[] = COMPARATORS.map(adviser => ({
  name: adviser.name,
  ours: false,
  adviserFor: () => adviser,
}));

interface Asked {
  readonly trace: Trace;
  readonly periods: Periods;
}

const ask = (traces: readonly Trace[], protocol: (trace: Trace) => Periods): readonly Asked[] =>
  traces.map(trace => ({ trace, periods: protocol(trace) })).filter(({ periods }) => periods.length > 0);

const rowsOf = (asked: readonly Asked[], calibrated: PoliciesFor): readonly Row[] =>
  [...ours('shipped', () => POLICIES), ...ours('calibrated', calibrated), ...others].map(entrant => ({
    adviser: entrant.name,
    ours: entrant.ours,
    score: scoreOf(asked.map(({ trace, periods }) => outcomeOf(periods, entrant.adviserFor(trace)))),
  }));

function renewed(title: string, asked: readonly Asked[], calibrated: PoliciesFor): readonly HeldOut[] {
  if (asked.length === 0) return [];
  const rows = rowsOf(asked, calibrated);
  const verdicts = {
    shipped: verdictsOf(rows, nameOf('shipped', BALANCED_INDEX)),
    calibrated: verdictsOf(rows, nameOf('calibrated', BALANCED_INDEX)),
  };
  return [{ title, rows, verdicts, contests: null }];
}

function advisedOnce(
  title: string,
  traces: readonly Trace[],
  calibrated: readonly Policy[],
): readonly HeldOut[] {
  const asked = ask(traces, oneShot);
  if (asked.length === 0) return [];
  const rows = rowsOf(asked, () => calibrated);
  const contests = (policies: readonly Policy[]) =>
    contestsOf(
      rows,
      settings(policies).map(({ name: setting, policy }) => {
        const adviser = greenOps(setting, policy);
        return { setting, score: scoreOf(asked.map(({ periods }) => outcomeOf(periods, adviser))) };
      }),
    );
  return [
    {
      title,
      rows,
      verdicts: null,
      contests: { shipped: contests(POLICIES), calibrated: contests(calibrated) },
    },
  ];
}

const rollWhole = (trace: Trace): Periods => (canRoll(trace) ? rolling(trace) : []);
const policiesOf = (calibrated: readonly Calibrated[]): readonly Policy[] =>
  calibrated.map(({ policy }) => policy);

const onTestParts = ({ name, traces }: DataSet, policies: readonly Policy[]): readonly HeldOut[] => [
  ...renewed(`${name}, rolling, days of the test part only`, ask(traces, rollingOnTest), () => policies),
  ...advisedOnce(`${name}, one-shot, test part`, traces, policies),
];

const onUnseen = (
  { name, traces }: DataSet,
  policies: readonly Policy[],
  why: string,
): readonly HeldOut[] => [
  ...renewed(`${name}, rolling, ${why}`, ask(traces, rollWhole), () => policies),
  ...advisedOnce(`${name}, one-shot, ${why}`, traces, policies),
];

const FOLDS = 5;

/** Each machine under constants that were calibrated without it. */
function onFolds({ name, traces }: DataSet, trials: readonly Trial[]): readonly HeldOut[] {
  const asked = ask(traces, rollWhole);
  if (asked.length < FOLDS) return [];
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const machines = new Set(
      asked.flatMap(({ trace }, index) => (index % FOLDS === fold ? [trace.name] : [])),
    );
    return {
      machines,
      policies: policiesOf(
        calibrate(trials.map(trial => (trial.dataSet === name ? without(trial, machines) : trial))),
      ),
    };
  });
  return renewed(
    `${name}, rolling, ${FOLDS} folds: each machine under constants calibrated without it`,
    asked,
    trace => folds.find(({ machines }) => machines.has(trace.name))?.policies ?? POLICIES,
  );
}

/**
 * @param dataSets - those whose training parts were calibrated on
 * @param trials - of these, every resource
 * @param unseen - no part of which was
 */
export function heldOut(
  dataSets: readonly DataSet[],
  trials: readonly Trial[],
  calibrated: readonly Calibrated[],
  unseen: readonly DataSet[],
): readonly HeldOut[] {
  const policies = policiesOf(calibrated);
  const leaveOneOut = (left: DataSet): readonly HeldOut[] => {
    const rest = trials.filter(({ dataSet }) => dataSet !== left.name);
    if (rest.length === 0) return [];
    return onUnseen(left, policiesOf(calibrate(rest)), 'calibrated without this data set');
  };
  return [
    ...dataSets.flatMap(dataSet => onTestParts(dataSet, policies)),
    ...unseen.flatMap(dataSet => onUnseen(dataSet, policies, 'no part was calibrated on')),
    ...dataSets.flatMap(leaveOneOut),
    ...dataSets.flatMap(dataSet => onFolds(dataSet, trials)),
  ];
}
