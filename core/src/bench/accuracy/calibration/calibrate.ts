import { BALANCED, HEADROOM, MAX_SAVINGS, type Policy } from '../../../model/index.ts';
import { advisedBy, type Budget, choose, type Choice } from './choose.ts';
import type { Resource, Trial } from './trials.ts';

/** How a policy that ships is calibrated: what it may advise in total, beside what others advise for the same. */
interface Plan {
  readonly policy: Policy;
  readonly budget: Budget;
  /** Whether rare peaks of memory may stay uncovered. */
  readonly memoryPeaksMayBeLeft: boolean;
}

const MAX_SAVINGS_SHARE = 0.8;
const HEADROOM_SHARE = 1.15;

const PLANS: readonly Plan[] = [
  {
    policy: MAX_SAVINGS,
    budget: ({ krr }) => MAX_SAVINGS_SHARE * advisedBy(krr),
    memoryPeaksMayBeLeft: true,
  },
  { policy: BALANCED, budget: ({ krr }) => advisedBy(krr), memoryPeaksMayBeLeft: false },
  {
    policy: HEADROOM,
    budget: ({ krr, p95 }) => Math.max(advisedBy(p95), HEADROOM_SHARE * advisedBy(krr)),
    memoryPeaksMayBeLeft: false,
  },
];

/** In words, for the report: said before any held-out figure was looked at. */
export const RULE: readonly string[] = [
  'Of each trace only the training part is used. Where it is nine days long, advice is renewed daily within it; a shorter one is halved again.',
  'A setting is within the budget when it advises in total, over all machines of a data set, no more than: balanced: KRR simple; max-savings: 80 % of it; headroom: the larger of P95 × 1.15 and KRR × 1.15.',
  'Data sets decide when the policy would propose anything after their history (three days). Only where none is so long, all do; one on which no setting fits the budget is left out.',
  'CPU: the lowest mean share of samples above wins (then bad machine-days, then cores). Memory: the fewest bad machine-days (then samples above, then bytes); balanced and headroom cover every sample.',
  'Settings within one standard error of the winner (200 resamplings of the machines, paired) are level with it; the middle one of them is taken.',
];

export interface Calibrated {
  readonly policy: Policy;
  /** `null`: nothing fitted the budget, or no data set has the resource; the constants are the shipped ones. */
  readonly choices: Readonly<Record<Resource, Choice | null>>;
}

/** Chooses the constants of the policies that ship, by {@link RULE}. */
export const calibrate = (trials: readonly Trial[]): readonly Calibrated[] =>
  PLANS.map(({ policy, budget, memoryPeaksMayBeLeft }) => {
    const of = (resource: Resource) => trials.filter(trial => trial.resource === resource);
    const choices = {
      cpu: choose(of('cpu'), budget),
      memory: choose(
        of('memory'),
        budget,
        ({ constants }) => memoryPeaksMayBeLeft || constants.memoryWorth === null,
      ),
    };
    return {
      policy: {
        ...policy,
        ...choices.cpu?.candidate.constants,
        ...choices.memory?.candidate.constants,
      },
      choices,
    };
  });
