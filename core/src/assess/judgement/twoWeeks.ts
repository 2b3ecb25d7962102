import { type Policy, seconds } from '../../model/index.ts';
import type { Threshold, WorkloadSubject } from '../rule.ts';
import { type Demands, demandsOf } from './sufficiency.ts';

/** Two weeks, less what the first and the last hour may lack. */
const TWO_WEEKS = seconds(14 * 86_400 - 2 * 3_600);

/** What rules ask for that go by the hour of the day or of the week: all in the same words, which are then said once. */
export const twoWeeksOf = (policy: Policy): Demands => ({
  ...demandsOf(policy),
  history: TWO_WEEKS,
  historyAskedBy: 'a judgement by the hours of the week',
});

export const TWO_WEEKS_OF_HISTORY: Threshold = {
  meaning: 'Shortest history',
  unit: 'seconds',
  source: 'opportunity catalogue A5: 14 d, which see every weekday twice, less an hour at either end',
  valueIn: () => TWO_WEEKS,
};

/** False where a container was never metered, which is told of that container already. */
export const isMetered = ({ containers }: WorkloadSubject): boolean =>
  containers.length > 0 && containers.every(({ usage }) => usage !== null);
