import {
  type Cores,
  cores,
  type EvidenceFact,
  type HourlyUsage,
  type Observation,
  type Seconds,
  type UsageStatistics,
} from '../../model/index.ts';
import { addReservations, NOTHING, requested, type Reservation } from '../footprint/reservation.ts';
import type { HourlyValue } from '../profile/weeklyProfile.ts';
import type { WorkloadSubject } from '../rule.ts';
import { fact, measured } from './evidence.ts';
import type { Unknown } from './quietness.ts';
import { type Demands, sufficientUsage } from './sufficiency.ts';

/** CPU of all containers of a pod together. */
export interface PodCpuUse {
  /** Quantiles of the containers added up, which is at least the pod's as a rule. */
  quantile(share: number): Cores;
  readonly mean: Cores;
  /** Hours of which every container has samples, oldest first. */
  readonly hourly: readonly HourlyUsage<Cores>[];
  /** Statistics of the container with the most holes. */
  readonly weakest: UsageStatistics<Cores>;
  readonly history: Seconds;
}

/** Hour by hour, the containers added up. The highest values need not have met: their sum is an upper bound. */
function addedUp(series: readonly (readonly HourlyUsage<Cores>[])[]): readonly HourlyUsage<Cores>[] {
  const [first = [], ...others] = series;
  if (others.length === 0) return first;
  const byHour = others.map(hours => new Map(hours.map(hour => [hour.hour, hour])));
  return first.flatMap(one => {
    const met = byHour.map(hours => hours.get(one.hour)).filter(hour => hour !== undefined);
    if (met.length < byHour.length) return [];
    return met.reduce<HourlyUsage<Cores>>(
      (sum, { mean, max, samples }) => ({
        hour: sum.hour,
        mean: cores(sum.mean + mean),
        max: cores(sum.max + max),
        samples: Math.min(sum.samples, samples),
      }),
      one,
    );
  });
}

/** The use of a pod, or why it is not known. */
export function podCpuUse({ containers }: WorkloadSubject, demands: Demands): PodCpuUse | Unknown {
  const all = containers.map(({ usage }) => sufficientUsage('CPU', usage, usage?.cpu, demands));
  const unknown = all.find(one => 'reason' in one);
  if (unknown) return unknown;
  const known = all.filter(one => 'statistics' in one);
  const weakest = known.toSorted((a, b) => a.statistics.coverage - b.statistics.coverage)[0];
  if (!weakest) return { reason: 'It has no container that could be metered' };
  const sum = (value: (statistics: UsageStatistics<Cores>) => number): Cores =>
    cores(known.reduce((total, { statistics }) => total + value(statistics), 0));
  return {
    quantile: share => sum(({ sketch }) => sketch.quantile(share)),
    mean: sum(({ mean }) => mean),
    hourly: addedUp(known.map(({ statistics }) => statistics.hourly)),
    weakest: weakest.statistics,
    history: weakest.history,
  };
}

/** What a pod reserves, all containers that work together. */
export const podRequest = ({ containers }: WorkloadSubject): Reservation =>
  containers.map(({ container }) => requested(container)).reduce(addReservations, NOTHING);

/** Use of all pods together, hour by hour: the use of one times the pods that gave samples, those that holes hide included. */
export const demandByHour = (
  { hourly, weakest }: PodCpuUse,
  step: Seconds,
  figure: 'mean' | 'max' = 'mean',
): readonly HourlyValue[] =>
  hourly.map(one => ({
    hour: one.hour,
    value: (one[figure] * one.samples * step) / (3_600 * weakest.coverage),
  }));

/** How well the use is known. */
export const sampleFacts = (
  { weakest, history }: Pick<PodCpuUse, 'weakest' | 'history'>,
  observation: Observation,
): readonly EvidenceFact[] => {
  const origin = measured('cpu', observation);
  return [
    fact('cpu.samples', 'CPU samples', weakest.samples, 'count', origin),
    fact('cpu.coverage', 'CPU samples there are of those expected', weakest.coverage, 'ratio', origin),
    fact('cpu.history', 'CPU history', history, 'seconds', origin),
  ];
};
