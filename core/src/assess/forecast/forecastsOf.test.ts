import {
  BALANCED,
  type Cores,
  cores,
  type Forecast,
  type HourlyUsage,
  type Observation,
  type UnixSeconds,
  unixSeconds,
  type UsageStatistics,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { clusterContext } from '../clusterContext.ts';
import { END, type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import { forecastsOf, forecastWorkload } from './forecastsOf.ts';

const likely = (forecast: Forecast): number => {
  if (forecast.kind !== 'forecast') throw new Error(forecast.reason);
  return forecast.horizons[0]?.mean.likely ?? Number.NaN;
};

const forecasts = (workloads: readonly WorkloadSketch[], days = 14) =>
  assess(observationOf({ days, workloads }), BALANCED).forecasts;

/** The same observation with other hours in place of every container's. */
function withHours(
  observation: Observation,
  change: (one: HourlyUsage<number>, index: number) => Partial<HourlyUsage<number>> | null,
): Observation {
  const usage = [...observation.usage].map(([key, one]) => {
    const statistics = one.cpu && {
      ...one.cpu,
      hourly: one.cpu.hourly.flatMap((hour, index) => {
        const changed = change(hour, index);
        return changed
          ? [{ ...hour, ...changed, mean: cores(changed.mean ?? hour.mean), max: hour.max }]
          : [];
      }),
    };
    return [key, { ...one, cpu: statistics, memory: null }] as const;
  });
  return { ...observation, usage: new Map(usage) };
}

/** The same use in each of these hours. */
const hourlyOf = (
  statistics: UsageStatistics<Cores>,
  hours: readonly UnixSeconds[],
): UsageStatistics<Cores> => ({
  ...statistics,
  hourly: hours.map((hour, index) => ({
    hour,
    mean: statistics.mean,
    max: statistics.max,
    samples: 12 + (index % 2),
  })),
});

describe('the forecasts of an assessment', () => {
  it('are of the cluster, its namespaces and its pools, over all pods', () => {
    const { cluster, namespaces, pools } = forecasts([
      { namespace: 'shop', name: 'cart', replicas: 3, containers: [{ cpuRequest: 1, cpu: [0.5] }] },
      { namespace: 'search', name: 'index', replicas: 1, containers: [{ cpuRequest: 2, cpu: [2.5] }] },
    ]);
    expect(likely(cluster.measures.cpu)).toBeCloseTo(3 * 0.5 + 2.5, 2);
    expect(namespaces.map(({ subject }) => subject.name)).toEqual(['search', 'shop']);
    expect(namespaces.map(({ measures }) => likely(measures.cpu))).toEqual([
      expect.closeTo(2.5, 2),
      expect.closeTo(1.5, 2),
    ]);
    expect(pools.map(({ subject, nodes }) => [subject.name, nodes])).toEqual([['default', 2]]);
  });

  it('charge the larger of request and use, as footprints do', () => {
    const observation = observationOf({
      workloads: [
        { replicas: 1, containers: [{ cpuRequest: 1, cpu: [0.4], memoryRequest: 1024, memory: [512] }] },
      ],
    });
    const { forecasts: all, footprints } = assess(observation, BALANCED);
    const [footprint] = footprints.values();
    expect(likely(all.cluster.measures.cost) * 730).toBeCloseTo(footprint?.usdPerMonth ?? 0, 1);
  });

  it('emit as much as the footprints say, and are unknown where those are', () => {
    const known = assess(observationOf({ workloads: [{}] }), BALANCED);
    const [footprint] = known.footprints.values();
    expect(likely(known.forecasts.cluster.measures.carbon) * 730).toBeCloseTo(
      footprint?.carbonPerMonth ?? 0,
      0,
    );
    expect(forecasts([{}, { activeWatts: null }]).cluster.measures.carbon.kind).toBe('not-enough-history');
  });

  it('say when a pool is full, from what is requested and from what is used', () => {
    const of = (cpuRequest: number) =>
      forecasts([{ replicas: 2, containers: [{ cpuRequest, cpu: [0.1] }] }]).pools[0]?.capacities.filter(
        ({ resource }) => resource === 'cpu',
      );
    expect(of(1)).toMatchObject([
      { basis: 'requested', capacity: 8, full: { kind: 'never', withinDays: 90 } },
      { basis: 'used', full: { kind: 'never' } },
    ]);
    expect(of(4)).toMatchObject([
      { basis: 'requested', full: { kind: 'full-now' } },
      { full: { kind: 'never' } },
    ]);
  });

  it('give a growing pool a date with its bounds', () => {
    const flat = observationOf({ days: 28, workloads: [{ replicas: 1, containers: [{ cpuRequest: 0.1 }] }] });
    const growing = withHours(flat, (one, index) => ({
      ...one,
      mean: 1 + index / 168 + 0.2 * Math.sin(index),
    }));
    const { pools } = assess(growing, BALANCED).forecasts;
    const full = pools[0]?.capacities.find(
      ({ resource, basis }) => resource === 'cpu' && basis === 'used',
    )?.full;
    if (full?.kind !== 'full-on') throw new Error(`it is ${full?.kind}`);
    // From 5 cores at one core a week, fading, to 8: three to six weeks.
    const days = (full.likely - END) / 86_400;
    expect(days).toBeGreaterThan(20);
    expect(days).toBeLessThan(45);
    expect(full.earliest).toBeLessThanOrEqual(full.likely);
  });

  it('take an hour that all meters missed for unknown, not for nothing', () => {
    const flat = observationOf({
      workloads: [{ containers: [{ cpu: [1] }] }, { containers: [{ cpu: [1] }] }],
    });
    const holed = withHours(flat, (one, index) =>
      index % 10 === 0 ? null : { ...one, samples: index % 7 === 0 ? one.samples / 2 : one.samples },
    );
    expect(likely(forecastsOf(clusterContext(holed, BALANCED)).cluster.measures.cpu)).toBeCloseTo(4, 1);
  });

  it('can be asked for one workload, from its first sample on', () => {
    const observation = observationOf({
      workloads: [{ name: 'young', ageDays: 5, containers: [{ cpu: [2] }] }, {}],
    });
    const [young] = observation.inventory.workloads;
    if (!young) throw new Error('there is one');
    const { measures, subject } = forecastWorkload(young, clusterContext(observation, BALANCED));
    expect(subject).toEqual(young.reference);
    expect(measures.cpu).toMatchObject({
      kind: 'forecast',
      historyHours: 5 * 24,
      seasonality: 'hour-of-day',
    });
  });

  it('say so where there is too little history', () => {
    expect(forecasts([{}], 1).cluster.measures.cpu).toMatchObject({
      kind: 'not-enough-history',
      reason: expect.stringContaining('24 h'),
    });
  });

  it('stay in seconds for a cluster of 2,000 containers and a fortnight of hours', () => {
    const workloads = Array.from({ length: 2_000 }, (_, index): WorkloadSketch => ({
      namespace: `team-${index % 40}`,
      name: `service-${index}`,
      replicas: 1,
      containers: [{ cpu: [0.1, 0.2, 0.3] }],
    }));
    const small = observationOf({ days: 1, workloads });
    const days = 14;
    const hours = Array.from({ length: days * 24 }, (_, index) =>
      unixSeconds(END - (days * 24 - index) * 3_600),
    );
    const observation: Observation = {
      ...small,
      window: { start: unixSeconds(END - days * 86_400), end: END },
      usage: new Map(
        [...small.usage].map(([key, one]) => [
          key,
          {
            ...one,
            cpu: one.cpu && hourlyOf(one.cpu, hours),
          },
        ]),
      ),
    };
    const context = clusterContext(observation, BALANCED);
    const before = performance.now();
    const { namespaces } = forecastsOf(context);
    expect(performance.now() - before).toBeLessThan(20_000);
    expect(namespaces).toHaveLength(40);
  }, 60_000);
});
