import { BALANCED, type Policy } from '../../../model/index.ts';
import { type Adviser, greenOps, KRR, P95 } from '../advisers.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';
import { canRoll, oneShot, type Periods, rolling, split } from '../protocols.ts';
import type { DataSet } from '../readTraces.ts';
import type { Trace } from '../trace.ts';
import { type Candidate, CPU_CANDIDATES, MEMORY_CANDIDATES } from './candidates.ts';

export type Resource = 'cpu' | 'memory';

/** What one adviser did for one resource, machine by machine. */
export type Outcomes = readonly Outcome[];

/** What the candidates and the comparators did for one resource on the training parts of one data set. */
export interface Trial {
  readonly dataSet: string;
  readonly resource: Resource;
  /** In the order of all outcomes. */
  readonly machines: readonly string[];
  /** Whether it is learned from for as long as a policy wants before it proposes anything. */
  readonly longEnough: boolean;
  readonly krr: Outcomes;
  readonly p95: Outcomes;
  readonly candidates: readonly { readonly candidate: Candidate; readonly outcomes: Outcomes }[];
}

const CANDIDATES = { cpu: CPU_CANDIDATES, memory: MEMORY_CANDIDATES } as const;

/** Advice is renewed within the training part where that is long enough; else its first half advises for the second. */
const withinTraining = (trace: Trace): Periods => {
  const { train } = split(trace);
  return canRoll(train) ? rolling(train) : oneShot(train);
};

function secondsLearned(periods: Periods): number {
  const past = periods[0]?.past ?? [];
  return (past[past.length - 1]?.time ?? 0) - (past[0]?.time ?? 0);
}

const middleOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Tries every candidate on what is learned from; the test parts are not touched.
 * `null` where no machine has the resource.
 */
export function trialOf({ name, traces }: DataSet, resource: Resource): Trial | null {
  const machines = traces
    .map(trace => ({ name: trace.name, periods: withinTraining(trace) }))
    .filter(({ periods }) => outcomeOf(periods, KRR)[resource] !== null);
  if (machines.length === 0) return null;
  const outcomes = (adviser: Adviser): Outcomes =>
    machines.flatMap(({ periods }) => outcomeOf(periods, adviser)[resource] ?? []);
  const policyOf = ({ constants }: Candidate): Policy => ({ ...BALANCED, ...constants });
  return {
    dataSet: name,
    resource,
    machines: machines.map(machine => machine.name),
    longEnough: middleOf(machines.map(({ periods }) => secondsLearned(periods))) >= BALANCED.minimumHistory,
    krr: outcomes(KRR),
    p95: outcomes(P95),
    candidates: CANDIDATES[resource].map(candidate => ({
      candidate,
      outcomes: outcomes(greenOps('candidate', policyOf(candidate))),
    })),
  };
}

/** The trial as it would have been without some machines. */
export function without(trial: Trial, leftOut: ReadonlySet<string>): Trial {
  const keep = (outcomes: Outcomes): Outcomes =>
    outcomes.filter((_, index) => !leftOut.has(trial.machines[index] ?? ''));
  return {
    ...trial,
    machines: trial.machines.filter(name => !leftOut.has(name)),
    krr: keep(trial.krr),
    p95: keep(trial.p95),
    candidates: trial.candidates.map(({ candidate, outcomes }) => ({ candidate, outcomes: keep(outcomes) })),
  };
}
