import {
  type BytesPerSecond,
  bytesPerSecond,
  type Cores,
  cores,
  formatDuration,
  formatEvidence,
  type Pod,
  ratio,
  type Seconds,
  seconds,
  type TimeWindow,
  type UsageStatistics,
  windowSeconds,
  type WorkloadTraffic,
} from '../../model/index.ts';
import type { WorkloadSubject } from '../rule.ts';
import type { Doubt } from './confidence.ts';
import { type Demands, sufficientUsage } from './sufficiency.ts';

/** What is needed to call a workload idle and is not known. */
export interface Unknown {
  readonly reason: string;
}

const QUANTILE = ratio(0.99);

/** CPU of all containers of a pod together. */
export interface PodCpu {
  readonly p99: Cores;
  /** Those of the container with the most holes. */
  readonly weakest: UsageStatistics<Cores>;
  readonly history: Seconds;
}

/** P99 of each container added up, which is at least the pod's as a rule; `null` when that is `limit` or more. */
export function cpuBelow(
  limit: Cores,
  { containers }: WorkloadSubject,
  demands: Demands,
): PodCpu | Unknown | null {
  const all = containers.map(({ usage }) => sufficientUsage('CPU', usage, usage?.cpu, demands));
  const known = all.filter(one => 'statistics' in one);
  const p99 = cores(known.reduce((total, { statistics }) => total + statistics.sketch.quantile(QUANTILE), 0));
  if (!(p99 < limit)) return null;
  const unknown = all.find(one => 'reason' in one);
  if (unknown) return unknown;
  const weakest = known.toSorted((a, b) => a.statistics.coverage - b.statistics.coverage)[0];
  return weakest ? { p99, weakest: weakest.statistics, history: weakest.history } : null;
}

/** Traffic of a pod, both directions added up. */
export interface PodTraffic {
  readonly p99: BytesPerSecond;
  readonly max: BytesPerSecond;
  /** Of the direction that was metered less often, over all pods. */
  readonly samples: number;
}

/** `null` where a direction was not metered: half of the traffic says nothing. */
export function podTraffic(traffic: WorkloadTraffic | undefined): PodTraffic | null {
  if (!traffic?.received || !traffic.transmitted) return null;
  const { received, transmitted } = traffic;
  return {
    p99: bytesPerSecond(received.p99 + transmitted.p99),
    max: bytesPerSecond(received.max + transmitted.max),
    samples: Math.min(received.samples, transmitted.samples),
  };
}

/** Restarts of the pods that are there, and what they say about the window. */
export interface Restarts {
  readonly count: number;
  /** Age of the youngest pod that restarted. */
  readonly age: Seconds;
  /** How likely none of them was within the window. */
  readonly before: number;
}

/**
 * A pod tells how often it was restarted, not when. Restarts may have been at any time of its life, so
 * each was before the window with the chance of the share of its life that lies before the window.
 */
export function restartsOf(pods: readonly Pod[], window: TimeWindow): Restarts {
  let [count, before, age] = [0, 1, Number.POSITIVE_INFINITY];
  for (const { restarts, startedAt } of pods) {
    if (!(restarts > 0)) continue;
    const life = startedAt === null ? 0 : window.end - startedAt;
    const share = life > 0 ? Math.max(0, 1 - windowSeconds(window) / life) : 0;
    count += restarts;
    before *= share ** restarts;
    age = Math.min(age, life);
  }
  return { count, before, age: seconds(age) };
}

/** Restarts that were hardly within the window; none where there were none. */
export const restartDoubt = ({ count, before, age }: Restarts): readonly Doubt[] =>
  count === 0
    ? []
    : [
        {
          factor: before,
          reason: `Its pods have restarted: ${formatEvidence(count, 'count')} in ${formatDuration(age)} or more, hardly within the window`,
        },
      ];
