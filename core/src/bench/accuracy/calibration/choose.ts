import { sequence } from '../../sequence.ts';
import type { Outcome } from '../outcome.ts';
import type { Candidate } from './candidates.ts';
import type { Outcomes, Resource, Trial } from './trials.ts';

/** How much a policy may advise, in total over all machines of one trial. */
export type Budget = (trial: Trial) => number;

/** Amount × samples, as in {@link Outcome}. */
export const advisedBy = (outcomes: Outcomes): number =>
  outcomes.reduce((total, { advised }) => total + advised, 0);

export interface Choice {
  readonly candidate: Candidate;
  /** Data sets that decided. */
  readonly judgedOn: readonly string[];
  /** Candidates within the budget, and those of them that cannot be told from the best. */
  readonly feasible: number;
  readonly nearBest: number;
  /** What the best does, and how much of its lead is noise (standard error). */
  readonly best: Candidate;
}

/** Resamplings of the machines that noise is measured by; the same ones for all candidates. */
const RESAMPLINGS = 200;
const SEED = 20;

/** How often each machine of a trial is drawn. */
type Draw = readonly (readonly number[])[];

function draws(trials: readonly Trial[]): readonly Draw[] {
  const random = sequence(SEED);
  return Array.from({ length: RESAMPLINGS }, () =>
    trials.map(({ machines }) => {
      const times = new Array<number>(machines.length).fill(0);
      for (let drawn = 0; drawn < machines.length; drawn += 1) {
        const index = Math.floor(random() * machines.length);
        times[index] = (times[index] ?? 0) + 1;
      }
      return times;
    }),
  );
}

const weighted = (outcomes: Outcomes, draw: readonly number[], read: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome, index) => total + read(outcome) * (draw[index] ?? 0), 0);

/** What is to be small. CPU: share of samples above. Memory: bad days a machine. */
const HARM: Record<Resource, (outcomes: Outcomes, draw: readonly number[]) => number> = {
  cpu: (outcomes, draw) =>
    weighted(outcomes, draw, ({ above }) => above) / weighted(outcomes, draw, ({ samples }) => samples),
  memory: (outcomes, draw) =>
    weighted(outcomes, draw, ({ badDays }) => badDays) / weighted(outcomes, draw, () => 1),
};

const total = (all: readonly Outcomes[], read: (outcome: Outcome) => number): number =>
  all.flat().reduce((sum, outcome) => sum + read(outcome), 0);

/** Ties: CPU by bad machine-days, memory by samples above; then whoever advises less. */
const TIES: Record<Resource, readonly ((outcome: Outcome) => number)[]> = {
  cpu: [({ badDays }) => badDays, ({ advised }) => advised],
  memory: [({ above }) => above, ({ advised }) => advised],
};

interface Contender {
  readonly candidate: Candidate;
  /** By trial. */
  readonly outcomes: readonly Outcomes[];
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, axis) => value - (b[axis] ?? 0)));

/** The one that is nearest to all others; the first of several. */
function middleOf(contenders: readonly Contender[]): Contender | undefined {
  const far = contenders.map(({ candidate }) =>
    contenders.reduce((sum, other) => sum + distance(candidate.place, other.candidate.place), 0),
  );
  return contenders[far.indexOf(Math.min(...far))];
}

/** Trials that decide: those learned from for long enough, or all where none is; and of them those on which anything fits. */
function judges(trials: readonly Trial[], budget: Budget): readonly Trial[] {
  const long = trials.filter(({ longEnough }) => longEnough);
  return (long.length > 0 ? long : trials).filter(trial =>
    trial.candidates.some(({ outcomes }) => advisedBy(outcomes) <= budget(trial)),
  );
}

/**
 * The rule by which constants are chosen. Of the candidates within the budget on every judging data set, the one
 * that harms least is best; all whose harm lies within one standard error of the difference (machines
 * resampled, paired) count as level with it, and the one in the middle of these is taken: round
 * extremes of a flat region are chance.
 * @param trials - of one resource
 * @param allowed - leaves candidates out by what they are, not by what they did
 * @returns `null` where nothing fits the budget
 */
export function choose(
  trials: readonly Trial[],
  budget: Budget,
  allowed: (candidate: Candidate) => boolean = () => true,
): Choice | null {
  const judging = judges(trials, budget);
  const first = judging[0];
  if (!first) return null;
  const harmOf = (contender: Contender, draw: Draw): number =>
    contender.outcomes.reduce(
      (sum, outcomes, trial) => sum + HARM[first.resource](outcomes, draw[trial] ?? []),
      0,
    ) / judging.length;
  const asSeen: Draw = judging.map(({ machines }) => machines.map(() => 1));
  const feasible = first.candidates
    .map(({ candidate }, index) => ({
      candidate,
      outcomes: judging.map(trial => trial.candidates[index]?.outcomes ?? []),
    }))
    .filter(
      ({ candidate, outcomes }) =>
        allowed(candidate) &&
        judging.every((trial, index) => advisedBy(outcomes[index] ?? []) <= budget(trial)),
    )
    .map(contender => ({ contender, harm: harmOf(contender, asSeen) }))
    .toSorted(
      (a, b) =>
        a.harm - b.harm ||
        TIES[first.resource].reduce(
          (order, read) => order || total(a.contender.outcomes, read) - total(b.contender.outcomes, read),
          0,
        ),
    );
  const best = feasible[0];
  if (!best) return null;
  const resampled = draws(judging).map(draw => ({ draw, harm: harmOf(best.contender, draw) }));
  const isLevel = ({ contender, harm }: (typeof feasible)[number]): boolean => {
    const differences = resampled.map(({ draw, harm: ofBest }) => harmOf(contender, draw) - ofBest);
    const mean = differences.reduce((a, b) => a + b, 0) / differences.length;
    const variance =
      differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (differences.length - 1);
    return harm - best.harm <= Math.sqrt(variance);
  };
  const near = feasible.filter(isLevel).map(({ contender }) => contender);
  const middle = middleOf(near);
  if (!middle) return null;
  return {
    candidate: middle.candidate,
    judgedOn: judging.map(({ dataSet }) => dataSet),
    feasible: feasible.length,
    nearBest: near.length,
    best: best.contender.candidate,
  };
}
