import {
  type Bytes,
  type Cores,
  cores,
  formatBytes,
  formatCores,
  type HourlyUsage,
  type UsageStatistics,
} from '../../model/index.ts';
import type { ContainerSubject } from '../rule.ts';
import type { RiskFactor } from './risk.ts';

/** With one replica nothing serves while it restarts, and nothing shares a burst. */
export const singleReplica = ({ workload }: ContainerSubject): RiskFactor | null =>
  workload.desiredReplicas === 1
    ? {
        level: 'medium',
        reason: 'It runs as a single replica, so nothing serves while the change restarts it',
      }
    : null;

/** From here on the rarest hundredth of its samples is starved when the node is full. */
const STARVED = 2;

/** Use above the request is served only while the node has CPU to spare. */
export function cpuBursts(statistics: UsageStatistics<Cores>, target: Cores): RiskFactor | null {
  const p99 = statistics.sketch.quantile(0.99);
  if (p99 <= target) return null;
  return {
    level: p99 > STARVED * target ? 'high' : 'medium',
    reason: `At its busiest it needs ${formatCores(cores(p99))} and more, up to ${formatCores(statistics.max)}; above the new request that is served only while the node has CPU to spare`,
  };
}

/** Use above the request counts as borrowed: such pods are the first to be evicted when their node runs out. */
export function memoryPeaks(statistics: UsageStatistics<Bytes>, target: Bytes): RiskFactor | null {
  if (statistics.max <= target) return null;
  return {
    level: 'medium',
    reason: `At its highest it used ${formatBytes(statistics.max)}, above the new request; a pod above its request is among the first to be evicted when its node runs out of memory`,
  };
}

/** Requests equal to limits give the Guaranteed class; a lower request alone gives it up. */
export const losesGuaranteedClass = ({ container }: ContainerSubject): RiskFactor | null => {
  const { requests, limits } = container;
  const guaranteed =
    requests.cpu !== null &&
    requests.cpu === limits.cpu &&
    requests.memory !== null &&
    requests.memory === limits.memory;
  return guaranteed
    ? {
        level: 'medium',
        reason:
          'Its requests equal its limits today; with a lower request the pod leaves the Guaranteed class and is evicted earlier under node pressure',
      }
    : null;
};

/** Share of the window at either end whose means are compared. */
const END = 0.25;
/** Growth from the first to the last quarter from which on the highest value is not the last word. */
const GROWTH = 1.2;

const meanOf = (hours: readonly HourlyUsage<number>[]): number =>
  hours.reduce((total, { mean }) => total + mean, 0) / hours.length;

/** A leak or a growing cache: what was enough so far will not stay so. */
export function growingMemory(statistics: UsageStatistics<Bytes>): RiskFactor | null {
  const hours = statistics.hourly;
  const end = Math.floor(hours.length * END);
  if (end === 0) return null;
  const grown = meanOf(hours.slice(-end)) / meanOf(hours.slice(0, end));
  return grown > GROWTH
    ? {
        level: 'high',
        reason: `Its memory use is still growing and has reached ${formatBytes(statistics.max)}; what was enough so far may not stay enough`,
      }
    : null;
}
