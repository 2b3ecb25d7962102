import {
  type ContainerUsage,
  formatDuration,
  formatEvidence,
  formatRatio,
  historyOf,
  type Policy,
  ratio,
  type Ratio,
  type Seconds,
  seconds,
  type UsageStatistics,
} from '../../model/index.ts';
import type { ContainerSubject, Threshold } from '../rule.ts';
import { oomKills } from './oomKills.ts';

/** Fewer samples than this say nothing about a distribution. KRR: `points_required` = 100. */
export const MINIMUM_SAMPLES = 100;

/** Thresholds that every rule which reads usage shares. */
export const SUFFICIENCY_THRESHOLDS: readonly Threshold[] = [
  {
    meaning: 'Shortest history',
    unit: 'seconds',
    source:
      'KRR needs 3 h, Vertical Pod Autoscaler trusts 1 d, Kruize 1 d; 3 d see more than one day’s rhythm',
    valueIn: policy => policy.minimumHistory,
  },
  {
    meaning: 'Lowest coverage (samples there are ÷ samples there should be)',
    unit: 'ratio',
    source: 'own judgement: below it the holes decide the quantile',
    valueIn: policy => policy.minimumCoverage,
  },
  { meaning: 'Fewest samples', unit: 'count', source: 'KRR points_required', valueIn: () => MINIMUM_SAMPLES },
];

function isConsistent(statistics: UsageStatistics<number>): boolean {
  const { mean, max, coverage, samples, sketch } = statistics;
  return (
    [mean, max, coverage, samples].every(value => Number.isFinite(value) && value >= 0) && sketch.count > 0
  );
}

/** What a history must have to be judged by. */
export interface Demands {
  readonly history: Seconds;
  /** Who asks for that much, as the subject of a sentence. */
  readonly historyAskedBy: string;
  readonly coverage: Ratio;
  readonly samples: number;
}

/** For findings whose evidence is an event that happened (an OOM kill), not a distribution. */
const ANY_SAMPLE: Demands = {
  history: seconds(0),
  historyAskedBy: 'nobody',
  coverage: ratio(0),
  samples: 1,
};

export const demandsOf = (policy: Policy): Demands => ({
  history: policy.minimumHistory,
  historyAskedBy: `policy ${policy.name}`,
  coverage: policy.minimumCoverage,
  samples: MINIMUM_SAMPLES,
});

/** A kill is a fact of its own: it needs no long history, and a container that keeps dying has none. */
export const memoryDemands = ({ usage, context }: ContainerSubject): Demands =>
  (oomKills(usage) ?? 0) > 0 ? ANY_SAMPLE : demandsOf(context.policy);

/** Usage that is enough to judge by, or the sentence that says why it is not. */
export type Sufficiency<Amount extends number> =
  { readonly statistics: UsageStatistics<Amount>; readonly history: Seconds } | { readonly reason: string };

/** Checks that the history of one resource carries a judgement. */
export function sufficientUsage<Amount extends number>(
  resource: 'CPU' | 'memory',
  usage: ContainerUsage | null,
  statistics: UsageStatistics<Amount> | null | undefined,
  demands: Demands,
): Sufficiency<Amount> {
  if (!usage || !statistics || statistics.samples === 0) {
    return { reason: `No ${resource} samples: its ${resource} use is unknown, which is not zero` };
  }
  if (!isConsistent(statistics)) {
    return {
      reason: `Its ${resource} samples contradict themselves: mean, highest value or coverage is not a number`,
    };
  }
  const history = historyOf(usage, statistics);
  const shortfall = shortfallOf(resource, statistics, history, demands);
  return shortfall === null ? { statistics, history } : { reason: shortfall };
}

function shortfallOf(
  resource: string,
  statistics: UsageStatistics<number>,
  history: Seconds,
  demands: Demands,
): string | null {
  if (history < demands.history) {
    return `Only ${formatDuration(history)} of history, ${demands.historyAskedBy} asks for ${formatDuration(demands.history)}`;
  }
  if (statistics.samples < demands.samples) {
    return `Only ${formatEvidence(statistics.samples, 'count')} ${resource} samples, ${demands.samples} are needed`;
  }
  if (statistics.coverage < demands.coverage) {
    return `Only ${formatRatio(statistics.coverage)} of the ${resource} samples are there, ${formatRatio(demands.coverage)} are needed`;
  }
  return null;
}
